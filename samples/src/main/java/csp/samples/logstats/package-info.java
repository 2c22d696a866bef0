// SPDX-License-Identifier: Apache-2.0

/**
 * {@code ./run-sample logstats}: what is in an access log, or what comes into it.
 *
 * <pre>
 *   a file, or {@link csp.samples.logstats.Tail}               Pipeline, of csp.pipeline
 *   "read"  ── a Feed: 4 at most ──▶  parallel: {@link csp.samples.logstats.Stats} of a block
 *     │                                 │
 *     └─ notes: what has become         ▼ in the order of the blocks
 *        of the file ────────────▶  a select of the caller, in {@link csp.samples.logstats.Survey}: of these,
 *                                   a ticker, the end of --for, and the context
 * </pre>
 *
 * To follow a file is to read one that does not end: the same feed, pipeline and select. All that
 * waits does so in a channel, so that Ctrl-C or a time-out ends it wherever it is. {@link
 * csp.samples.logstats.Entry} reads a line, {@link csp.samples.logstats.Format} writes, {@link
 * csp.samples.logstats.Generate} makes up a log.
 */
package csp.samples.logstats;
