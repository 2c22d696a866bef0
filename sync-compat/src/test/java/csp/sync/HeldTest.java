// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeldTest {
  private final Mutex mutex = new Mutex();

  @Test
  void lockIsHeldUntilTheEndOfTheBlock() throws InterruptedException {
    try (Held held = mutex.hold()) {
      assertThat(held).isNotNull();
      assertThat(mutex.isLocked()).isTrue();
    }
    assertThat(mutex.isLocked()).isFalse();
    try (Held held = mutex.hold(new TestCancellation())) {
      assertThat(held).isNotNull();
      assertThat(mutex.isLocked()).isTrue();
    }
    assertThat(mutex.isLocked()).isFalse();
  }

  @Test
  void closingTwiceUnlocksOnce() {
    Held held = mutex.hold();
    held.close();
    mutex.lock(); // by somebody else
    held.close();
    assertThat(mutex.isLocked()).isTrue();
    mutex.unlock();
  }

  @Test
  void closingFailsWhereSomebodyElseHasUnlocked() {
    Held held = mutex.hold();
    mutex.unlock();
    assertThatThrownBy(held::close).isInstanceOf(IllegalMonitorStateException.class);
    held.close(); // once is enough
  }

  @Test
  void nothingIsHeldWhenTheCancellationHasEnded() {
    RuntimeException why = new IllegalStateException("ended");
    assertThatThrownBy(() -> mutex.hold(TestCancellation.ended(why))).isSameAs(why);
    assertThat(mutex.isPristine()).isTrue();
  }
}
