// SPDX-License-Identifier: Apache-2.0

/**
 * {@code ./run-sample wordcount}: the most frequent words of files.
 *
 * <pre>
 *   {@link csp.samples.wordcount.Reader}                     Pipeline, of csp.pipeline
 *   "read"  ── a Feed: 4 at most ───▶  parallel: {@link csp.samples.wordcount.Words} of a block,
 *                                      several at a time
 *                                        │
 *                                        ▼ in the order of the blocks
 *                                      a select of the caller, who adds up, complains, and draws
 *                                     the bar when a ticker says so
 * </pre>
 *
 * One reads, because the disk does, and because a border between two words can only be found where
 * the text before it has been read: {@link csp.samples.text.Blocks}. The pipeline gives the order,
 * the bound on what is under way, and the end: when its outlet is closed nobody counts any more,
 * whether the input ended, Ctrl-C was pressed, or the time was over.
 */
package csp.samples.wordcount;
