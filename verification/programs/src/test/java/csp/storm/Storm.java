// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Rounds of {@link Town}, one after the other on one {@link Ground}, in changing weather. */
final class Storm {
  private static final long ROUND = 250_000; // calls

  private final Ground ground = new Ground();
  private final SplittableRandom random;
  private final Function<Town, List<District>> districts;
  private int rounds;

  Storm(long seed) {
    this(seed, Town::districts);
  }

  Storm(long seed, Function<Town, List<District>> districts) {
    this.random = new SplittableRandom(seed);
    this.districts = districts;
  }

  /** The seed that {@code -Dcsp.storm.seed} says, or another each time. */
  static long seed() {
    return Long.getLong("csp.storm.seed", System.nanoTime());
  }

  int rounds() {
    return rounds;
  }

  Ground ground() {
    return ground;
  }

  /**
   * Runs one round of at most {@code calls}.
   *
   * @return the calls that were made
   */
  long round(long calls) {
    Weather.Kind[] kinds = Weather.Kind.values();
    Weather.Kind kind = kinds[rounds++ % kinds.length];
    Town town = new Town(ground, kind, random.nextLong(), Math.min(calls, ROUND));
    try {
      return town.run(districts.apply(town));
    } catch (AssertionError failure) {
      throw new AssertionError(
          "round " + rounds + ", " + kind + ": " + failure.getMessage(), failure);
    }
  }

  /** Runs rounds until {@code calls} have been made, and says how it went. */
  static String run(String name, long seed, long calls, Function<Town, List<District>> districts) {
    long start = System.nanoTime();
    Storm storm = new Storm(seed, districts);
    long done = 0;
    try {
      while (done < calls) {
        done += storm.round(calls - done);
      }
    } catch (AssertionError failure) {
      throw new AssertionError("-Dcsp.storm.seed=" + seed + ": " + failure.getMessage(), failure);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return String.format(
        Locale.ROOT,
        "%s: seed %d, %,d operations in %d rounds, %.1f s, %,.0f operations/s",
        name,
        seed,
        done,
        storm.rounds,
        seconds,
        done / seconds);
  }
}
