// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What became of a file, or of a directory that could not be listed. */
sealed interface Result {
  /** It was hashed: to {@code hex}, from so many bytes. */
  record Hashed(Name name, String hex, long bytes) implements Result {}

  /** It was not, and why. */
  record Failed(Name name, String why) implements Result {}

  /** Names the failures that are common; what the system says of the others is good enough. */
  static Result failed(Name name, IOException failure) {
    String reason =
        failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
    String why =
        switch (failure) {
          case NoSuchFileException _ -> "has vanished";
          case AccessDeniedException _ -> "permission denied";
          default -> reason != null ? reason : failure.getClass().getSimpleName();
        };
    return new Failed(name, why);
  }
}
