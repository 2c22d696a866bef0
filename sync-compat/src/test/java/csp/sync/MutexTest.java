// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The normal mode, misuse, and that nobody starves. What all locks share: LockerFormsTest. */
class MutexTest {
  private static final String UNLOCKED = "sync: unlock of unlocked mutex";

  @Test
  void lockIsTakenAndReleased() {
    Mutex mutex = new Mutex();
    assertThat(mutex.isLocked()).isFalse();

    mutex.lock();
    assertThat(mutex.isLocked()).isTrue();
    assertThat(mutex.tryLock()).isFalse();
    mutex.unlock();

    assertThat(mutex.isPristine()).isTrue();
    assertThat(mutex.tryLock()).isTrue();
    mutex.unlock();
  }

  @Test
  void unlockOfAnUnlockedMutexFailsAndChangesNothing() {
    Mutex mutex = new Mutex();
    assertMisuse(mutex);
    assertThat(mutex.isPristine()).isTrue();

    mutex.lock();
    mutex.unlock();
    assertMisuse(mutex);
    assertThat(mutex.isPristine()).isTrue();
    assertThat(mutex.tryLock()).isTrue();
  }

  /** Its waiter is on its way to the lock, in either mode. */
  @Test
  void unlockOfAnUnlockedMutexFailsWhileAWaiterIsWoken() {
    try (MutexProbe probe = MutexProbe.locked()) {
      Worker<Void> waiter = probe.queue("waiter");
      assertMisuseDuringUnlock(probe);
      waiter.result();
      probe.unlockLast();
    }
    Worker<?>[] first = new Worker<?>[1];
    try (MutexProbe probe = MutexProbe.starving(first)) {
      assertMisuseDuringUnlock(probe);
      first[0].result();
      probe.unlockLast();
    }
  }

  private static void assertMisuseDuringUnlock(MutexProbe probe) {
    Worker<Void> releaser = probe.unlockHeldUp();
    String before = probe.mutex.toString();
    assertMisuse(probe.mutex);
    assertThat(probe.mutex).hasToString(before);
    probe.letGo();
    releaser.result();
  }

  private static void assertMisuse(Mutex mutex) {
    assertThatThrownBy(mutex::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessage(UNLOCKED);
  }

  @Test
  void anyThreadMayUnlock() {
    try (MutexProbe probe = MutexProbe.locked()) {
      probe.workers.platform("another", probe.mutex::unlock).result();
      assertThat(probe.mutex.isLocked()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void threadThatLocksTwiceWaitsForItself(ThreadKind kind) {
    try (MutexProbe probe = new MutexProbe()) {
      Worker<Void> worker =
          probe.workers.start(
              kind,
              "twice",
              () -> {
                probe.mutex.lock();
                probe.mutex.lock();
              });
      probe.awaitQueued(1);
      worker.awaitParked();

      probe.mutex.unlock();
      worker.result();
      probe.unlockLast();
    }
  }

  @Test
  void waitersAreServedInTheOrderInWhichTheyCame() {
    try (MutexProbe probe = MutexProbe.locked()) {
      Worker<Void> first = probe.queue("first");
      Worker<Void> second = probe.queue("second");
      Worker<Void> third = probe.queue("third");

      probe.mutex.unlock();
      first.result();
      assertThat(second.isDone()).isFalse();
      probe.mutex.unlock();
      second.result();
      assertThat(third.isDone()).isFalse();
      probe.mutex.unlock();
      third.result();
      probe.unlockLast();
    }
  }

  @Test
  void newcomerMayComeBeforeTheOneThatIsWoken() {
    try (MutexProbe probe = MutexProbe.locked()) {
      Worker<Void> waiter = probe.queue("waiter");

      probe.barge();

      assertThat(waiter.isDone()).isFalse();
      assertThat(probe.mutex.isLocked()).isTrue();
      probe.mutex.unlock();
      waiter.result();
      probe.unlockLast();
    }
  }

  @Test
  void oneThatHasLostIsServedNext() {
    try (MutexProbe probe = MutexProbe.locked()) {
      Worker<Void> loser = probe.queue("loser");
      Worker<Void> behind = probe.queue("behind");
      probe.barge();

      probe.mutex.unlock();
      loser.result();
      assertThat(behind.isDone()).isFalse();
      probe.mutex.unlock();
      behind.result();
      probe.unlockLast();
    }
  }

  /** Fails when an unlock minds the waiters alone, and not that one of them is awake. */
  @Test
  void unlockWakesNobodyElseWhileOneIsAwake() {
    try (MutexProbe probe = MutexProbe.locked()) {
      Worker<Void> first = probe.queue("first");
      Worker<Void> second = probe.queue("second");
      Worker<Void> releaser = probe.unlockHeldUp();
      assertThat(probe.mutex.tryLock()).isTrue();

      probe.mutex.unlock(); // would hang at the queue if it woke somebody

      assertThat(probe.mutex.sema().permits()).isEqualTo(1);
      assertThat(probe.mutex.waiters()).isEqualTo(1);
      probe.letGo();
      releaser.result();
      first.result();
      probe.mutex.unlock();
      second.result();
      probe.unlockLast();
    }
  }

  @Test
  void unlockWithoutWaitersWakesNobody() {
    try (MutexProbe probe = MutexProbe.locked()) {
      probe.holdUp();
      probe.mutex.unlock();
      probe.letGo();
      assertThat(probe.mutex.isPristine()).isTrue();
    }
  }

  /** Go's TestMutexFairness: one that nearly always holds the lock does not keep it from others. */
  @ParameterizedTest
  @EnumSource
  void hogDoesNotStarveAnother(ThreadKind kind) {
    Mutex mutex = new Mutex();
    try (Workers workers = new Workers()) {
      Worker<Void> other =
          workers.start(
              kind,
              "other",
              () -> {
                for (int i = 0; i < 10; i++) {
                  MutexProbe.pass(100_000);
                  mutex.lock();
                  mutex.unlock();
                }
              });
      workers.start(
          kind,
          "hog",
          () -> {
            while (!other.isDone()) {
              mutex.lock();
              spin(Duration.ofNanos(100_000));
              mutex.unlock();
            }
          });
      other.result();
    }
    assertThat(mutex.isPristine()).isTrue();
  }

  private static void spin(Duration length) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < length.toNanos()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void showsItsState() {
    Worker<?>[] first = new Worker<?>[1];
    try (MutexProbe probe = MutexProbe.starving(first)) {
      assertThat(probe.mutex.toString())
          .matches("mutex@[0-9a-f]+ \\(locked, starving, 1 waiting\\)");
      probe.mutex.unlock();
      first[0].result();
      probe.unlockLast();
      assertThat(probe.mutex.toString()).endsWith(" (unlocked, 0 waiting)");
    }
    try (MutexProbe probe = MutexProbe.locked()) {
      Worker<Void> waiter = probe.queue("waiter");
      Worker<Void> releaser = probe.unlockHeldUp();
      assertThat(probe.mutex.toString()).endsWith(" (unlocked, woken, 0 waiting)");
      probe.letGo();
      releaser.result();
      waiter.result();
      probe.unlockLast();
    }
  }
}
