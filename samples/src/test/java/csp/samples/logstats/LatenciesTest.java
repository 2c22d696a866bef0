// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void smallOnesAreExact() {
    Latencies latencies = of(LongStream.rangeClosed(1, 100).toArray());
    assertThat(latencies.percentile(50)).isEqualTo(50);
    assertThat(latencies.percentile(90)).isEqualTo(90);
    assertThat(latencies.percentile(99)).isEqualTo(99);
    assertThat(latencies.percentile(100)).isEqualTo(100);
    assertThat(latencies.percentile(0)).isEqualTo(1);
    assertThat(of(5, 7).percentile(50)).isEqualTo(5);
    assertThat(of(5, 7).percentile(51)).isEqualTo(7);
    assertThat(of().percentile(50)).isZero();
  }

  @Test
  void onlyOneIsItself() {
    for (long micros :
        new long[] {0, 127, 128, 129, 255, 256, 1_234_567, 999_999_999_999_999_999L}) {
      assertThat(of(micros).percentile(50)).isEqualTo(micros);
      assertThat(of(micros).max()).isEqualTo(micros);
    }
    assertThat(of(Long.MAX_VALUE).percentile(99)).isEqualTo(Long.MAX_VALUE);
  }

  /** Fails if two buckets overlap or leave a gap: then some percentile is off by more. */
  @Test
  void percentileIsNeverTooSmallAndHardlyTooGreat() {
    Random random = new Random(1);
    long[] micros = new long[20_000];
    for (int i = 0; i < micros.length; i++) {
      micros[i] = random.nextLong() >>> (2 + random.nextInt(62));
    }
    Latencies latencies = new Latencies();
    latencies.addAll(of(Arrays.copyOf(micros, 7000)));
    latencies.addAll(of(Arrays.copyOfRange(micros, 7000, micros.length)));
    Arrays.sort(micros);
    assertThat(latencies.count()).isEqualTo(micros.length);
    assertThat(latencies.max()).isEqualTo(micros[micros.length - 1]);
    for (int rank = 1; rank <= micros.length; rank++) {
      long exact = micros[rank - 1];
      long found = latencies.percentile((rank - 0.5) * 100 / micros.length);
      assertThat(found).isBetween(exact, exact + exact / 64);
    }
  }

  private static Latencies of(long... micros) {
    Latencies latencies = new Latencies();
    Arrays.stream(micros).forEach(latencies::add);
    return latencies;
  }
}
