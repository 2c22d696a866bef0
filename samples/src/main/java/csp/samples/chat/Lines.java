// SPDX-License-Identifier: Apache-2.0
package csp.samples.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines from somebody who may send anything, at most so much of each. For one thread. */
final class Lines {
  /** How many bytes a line may have. */
  static final int LIMIT = 400;

  /** A line without its end; cut if it was too long. */
  record Line(String text, boolean isCut) {}

  private final InputStream from;

  Lines(InputStream from) {
    this.from = new BufferedInputStream(from);
  }

  /** The next line; null at the end. What comes after the last line end is no line. */
  @Nullable Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean isCut = false;
    for (int b = from.read(); b != '\n'; b = from.read()) {
      if (b < 0) {
        return null;
      }
      if (line.size() < LIMIT) {
        line.write(b);
      } else {
        isCut |= b != '\r';
      }
    }
    // Control characters would let one write anywhere on the others' terminals.
    return new Line(line.toString(UTF_8).replaceAll("\\p{Cc}", ""), isCut);
  }
}
