// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.Await;
import csp.testkit.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Waiters that leave a mutex, in every state it may be in: M1 to M3 hold, and what was meant for
 * the leaver goes on to whom it is due.
 */
class MutexLeaveTest {
  private final RuntimeException why = new IllegalStateException("ended");
  private final Worker<?>[] starved = new Worker<?>[1];

  /** What makes a waiter leave. */
  enum Reason {
    INTERRUPT,
    CANCELLATION
  }

  /** One that will leave. */
  private final class Leaver {
    private final TestCancellation cancellation = new TestCancellation();
    private final Worker<Void> worker;

    Leaver(MutexProbe probe) {
      worker = probe.queue("leaver", () -> probe.mutex.lock(cancellation));
      worker.awaitParked();
    }

    /** Decides that it leaves, while it is held up on its way. */
    void decide(Reason reason) {
      end(reason);
      if (reason == Reason.INTERRUPT) {
        Await.until(() -> !worker.thread().isInterrupted(), "interrupted", worker.thread());
        worker.awaitParked(); // pausing for the queue: before that, a wake-up could be faster
      }
    }

    /** Leaves, and returns when it has left. */
    void leave(Reason reason) {
      end(reason);
      awaitLeft(reason);
    }

    private void end(Reason reason) {
      switch (reason) {
        case CANCELLATION -> cancellation.end(why);
        case INTERRUPT -> worker.interrupt();
      }
    }

