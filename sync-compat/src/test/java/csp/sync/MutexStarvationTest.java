// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.Worker;
import org.junit.jupiter.api.Test;

/** The starving mode: how a mutex comes there, what holds in it, how it leaves it. */
class MutexStarvationTest {
  private static final long MILLISECOND = 1_000_000;

  private final Worker<?>[] starved = new Worker<?>[1];

  @Test
  void oneThatLosesAfterAMillisecondStarves() {
    try (MutexProbe probe = MutexProbe.locked()) {
      Worker<Void> waiter = probe.queue("waiter");
      assertThat(probe.mutex.isStarving()).as("waiting alone is not losing").isFalse();
      MutexProbe.passLongTime();
      assertThat(probe.mutex.isStarving()).as("waiting alone is not losing").isFalse();

      probe.barge();

      assertThat(probe.mutex.isStarving()).isTrue();
      probe.mutex.unlock();
      waiter.result();
      probe.unlockLast();
    }
  }

  /**
   * Only rounds that took less than a millisecond as a whole show anything. Fails when the limit is
   * half of it or less.
   */
  @Test
  void oneThatLosesSoonerDoesNotStarve() {
    int shown = 0;
    for (int i = 0; i < 2_000 && shown < 5; i++) {
      try (MutexProbe probe = MutexProbe.locked()) {
        long start = System.nanoTime();
        Worker<Void> waiter = probe.queue("waiter");
        probe.barge();
        boolean starving = probe.mutex.isStarving();
        if (System.nanoTime() - start < MILLISECOND) {
          assertThat(starving).isFalse();
          shown++;
        }
        probe.mutex.unlock();
        waiter.result();
        probe.unlockLast();
      }
    }
    assertThat(shown).isPositive();
  }

  /**
   * Loses twice, unless it starves after the first time already. Rounds in which the second wait
   * took less than a millisecond show that the first one counts, too: then it fails when each is
   * timed for itself.
   */
  @Test
  void timeCountsFromTheFirstWait() {
    int shown = 0;
    for (int i = 0; i < 1_000 && shown < 3; i++) {
      try (MutexProbe probe = MutexProbe.locked()) {
        Worker<Void> waiter = probe.queue("waiter");
        long queued = System.nanoTime();
        MutexProbe.pass(MILLISECOND * 4 / 10);
        long first = System.nanoTime();
        probe.barge();
        if (!probe.mutex.isStarving()) {
          MutexProbe.pass(MILLISECOND + 10_000 - (System.nanoTime() - queued));
          probe.barge();
          shown += System.nanoTime() - first < MILLISECOND ? 1 : 0;
        }

        assertThat(probe.mutex.isStarving()).isTrue();
        probe.mutex.unlock();
        waiter.result();
        probe.unlockLast();
      }
    }
  }

  /** The locked bit is clear: the lock is on its way from the one that unlocks to the waiter. */
  @Test
  void nobodyComesBeforeTheOneThatStarves() {
    try (MutexProbe probe = MutexProbe.starving(starved)) {
      Worker<Void> releaser = probe.unlockHeldUp();
      assertThat(probe.mutex.isLocked()).isFalse();
      assertThat(probe.mutex.isStarving()).isTrue();

      assertThat(probe.mutex.tryLock()).isFalse();
      Worker<Void> newcomer = probe.workers.platform("newcomer", () -> probe.mutex.lock());
      probe.workers.until(() -> probe.mutex.waiters() == 2, "the newcomer is a waiter");
      probe.letGo();

      starved[0].result();
      releaser.result();
      probe.awaitQueued(1);
      assertThat(newcomer.isDone()).isFalse();
      probe.mutex.unlock();
      newcomer.result();
      probe.unlockLast();
    }
  }

  @Test
  void tryLockFailsWhileSomebodyStarves() {
    try (MutexProbe probe = MutexProbe.starving(starved)) {
      assertThat(probe.mutex.tryLock()).isFalse();
      probe.mutex.unlock();
      starved[0].result();
      probe.unlockLast();
    }
  }

  @Test
  void lockIsHandedOverInTheOrderOfTheQueue() {
    try (MutexProbe probe = MutexProbe.starving(starved)) {
      Worker<Void> second = probe.queue("second");
      Worker<Void> third = probe.queue("third");
      MutexProbe.passLongTime();

      probe.mutex.unlock();
      starved[0].result();
      assertThat(probe.mutex.isStarving()).as("others wait").isTrue();
      assertThat(second.isDone()).isFalse();
      probe.mutex.unlock();
      second.result();
      assertThat(probe.mutex.isStarving()).as("another waits").isTrue();
      assertThat(third.isDone()).isFalse();
      probe.mutex.unlock();
      third.result();
      assertThat(probe.mutex.isStarving()).as("that was the last").isFalse();
      assertThat(probe.mutex.isLocked()).isTrue();
      probe.unlockLast();
    }
  }

  /**
   * Only rounds in which the second waited for less than a millisecond show anything; another
   * behind it sees to it that it is not the last.
   */
  @Test
  void starvingEndsWithOneThatHasWaitedShortly() {
    int shown = 0;
    for (int i = 0; i < 500 && shown < 3; i++) {
      try (MutexProbe probe = MutexProbe.starving(starved)) {
        long start = System.nanoTime();
        Worker<Void> second = probe.queue("second");
        Worker<Void> third = probe.queue("third");
        probe.mutex.unlock();
        starved[0].result();
        probe.mutex.unlock();
        second.result();
        boolean starving = probe.mutex.isStarving();
        if (System.nanoTime() - start < MILLISECOND) {
          assertThat(starving).isFalse();
          shown++;
        }
        probe.mutex.unlock();
        third.result();
        probe.unlockLast();
      }
    }
    assertThat(shown).isPositive();
  }
}
