// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.SplittableRandom;

/**
 * Goes anywhere. How readily it leaves a thread that could go on is drawn anew for each schedule:
 * some errors need many switches, most need few at the right places.
 */
final class RandomWalk extends Strategy {
  private static final int[] STAY_OF_16 = {0, 8, 12, 15};

  private final long firstSeed;
  private long seed;
  private SplittableRandom random;
  private int stay;

  RandomWalk(long seed) {
    this.firstSeed = seed;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  @Override
  void begin(long number) {
    seed = firstSeed + number;
    random = new SplittableRandom(seed);
    stay = STAY_OF_16[random.nextInt(STAY_OF_16.length)];
  }

  @Override
  int next(int[] strands, int count, boolean preempts) {
    if (preempts && random.nextInt(16) < stay) {
      return 0;
    }
    return random.nextInt(count);
  }

  @Override
  int chance(int bound) {
    return random.nextInt(bound);
  }

  @Override
  String token() {
    return "random:" + seed;
  }
}