    void awaitLeft(Reason reason) {
      Throwable failure = worker.failure();
      switch (reason) {
        case CANCELLATION -> assertThat(failure).isSameAs(why);
        case INTERRUPT -> assertThat(failure).isInstanceOf(InterruptedException.class);
      }
      assertThat(cancellation.done.waitingReceivers()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyWaiterLeavesNothingBehind(Reason reason) {
    try (MutexProbe probe = MutexProbe.locked()) {
      new Leaver(probe).leave(reason);
      assertThat(probe.mutex.waiters()).isZero();
      assertThat(probe.mutex.queued()).isZero();
      probe.unlockLast();
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneOfThreeLeavesTheOthersInTheirOrder(Reason reason) {
    for (int place = 0; place < 3; place++) {
      try (MutexProbe probe = MutexProbe.locked()) {
        Leaver leaver = place == 0 ? new Leaver(probe) : null;
        Worker<Void> first = probe.queue("first");
        leaver = place == 1 ? new Leaver(probe) : leaver;
        Worker<Void> second = probe.queue("second");
        leaver = place == 2 ? new Leaver(probe) : leaver;

        leaver.leave(reason);

        assertThat(probe.mutex.waiters()).isEqualTo(2);
        probe.mutex.unlock();
        first.result();
        assertThat(second.isDone()).isFalse();
        probe.mutex.unlock();
        second.result();
        probe.unlockLast();
      }
    }
  }

  /** {@code unlock | leave}: the wake-up can be for nobody else. */
  @ParameterizedTest
  @EnumSource
  void onlyWaiterLeavesWhileItsWakeUpIsOnTheWay(Reason reason) {
    for (int i = 0; i < 100; i++) {
      try (MutexProbe probe = MutexProbe.locked()) {
        Leaver leaver = new Leaver(probe);
        probe.holdUp();
        leaver.decide(reason);
        Worker<Void> releaser = probe.unlockUpToTheQueue();
        assertThat(probe.mutex.waiters()).isZero();

        probe.letGo();

        leaver.awaitLeft(reason);
        releaser.result();
      }
    }
  }

  /** {@code unlock, lock | leave}: the one that holds the lock now will wake the next by itself. */
  @ParameterizedTest
  @EnumSource
  void wakeUpOfALeaverIsForgottenIfTheLockIsTaken(Reason reason) {
    for (int i = 0; i < 100; i++) {
      try (MutexProbe probe = MutexProbe.locked()) {
        Leaver leaver = new Leaver(probe);
        probe.holdUp();
        leaver.decide(reason);
        Worker<Void> releaser = probe.unlockUpToTheQueue();
        assertThat(probe.mutex.tryLock()).isTrue();

        probe.letGo();

        leaver.awaitLeft(reason);
        releaser.result();
        Worker<Void> next = probe.queue("next");
        probe.mutex.unlock();
        next.result();
        probe.unlockLast();
      }
    }
  }

  /** {@code unlock | leave | wait}: the wake-up goes to the other. */
  @ParameterizedTest
  @EnumSource
  void wakeUpOfALeaverGoesToTheNext(Reason reason) {
    for (int i = 0; i < 100; i++) {
      try (MutexProbe probe = MutexProbe.locked()) {
        Leaver leaver = new Leaver(probe);
        Worker<Void> next = probe.queue("next");
        probe.holdUp();
        leaver.decide(reason);
        Worker<Void> releaser = probe.unlockUpToTheQueue();

        probe.letGo();

        leaver.awaitLeft(reason);
        releaser.result();
        next.result();
        probe.unlockLast();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void lastToLeaveTakesTheStarvingModeAlong(Reason reason) {
    try (MutexProbe probe = MutexProbe.locked()) {
      Leaver leaver = new Leaver(probe);
      MutexProbe.passLongTime();
      probe.barge();
      assertThat(probe.mutex.isStarving()).isTrue();

      leaver.leave(reason);

      assertThat(probe.mutex.isStarving()).isFalse();
      assertThat(probe.mutex.waiters()).isZero();
      probe.mutex.unlock();
      assertThat(probe.mutex.tryLock()).as("nothing was handed to nobody").isTrue();
      probe.unlockLast();
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneThatStarvesLeavesTheModeToTheNext(Reason reason) {
    try (MutexProbe probe = MutexProbe.locked()) {
      Leaver leaver = new Leaver(probe);
      MutexProbe.passLongTime();
      probe.barge();
      Worker<Void> next = probe.queue("next");

      leaver.leave(reason);

      assertThat(probe.mutex.isStarving()).isTrue();
      assertThat(probe.mutex.waiters()).isEqualTo(1);
      probe.mutex.unlock();
      next.result();
      assertThat(probe.mutex.isStarving()).isFalse();
      probe.unlockLast();
    }
  }

  /** {@code unlock of a starving lock | leave}: the lock itself can be for nobody else. */
  @ParameterizedTest
  @EnumSource
  void onlyWaiterLeavesWhileTheLockIsHandedToIt(Reason reason) {
    for (int i = 0; i < 50; i++) {
      try (MutexProbe probe = MutexProbe.locked()) {
        Leaver leaver = new Leaver(probe);
        MutexProbe.passLongTime();
        probe.barge();
        assertThat(probe.mutex.isStarving()).isTrue();
        leaver.worker.awaitParked();
        probe.holdUp();
        leaver.decide(reason);
        Worker<Void> releaser = probe.unlockUpToTheQueue();
        assertThat(probe.mutex.waiters()).isEqualTo(1);

        probe.letGo();

        leaver.awaitLeft(reason);
        releaser.result();
        assertThat(probe.mutex.isLocked()).isFalse();
      }
    }
  }

  /** {@code unlock of a starving lock | leave | wait}: the other gets the lock. */
  @ParameterizedTest
  @EnumSource
  void lockThatIsHandedToALeaverGoesToTheNext(Reason reason) {
    for (int i = 0; i < 50; i++) {
      try (MutexProbe probe = MutexProbe.locked()) {
        Leaver leaver = new Leaver(probe);
        MutexProbe.passLongTime();
        probe.barge();
        Worker<Void> next = probe.queue("next");
        leaver.worker.awaitParked();
        probe.holdUp();
        leaver.decide(reason);
        Worker<Void> releaser = probe.unlockUpToTheQueue();
        assertThat(probe.mutex.tryLock()).isFalse();

        probe.letGo();

        leaver.awaitLeft(reason);
        releaser.result();
        next.result();
        assertThat(probe.mutex.isLocked()).isTrue();
        probe.unlockLast();
      }
    }
  }

  /** The newcomer becomes a waiter while the lock is handed to one that leaves. */
  @ParameterizedTest
  @EnumSource
  void lockThatIsHandedToALeaverGoesToANewcomer(Reason reason) {
    for (int i = 0; i < 50; i++) {
      try (MutexProbe probe = MutexProbe.locked()) {
        Leaver leaver = new Leaver(probe);
        MutexProbe.passLongTime();
        probe.barge();
        leaver.worker.awaitParked();
        probe.holdUp();
        leaver.decide(reason);
        Worker<Void> releaser = probe.unlockUpToTheQueue();
        Worker<Void> newcomer = probe.workers.platform("newcomer", () -> probe.mutex.lock());
        probe.workers.until(() -> probe.mutex.waiters() == 2, "a waiter");

        probe.letGo();

        leaver.awaitLeft(reason);
        releaser.result();
        newcomer.result();
        assertThat(probe.mutex.isLocked()).isTrue();
        probe.unlockLast();
      }
    }
  }

  @Test
  void twoThatStarveMayLeaveTogether() {
    try (MutexProbe probe = MutexProbe.starving(starved)) {
      Leaver one = new Leaver(probe);
      Leaver other = new Leaver(probe);
      probe.holdUp();
      one.decide(Reason.INTERRUPT);
      other.decide(Reason.CANCELLATION);
      Worker<Void> releaser = probe.unlockUpToTheQueue();
      probe.letGo();
      one.awaitLeft(Reason.INTERRUPT);
      other.awaitLeft(Reason.CANCELLATION);
      releaser.result();
      starved[0].result();
      probe.unlockLast();
    }
  }
}
