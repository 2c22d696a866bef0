// SPDX-License-Identifier: Apache-2.0

/**
 * {@code ./run-sample pipe}: bytes handed from one thread to another.
 *
 * <pre>
 *   {@link csp.samples.pipe.WriteEnd}               {@link csp.samples.pipe.ReadEnd}
 *   "write"  ── writes ──▶ {@link csp.samples.pipe.MemoryPipe} ── reads ──▶  the caller
 * </pre>
 *
 * {@link csp.samples.pipe.Pipe} reads the arguments and puts this together; {@link
 * csp.samples.pipe.Noise} is what it copies if there is nothing else to copy.
 */
package csp.samples.pipe;
