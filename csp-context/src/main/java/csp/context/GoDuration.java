// SPDX-License-Identifier: Apache-2.0
package csp.context;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as Go prints them: {@code 1h0m2.5s}, {@code 1.5ms}, {@code 0s}. */
final class GoDuration {
  private static final int MICRO = 1_000;
  private static final int MILLI = 1_000_000;

  private GoDuration() {}

  static String text(Duration duration) {
    Duration size = duration.abs();
    String sign = duration.isNegative() ? "-" : "";
    if (size.isZero()) {
      return "0s";
    }
    return sign + (size.getSeconds() == 0 ? small(size.getNano()) : large(size));
  }

  private static String small(int nanos) {
    if (nanos < MICRO) {
      return nanos + "ns";
    }
    return nanos < MILLI ? decimal(nanos, 3) + "µs" : decimal(nanos, 6) + "ms";
  }

  private static String large(Duration size) {
    long hours = size.toHours();
    int minutes = size.toMinutesPart();
    StringBuilder text = new StringBuilder();
    if (hours > 0) {
      text.append(hours).append('h');
    }
    if (hours > 0 || minutes > 0) {
      text.append(minutes).append('m');
    }
    long nanos = size.minusHours(hours).minusMinutes(minutes).toNanos();
    return text.append(decimal(nanos, 9)).append('s').toString();
  }

  private static String decimal(long value, int digits) {
    return BigDecimal.valueOf(value, digits).stripTrailingZeros().toPlainString();
  }
}
