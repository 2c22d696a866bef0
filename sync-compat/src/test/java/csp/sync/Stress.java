// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Runs rounds of a stress test for a second, or for {@code -Dcsp.stress.seconds=N}, from a seed
 * that it prints; {@code -Dcsp.stress.seed=N} repeats what every thread does, though not when.
 */
final class Stress {
  private static final Duration QUICK = Duration.ofMillis(500);

  /** One round: its own objects, its own threads, all joined when it returns. */
  @FunctionalInterface
  interface Round {
    void run(SplittableRandom random) throws Exception;
  }

  private Stress() {}

  static void run(String what, Round round) {
    Long given = Long.getLong("csp.stress.seed");
    long seed = given == null ? System.nanoTime() : given;
    Long seconds = Long.getLong("csp.stress.seconds");
    long nanos = (seconds == null ? QUICK : Duration.ofSeconds(seconds)).toNanos();
    SplittableRandom random = new SplittableRandom(seed);
    long start = System.nanoTime();
    int rounds = 0;
    do {
      try {
        round.run(random.split());
      } catch (Throwable failure) {
        throw new AssertionError(
            what + ", round " + rounds + " of -Dcsp.stress.seed=" + seed + ": " + failure, failure);
      }
      rounds++;
    } while (System.nanoTime() - start < nanos);
    System.out.println("stress, " + what + ": " + rounds + " rounds, -Dcsp.stress.seed=" + seed);
  }
}
