// SPDX-License-Identifier: Apache-2.0

/**
 * {@code ./run-sample digest}: what {@code sha256sum} prints, for a whole tree.
 *
 * <pre>
 *   {@link csp.samples.files.Walk}              {@link csp.samples.digest.Hasher}, some of them
 *   "walk"  ── work: files ─────────▶  "hash-1", "hash-2", ...
 *     │                                   │
 *     └─── inOrder: replies, in the       │ each result on the reply
 *          order of the files, at most    │ of its file
 *          WINDOW of them ──────────▶  the caller, {@link csp.samples.digest.Report}
 * </pre>
 *
 * {@link csp.samples.digest.Pipeline} puts this together. {@link csp.samples.digest.Digest} reads
 * the arguments and stops it on Ctrl-C, and when its context ends.
 */
package csp.samples.digest;
