// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The checks of arguments, with the texts of their failures. */
final class Arguments {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Arguments() {}

  /** {@code timeout} in nanoseconds; more than 292 years are for ever, less than zero is zero. */
  static long nanos(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout must not be null");
    if (timeout.isNegative()) {
      return 0;
    }
    return timeout.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : timeout.toNanos();
  }

  /** {@code time} in nanoseconds; more than 292 years are for ever. */
  static long nanos(long time, TimeUnit unit) {
    return Objects.requireNonNull(unit, "unit must not be null").toNanos(time);
  }
}
