// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.Locale;

/** How the tables write figures: no more digits than mean something. */
final class Figures {
  /** Where there is none. */
  static final String NONE = "–";

  private Figures() {}

  static String spread(Score score) {
    return nanos(score.median()) + " (" + range(score) + ")";
  }

  static String range(Score score) {
    return nanos(score.min()) + "–" + nanos(score.max());
  }

  static String nanos(double value) {
    return Double.isNaN(value)
        ? NONE
        : String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  static String ratio(double value) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%.2f", value);
  }

  static String bytes(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
