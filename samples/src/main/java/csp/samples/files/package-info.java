// SPDX-License-Identifier: Apache-2.0

/**
 * How the samples find files and read them: {@link csp.samples.files.Walk} finds those of a tree,
 * {@link csp.samples.files.Disk} opens them.
 */
package csp.samples.files;
