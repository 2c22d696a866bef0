// SPDX-License-Identifier: Apache-2.0
package csp.samples.files;

import java.nio.file.Path;

/**
 * Something in the tree.
 *
 * @param path where it is
 * @param name how it is printed
 * @param size how many bytes it had when it was found; of a directory 0
 */
public record Found(Path path, Name name, long size) {}
