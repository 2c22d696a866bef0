// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

/**
 * How long requests took, in microseconds: counted in buckets, so that millions take no more room
 * than a few, and two such counts can be added. For one thread at a time.
 *
 * <p>The buckets are those of HdrHistogram, of Gil Tene: exact up to 127, then 64 for each power of
 * two. So a percentile is never too small, and too great by 1/64 at most; the greatest is exact.
 */
final class Latencies {
  private static final int EXACT = 128;
  private static final int STEPS = EXACT / 2; // in each power of two
  private static final int BITS = 7; // of EXACT - 1
  private static final int BUCKETS = EXACT + (Long.SIZE - 1 - BITS) * STEPS;

  private final long[] counts = new long[BUCKETS];
  private long count;
  private long max;

  void add(long micros) {
    counts[bucket(micros)]++;
    count++;
    max = Math.max(max, micros);
  }

  void addAll(Latencies other) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      counts[bucket] += other.counts[bucket];
    }
    count += other.count;
    max = Math.max(max, other.max);
  }

  long count() {
    return count;
  }

  long max() {
    return max;
  }

  /** The least of them that {@code percent} of all are not above; 0 if there are none. */
  long percentile(double percent) {
    long rank = Math.max(1, (long) Math.ceil(count * percent / 100));
    long seen = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      seen += counts[bucket];
      if (seen >= rank) {
        return Math.min(greatest(bucket), max);
      }
    }
    return 0;
  }

  /** Where {@code micros} is counted: by its first 7 bits, and how many come behind them. */
  private static int bucket(long micros) {
    if (micros < EXACT) {
      return (int) micros;
    }
    int behind = Long.SIZE - Long.numberOfLeadingZeros(micros) - BITS;
    int first = (int) (micros >> behind); // from STEPS to EXACT - 1
    return EXACT + (behind - 1) * STEPS + first - STEPS;
  }

  private static long greatest(int bucket) {
    if (bucket < EXACT) {
      return bucket;
    }
    int behind = (bucket - EXACT) / STEPS + 1;
    long first = STEPS + (long) (bucket - EXACT) % STEPS;
    return ((first + 1) << behind) - 1;
  }
}
