// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.internal.channel.Limits;
import java.time.Duration;
import java.util.Objects;

/** Calls of the user's functions, and checks of their arguments. */
final class Calls {
  private Calls() {}

  /** Calls {@code function}; what it throws is a failure of {@code operator}, and so is null. */
  static <T, R> R apply(String operator, ThrowingFunction<? super T, ? extends R> function, T value)
      throws InterruptedException {
    R result;
    try {
      result = function.apply(value);
    } catch (InterruptedException interrupt) {
      throw interrupt; // the thread's own, or the stop of the stage
    } catch (Throwable thrown) {
      throw StageFailure.of(operator, thrown);
    }
    if (result == null) {
      throw StageFailure.ofNull(operator);
    }
    return result;
  }

  static <T> boolean test(String operator, ThrowingPredicate<? super T> predicate, T value)
      throws InterruptedException {
    return Calls.<T, Boolean>apply(operator, predicate::test, value);
  }

  static <T> void accept(String operator, ThrowingConsumer<? super T> action, T value)
      throws InterruptedException {
    Calls.<T, T>apply(
        operator,
        element -> {
          action.accept(element);
          return element;
        },
        value);
  }

  /**
   * Runs {@code action} at the end of a run, when nobody below can be told of a failure any more:
   * it goes to the handler of the thread.
   */
  static void last(Runnable action) {
    Thread thread = Thread.currentThread();
    try {
      action.run();
    } catch (Throwable thrown) {
      tell(thread, thrown);
    }
  }

  private static void tell(Thread thread, Throwable thrown) {
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    } catch (Throwable ignored) {
      // as the thread does it itself
    }
  }

  static <T> T notNull(T argument, String name) {
    return Objects.requireNonNull(argument, name + " must not be null");
  }

  /** Returns {@code value}, which must be at least {@code least}. */
  static long atLeast(String name, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be >= " + least + ", was " + value);
    }
    return value;
  }

  /** Returns {@code duration} in nanoseconds; it must be positive. */
  static long positive(String name, Duration duration) {
    long nanos = Limits.nanos(duration, name);
    if (nanos <= 0) {
      throw new IllegalArgumentException(name + " must be > 0, was " + duration);
    }
    return nanos;
  }
}
