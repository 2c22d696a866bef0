// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The only source of time, chance and idling in the library: a deterministic scheduler that
 * replaces these few methods replays a run from its seed. A test of the build keeps the calls
 * behind them out of every other class.
 */
public final class Platform {
  private static final int LONGEST_LOOP = 8;
  private static final boolean MULTIPROCESSOR = Runtime.getRuntime().availableProcessors() > 1;

  private Platform() {}

  /** A monotonic clock, in nanoseconds. */
  public static long nanoTime() {
    return System.nanoTime();
  }

  /** The wall clock. */
  public static Instant now() {
    return Instant.now();
  }

  /** A uniformly distributed index below {@code bound}. */
  public static int randomIndex(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  /** One round of a bounded spin. */
  public static void spinHint() {
    Thread.onSpinWait();
  }

  /**
   * Spins for {@code rounds}, of 20 to 50 ns each. Halves them, since Lincheck takes a loop of ten
   * turns for a wait, and one of fifty for a hang.
   */
  public static void spin(int rounds) {
    if (rounds > LONGEST_LOOP) {
      spin(rounds / 2);
      spin(rounds - rounds / 2);
      return;
    }
    for (int round = 0; round < rounds; round++) {
      spinHint();
    }
  }

  /** Whether anybody else can run while this thread spins. */
  public static boolean spinningHelps() {
    return MULTIPROCESSOR;
  }
}
