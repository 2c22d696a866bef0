// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpinLockTest {
  private final SpinLock lock = new SpinLock();
  private final Workers workers = new Workers();

  @AfterEach
  void nothingIsLeft() {
    workers.close();
    assertThat(lock.queued()).isZero();
    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  void lockIsTakenAndReleased() {
    assertThat(lock.isLocked()).isFalse();
    lock.lock();
    assertThat(lock.isLocked()).isTrue();
    assertThat(lock.tryLock()).isFalse();
    lock.unlock();
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
  }

  @Test
  void unlockOfAnUnlockedLockFailsAndChangesNothing() {
    assertMisuse();
    lock.lock();
    lock.unlock();
    assertMisuse();
    assertThat(lock.tryLock()).isTrue();
    assertThat(lock.tryLock()).isFalse();
    lock.unlock();
  }

  private void assertMisuse() {
    assertThatThrownBy(lock::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessage("sync: unlock of unlocked spin lock");
    assertThat(lock.isLocked()).isFalse();
  }

  /** Fails when a spinner never parks. */
  @ParameterizedTest
  @EnumSource
  void oneThatSpinsInVainParks(ThreadKind kind) {
    lock.lock();
    Worker<Void> waiter = workers.start(kind, "waiter", () -> lock.lock());
    waiter.awaitParked();
    Await.until(() -> lock.queued() == 1, "queued", waiter.thread());
    assertThat(lock.toString()).matches("spin lock@[0-9a-f]+ \\(locked, 1 waiting\\)");
    lock.unlock();
    waiter.result();
    assertThat(lock.isLocked()).isTrue();
    lock.unlock();
    assertThat(lock.toString()).endsWith("(unlocked, 0 waiting)");
  }

  @Test
  void anyThreadMayUnlock() {
    lock.lock();
    workers.platform("another", () -> lock.unlock()).result();
  }

  /** Fails when the lock is taken by a look and a write. */
  @ParameterizedTest
  @EnumSource
  void criticalSectionsExcludeEachOther(ThreadKind kind) {
    int[] count = new int[1]; // guarded by lock
    for (int i = 0; i < 4; i++) {
      workers.start(
          kind,
          "user " + i,
          () -> {
            for (int n = 0; n < 50_000; n++) {
              lock.lock();
              count[0]++;
              lock.unlock();
            }
          });
    }
    workers.joinAll();
    assertThat(count[0]).isEqualTo(200_000);
  }
}
