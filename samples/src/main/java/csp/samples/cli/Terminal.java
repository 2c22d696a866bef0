// SPDX-License-Identifier: Apache-2.0
package csp.samples.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/** Asks about the terminal. Java can only tell of all three streams together. */
public final class Terminal {
  private static final int USUAL = 80;

  private Terminal() {}

  /** How wide the terminal is that stderr goes to; 0 if it goes elsewhere or nobody knows. */
  public static int columns() {
    try {
      Process ask =
          new ProcessBuilder("sh", "-c", "test -t 2 && stty size <&2")
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start();
      String size = new String(ask.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (ask.waitFor() != 0) {
        return 0;
      }
      int columns = Integer.parseInt(size.strip().split(" ", -1)[1]);
      return columns > 0 ? columns : USUAL;
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return 0; // a system without sh, or another one's stty: then without a bar
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
