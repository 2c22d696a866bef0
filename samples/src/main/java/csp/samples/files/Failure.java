// SPDX-License-Identifier: Apache-2.0
package csp.samples.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Why a file could not be read, or a directory not be listed.
 *
 * @param name which one
 * @param why in words
 */
public record Failure(Name name, String why) {
  /** Names the failures that are common; what the system says of the others is good enough. */
  public static Failure of(Name name, IOException failure) {
    String reason =
        failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
    String why =
        switch (failure) {
          case NoSuchFileException _ -> "has vanished";
          case AccessDeniedException _ -> "permission denied";
          default -> reason != null ? reason : failure.getClass().getSimpleName();
        };
    return new Failure(name, why);
  }
}
