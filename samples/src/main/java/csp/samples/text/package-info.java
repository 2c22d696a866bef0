// SPDX-License-Identifier: Apache-2.0

/**
 * How the samples read text of any size: {@link csp.samples.text.Blocks} reads it in blocks of
 * whole words or lines, that several goroutines can work on, and {@link csp.samples.text.Tally}
 * adds up what they have counted.
 */
package csp.samples.text;
