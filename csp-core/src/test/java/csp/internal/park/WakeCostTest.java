// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WakeCostTest {
  private static final long CHEAP_NANOS = 100;
  private static final long DEAR_NANOS = 10_000;

  private final WakeCost cost = new WakeCost();

  @Test
  void wakingIsCheapUntilItWasMeasured() {
    assertThat(cost.isDear()).isFalse();
    assertThat(cost.rounds()).isEqualTo(WakeCost.LEAST_ROUNDS);
  }

  @Test
  void averageFollowsWhatWasMeasured() {
    add(100, DEAR_NANOS);
    assertThat(cost.isDear()).isTrue();
    assertThat(cost.rounds()).isBetween(250, 350); // of 20 to 50 ns

    add(100, CHEAP_NANOS);
    assertThat(cost.isDear()).isFalse();
    assertThat(cost.rounds()).as("never less").isEqualTo(WakeCost.LEAST_ROUNDS);
  }

  /** As when the thread that unparks has lost its processor. */
  @Test
  void oneLongUnparkDoesNotMakeWakingDear() {
    add(100, CHEAP_NANOS);
    add(1, 1_000_000_000_000L);
    assertThat(cost.isDear()).isFalse();
  }

  @Test
  void someUnparksAreMeasured() {
    long samples = IntStream.range(0, 160).filter(WakeCost::isSample).count();
    long ofNegative = IntStream.range(-160, 0).filter(WakeCost::isSample).count();

    assertThat(samples).isEqualTo(10);
    assertThat(ofNegative).as("as the counter of a site overflows").isEqualTo(10);
  }

  @Test
  void measuredUnparkUnparks() {
    cost.measureUnpark(Thread.currentThread());
    LockSupport.park(); // does not wait
  }

  private void add(int times, long nanos) {
    for (int i = 0; i < times; i++) {
      cost.add(nanos);
    }
  }
}
