// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.Cancellation;
import java.time.Duration;
import java.util.Objects;

/** The checks of arguments, with the texts of their failures. */
public final class Limits {
  private Limits() {}

  /** Returns {@code value}, which must be at least {@code least}. */
  public static int atLeast(String name, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be >= " + least + ", was " + value);
    }
    return value;
  }

  /** Returns {@code value}, which must be at least 0; the text starts as Go's does. */
  static int capacity(int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "makechan: size out of range: capacity must be >= 0, was " + value);
    }
    return value;
  }

  /** Returns {@code value}, which must not be null. */
  static <E> E element(E value) {
    return Objects.requireNonNull(value, "value must not be null: null is never an element");
  }

  /** Why {@code cancellation}, whose done channel is closed, has ended. */
  public static RuntimeException errorOf(Cancellation cancellation) {
    RuntimeException error = cancellation.error();
    return error != null
        ? error
        : new IllegalStateException("done is closed but error() is null: " + cancellation);
  }

  /**
   * {@code duration} in nanoseconds; more than 292 years, either way, are as many as a long holds.
   */
  public static long nanos(Duration duration, String name) {
    Objects.requireNonNull(duration, name + " must not be null");
    long seconds = duration.getSeconds();
    if (Math.abs(seconds) >= Long.MAX_VALUE / 1_000_000_000L) {
      return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return seconds * 1_000_000_000L + duration.getNano();
  }
}
