// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Probabilistic concurrency testing (Burckhardt and others, ASPLOS 2010): threads have random
 * priorities, the first one that can run does, and at {@code depth - 1} random moments the one that
 * runs falls behind all others. An error that needs {@code depth} things to happen in one order is
 * found with a probability of at least 1/(n k^(depth-1)), for n threads and k choices.
 */
final class Pct extends Strategy {
  private final long firstSeed;
  private final int depth;
  private final boolean learns;
  private long seed;
  private int length;
  private int longest;
  private SplittableRandom random;
  private int[] fallsAt = new int[0];
  private int choices;
  private long lowest;
  private final List<Long> priorities = new ArrayList<>(); // of the clock, then of the strands

  /** Expects schedules as long as those before. */
  Pct(long seed, int depth) {
    this(seed, depth, 50, true);
  }

  /** Expects schedules of {@code length} choices. */
  Pct(long seed, int depth, int length) {
    this(seed, depth, length, false);
  }

  private Pct(long seed, int depth, int length, boolean learns) {
    this.firstSeed = seed;
    this.seed = seed;
    this.depth = depth;
    this.length = length;
    this.learns = learns;
    this.random = new SplittableRandom(seed);
  }

  @Override
  void begin(long number) {
    seed = firstSeed + number;
    random = new SplittableRandom(seed);
    if (learns && longest > 0) {
      length = Math.max(2, longest);
    }
    priorities.clear();
    choices = 0;
    lowest = -1;
    fallsAt = new int[depth - 1];
    Arrays.setAll(fallsAt, _ -> random.nextInt(length));
  }

  @Override
  int next(int[] strands, int count, boolean preempts) {
    for (int fall : fallsAt) {
      if (fall == choices) {
        priorities.set(strands[first(strands, count)] + 1, lowest--);
      }
    }
    choices++;
    return first(strands, count);
  }

  private int first(int[] strands, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (priority(strands[i]) > priority(strands[best])) {
        best = i;
      }
    }
    return best;
  }

  private long priority(int strand) {
    while (priorities.size() <= strand + 1) {
      priorities.add(random.nextLong(1L << 40));
    }
    return priorities.get(strand + 1);
  }

  @Override
  int chance(int bound) {
    return random.nextInt(bound);
  }

  @Override
  void end() {
    longest = Math.max(longest, choices);
  }

  @Override
  String token() {
    return "pct:" + seed + ":" + depth + ":" + length;
  }
}
