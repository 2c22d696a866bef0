// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import csp.samples.files.Failure;
import csp.samples.text.Tally;

/** What became of what was read. */
sealed interface Counted {
  /** The words of a part. */
  record Part(Tally words, long bytes) implements Counted {}

  /** What could not be read, handed through. */
  record Unreadable(Failure failure) implements Counted {}
}
