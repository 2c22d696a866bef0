// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.Cancellation;
import csp.ReceiveChannel;
import java.time.Duration;
import java.util.Objects;

/** The checks of arguments, with the texts of their failures. */
public final class Limits {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long MOST_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND;

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

  /** The done channel of {@code cancellation}; null is refused. Runs the user's code. */
  public static ReceiveChannel<?> doneOf(Cancellation cancellation) {
    return Objects.requireNonNull(cancellation.done(), "the done channel must not be null");
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
    if (seconds >= MOST_SECONDS) {
      return Long.MAX_VALUE;
    }
    if (seconds <= -MOST_SECONDS) {
      return Long.MIN_VALUE;
    }
    return seconds * NANOS_PER_SECOND + duration.getNano();
  }
}
