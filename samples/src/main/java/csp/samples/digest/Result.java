// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import csp.samples.files.Failure;
import csp.samples.files.Name;

/** What became of a file, or of a directory that could not be listed. */
sealed interface Result {
  /** It was hashed: to {@code hex}, from so many bytes. */
  record Hashed(Name name, String hex, long bytes) implements Result {}

  /** It was not, and why. */
  record Failed(Failure failure) implements Result {}
}
