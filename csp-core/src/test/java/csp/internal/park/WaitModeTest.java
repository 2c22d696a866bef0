// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitModeTest {
  @AfterEach
  void leavesNoInterrupt() {
    Thread.interrupted();
  }

  static Stream<WaitMode> interruptibleModes() {
    return Stream.of(WaitMode.INTERRUPTIBLE, WaitMode.within(0), WaitMode.within(Long.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("interruptibleModes")
  void interruptOnEntryCountsAndIsTaken(WaitMode mode) {
    Thread.currentThread().interrupt();

    assertThatThrownBy(mode::begin).isInstanceOf(InterruptedException.class);

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThatCode(mode::begin).doesNotThrowAnyException();
  }

  @Test
  void uninterruptibleModeKeepsTheInterrupt() {
    Thread.currentThread().interrupt();

    assertThatCode(WaitMode.UNINTERRUPTIBLE::begin).doesNotThrowAnyException();

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void withoutALimitTheTimedModeIsTheInterruptibleOne() {
    assertThat(WaitMode.within(Parker.FOREVER)).isSameAs(WaitMode.INTERRUPTIBLE);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 1_000_000})
  void oneDeadlineHoldsForAllWaitsOfACall(long nanos) throws InterruptedException {
    WaitMode mode = WaitMode.within(nanos);
    long start = System.nanoTime();

    for (int i = 0; i < 3; i++) {
      Sudog sudog = new Sudog();
      assertThat(mode.await(sudog, new Site(), ParkReason.SEMACQUIRE)).isFalse();
      assertThat(sudog.cancel()).as("it is cancelled already").isFalse();
    }

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(nanos);
  }
}
