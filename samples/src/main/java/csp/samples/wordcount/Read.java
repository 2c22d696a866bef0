// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import csp.samples.files.Failure;
import csp.samples.text.Block;

/** What is read. */
sealed interface Read {
  /** A part of a text, of whole words. */
  record Part(Block block) implements Read {}

  /** A file or a directory that could not be read, or not to its end. */
  record Unreadable(Failure failure) implements Read {}
}
