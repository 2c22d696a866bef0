// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, by looking again and again, with a bound. */
public final class Await {
  /**
   * How long a test waits at most for what should happen at once. Long, so that a loaded machine is
   * no failure, but shorter than the time-out of a test, which shows no stacks. Shorter where a
   * failure is expected: {@code -Dcsp.await.seconds}.
   */
  public static final Duration BOUND = Duration.ofSeconds(Long.getLong("csp.await.seconds", 20));

  private static final int SPINS = 200;
  private static final long FIRST_PAUSE_NANOS = 10_000;
  private static final long LONGEST_PAUSE_NANOS = 1_000_000;

  private Await() {}

  /**
   * Waits until {@code condition} holds.
   *
   * @param what names the condition in the failure
   * @param threads their stacks are shown in the failure
   * @throws AssertionError if it does not hold within {@link #BOUND}
   */
  public static void until(BooleanSupplier condition, String what, Thread... threads) {
    until(condition, what, BOUND, threads);
  }

  /** As {@link #until(BooleanSupplier, String, Thread...)}, with a bound of the caller's. */
  public static void until(
      BooleanSupplier condition, String what, Duration bound, Thread... threads) {
    long start = System.nanoTime();
    long pause = FIRST_PAUSE_NANOS;
    for (int tries = 0; !condition.getAsBoolean(); tries++) {
      if (tries < SPINS) {
        Thread.onSpinWait();
        continue;
      }
      if (System.nanoTime() - start > bound.toNanos()) {
        throw new AssertionError(
            "not within " + bound + ": " + what + Threads.stacks(List.of(threads)));
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
    }
  }
}
