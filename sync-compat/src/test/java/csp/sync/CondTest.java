// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CondTest {
  private final RuntimeException why = new IllegalStateException("ended");
  private final Mutex mutex = new Mutex();
  private final Cond cond = new Cond(mutex);
  private final Workers workers = new Workers();

  @AfterEach
  void nothingIsLeft() {
    workers.close();
    assertThat(cond.waiting()).isZero();
    assertThat(mutex.isPristine()).as("%s", mutex).isTrue();
  }

  /** Starts one that locks, waits and unlocks; returns when it waits. */
  private Worker<Void> waiter(String name) {
    return waiter(ThreadKind.VIRTUAL, name, cond::await);
  }

  private Worker<Void> waiter(ThreadKind kind, String name, Workers.Body await) {
    int before = cond.waiting();
    Worker<Void> worker =
        workers.start(
            kind,
            name,
            () -> {
              mutex.lock();
              try {
                await.run();
              } finally {
                assertThat(mutex.isLocked()).as("locked again").isTrue();
                mutex.unlock();
              }
            });
    Await.until(() -> cond.waiting() == before + 1, name + " waits", worker.thread());
    return worker;
  }

  @ParameterizedTest
  @EnumSource
  void waitingUnlocksAndLocksAgain(ThreadKind kind) {
    Worker<Void> waiter = waiter(kind, "waiter", cond::await);
    mutex.lock(); // it has unlocked
    cond.signal();
    Await.until(() -> mutex.queued() == 1, "the waiter locks again", waiter.thread());
    assertThat(waiter.isDone()).isFalse();
    mutex.unlock();
    waiter.result();
  }

  @Test
  void signalsEndTheWaitsInTheOrderInWhichTheyBegan() {
    Worker<Void> first = waiter("first");
    Worker<Void> second = waiter("second");
    Worker<Void> third = waiter("third");

    cond.signal();
    first.result();
    assertThat(cond.waiting()).isEqualTo(2);
    assertThat(second.isDone()).isFalse();
    cond.signal();
    second.result();
    assertThat(third.isDone()).isFalse();
    cond.signal();
    third.result();
  }

  /** All are at the lock at once; the order in which they come there is theirs. */
  @Test
  void broadcastEndsTheWaitsOfAll() {
    Queue<String> order = new ConcurrentLinkedQueue<>();
    for (String name : new String[] {"first", "second", "third"}) {
      waiter(
          ThreadKind.VIRTUAL,
          name,
          () -> {
            cond.await();
            order.add(name);
          });
    }
    mutex.lock();
    cond.broadcast();
    assertThat(cond.waiting()).isZero();
    Await.until(() -> mutex.queued() == 3, "all lock again");
    assertThat(order).isEmpty();
    mutex.unlock();
    workers.joinAll();
    assertThat(order).containsExactlyInAnyOrder("first", "second", "third");
  }

  @Test
  void signalsThatFindNobodyAreLost() {
    cond.signal();
    cond.broadcast();
    Worker<Void> waiter = waiter("waiter").awaitParked();
    assertThat(waiter.isDone()).isFalse();
    cond.signal();
    waiter.result();
  }

  @Test
  void signalsMayBeGivenWithTheLockHeld() {
    Worker<Void> first = waiter("first");
    Worker<Void> second = waiter("second");
    mutex.lock();
    cond.signal();
    cond.broadcast();
    mutex.unlock();
    first.result();
    second.result();
  }

  /** The place is taken before the lock is released: a signal given in between is not missed. */
  @Test
  void signalGivenWhileTheLockIsReleasedIsNotMissed() throws InterruptedException {
    Cond[] self = new Cond[1];
    Lock signalling =
        new ForwardingLock(new Mutex()) {
          @Override
          public void unlock() {
            super.unlock();
            self[0].signal();
          }
        };
    self[0] = new Cond(signalling);
    signalling.lock();
    assertThat(self[0].await(Await.BOUND)).isTrue();
    assertThat(self[0].waiting()).isZero();
  }

  /**
   * Go's TestCondSignalStealing: the second waits after the signal for the first was given, and
   * cannot take it. Fails when a signal is kept until somebody takes it.
   */
  @Test
  void laterWaiterCannotTakeTheSignal() {
    for (int i = 0; i < 300; i++) {
      Worker<Void> first = waiter("first");
      mutex.lock();
      cond.signal();
      mutex.unlock();
      Worker<Void> second = waiter("second");
      first.result();
      assertThat(second.isDone()).isFalse();
      cond.broadcast();
      second.result();
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptedWaiterLeavesAndLocksAgain(ThreadKind kind) {
    waiter(kind, "waiter", cond::await).interruptAndJoin();
  }

  @Test
  void interruptOnEntryIsFoundBeforeTheLockIsReleased() {
    AtomicInteger unlocks = new AtomicInteger();
    Lock counting =
        new ForwardingLock(mutex) {
          @Override
          public void unlock() {
            unlocks.incrementAndGet();
            super.unlock();
          }
        };
    mutex.lock();
    Thread.currentThread().interrupt();
    assertThatThrownBy(new Cond(counting)::await).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(mutex.isLocked()).isTrue();
    assertThat(unlocks).hasValue(0);
    mutex.unlock();
  }

  @Test
  void relockingIsNotInterruptible() {
    Worker<Void> waiter = waiter("waiter").awaitParked();
    mutex.lock();
    waiter.interrupt();
    Await.until(() -> mutex.queued() == 1, "the waiter locks again", waiter.thread());
    waiter.interrupt();
    Await.until(() -> !waiter.thread().isInterrupted(), "put aside", waiter.thread());
    assertThat(waiter.isDone()).isFalse();
    mutex.unlock();
    assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void cancelledWaiterLeavesAndLocksAgain() {
    TestCancellation cancellation = new TestCancellation();
    Worker<Void> waiter =
        waiter(ThreadKind.VIRTUAL, "waiter", () -> cond.await(cancellation)).awaitParked();
    cancellation.end(why);
    assertThat(waiter.failure()).isSameAs(why);
    assertThat(cancellation.done.waitingReceivers()).isZero();
  }

  @Test
  void endedCancellationIsFoundBeforeTheLockIsReleased() {
    mutex.lock();
    assertThatThrownBy(() -> cond.await(TestCancellation.ended(why))).isSameAs(why);
    assertThat(mutex.isLocked()).isTrue();
    mutex.unlock();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1, 2_000_000})
  void timeOutsLeaveAndLockAgain(long nanos) throws InterruptedException {
    mutex.lock();
    assertThat(cond.await(Duration.ofNanos(nanos))).isFalse();
    assertThat(mutex.isLocked()).isTrue();
    mutex.unlock();
  }

  @ParameterizedTest
  @MethodSource("longTimes")
  void timedWaiterIsSignalled(Duration timeout) {
    Worker<Void> waiter =
        waiter(ThreadKind.VIRTUAL, "waiter", () -> assertThat(cond.await(timeout)).isTrue());
    cond.signal();
    waiter.result();
  }

  static Duration[] longTimes() {
    return new Duration[] {Await.BOUND, Duration.ofSeconds(Long.MAX_VALUE)};
  }

  @Test
  void uninterruptibleWaitKeepsTheInterrupt() {
    Worker<Void> waiter =
        waiter(
            ThreadKind.PLATFORM,
            "waiter",
            () -> {
              cond.awaitUninterruptibly();
              assertThat(Thread.interrupted()).isTrue();
            });
    waiter.awaitParked().interrupt();
    Await.until(() -> !waiter.thread().isInterrupted(), "put aside", waiter.thread());
    assertThat(cond.waiting()).isEqualTo(1);
    cond.signal();
    waiter.result();
  }

  /** {@code signal | leave, wait}: fails when a signal dies with the one it was first meant for. */
  @Test
  void waiterThatLeavesPassesTheSignalOn() {
    int passedOn = 0;
    for (int i = 0; i < 500; i++) {
      Worker<Void> leaver = waiter("leaver");
      Worker<Void> next = waiter("next");
      Worker<Void> interrupter = workers.platform("interrupter", leaver::interrupt);
      cond.signal();
      interrupter.result();
      Await.until(leaver::isDone, "the leaver has ended", leaver.thread());
      if (cond.waiting() == 0) {
        assertThat(leaver.failure()).isInstanceOf(InterruptedException.class);
        passedOn++;
      } else {
        leaver.result();
        cond.signal();
      }
      next.result();
    }
    assertThat(passedOn).isLessThan(500);
  }

  @Test
  void waitingWithoutTheLockFailsAndChangesNothing() {
    assertThatThrownBy(cond::await)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessage("sync: unlock of unlocked mutex");
    assertThat(cond.waiting()).isZero();

    ReentrantLock reentrant = new ReentrantLock();
    assertThatThrownBy(() -> new Cond(reentrant).await())
        .isInstanceOf(IllegalMonitorStateException.class);
    assertThat(reentrant.isLocked()).isFalse();
  }

  /**
   * The one that fails had a place, and a signal came for it before it gave the place up. Fails
   * when that signal is dropped.
   */
  @Test
  void signalForOneThatDoesNotHoldTheLockGoesToTheNext() {
    Cond[] self = new Cond[1];
    Lock signalling =
        new ForwardingLock(new Mutex()) {
          @Override
          public void unlock() {
            if (Thread.currentThread().getName().equals("without")) {
              workers.virtual(
                  "next",
                  () -> {
                    lock();
                    self[0].await();
                    unlock();
                  });
              Await.until(() -> self[0].waiting() == 2, "another waits behind it");
              self[0].signal();
            }
            super.unlock();
          }
        };
    self[0] = new Cond(signalling);
    Worker<Void> without = workers.virtual("without", () -> self[0].await());
    assertThat(without.failure())
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessage("sync: unlock of unlocked mutex");
    workers.joinAll();
    assertThat(self[0].waiting()).isZero();
  }

  @ParameterizedTest
  @MethodSource("locks")
  void anyLockWillDo(Lock lock) {
    Cond of = new Cond(lock);
    assertThat(of.lock()).isSameAs(lock);
    Worker<Void> waiter =
        workers.platform(
            "waiter",
            () -> {
              lock.lock();
              of.await();
              lock.unlock();
            });
    Await.until(() -> of.waiting() == 1, "waits", waiter.thread());
    of.signal();
    waiter.result();
    assertThat(lock.tryLock()).isTrue();
  }

  static Lock[] locks() {
    return new Lock[] {
      new Mutex(),
      new SpinLock(),
      new RWMutex().writeLock(),
      new RWMutex().readLocker(),
      new ReentrantLock()
    };
  }

  /** Several are between taking their place and releasing the lock at the same time. */
  @Test
  void readersMayWaitTogether() {
    RWMutex rw = new RWMutex();
    Cond readers = new Cond(rw.readLocker());
    for (int i = 0; i < 4; i++) {
      workers.virtual(
          "reader " + i,
          () -> {
            rw.readLock().lock();
            readers.await();
            rw.readLock().unlock();
          });
    }
    Await.until(() -> readers.waiting() == 4, "all wait");
    rw.writeLock().lock();
    readers.broadcast();
    rw.writeLock().unlock();
    workers.joinAll();
    assertThat(rw.isPristine()).isTrue();
  }

  @Test
  void argumentsAreChecked() {
    assertThatThrownBy(() -> new Cond(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("lock must not be null");
    assertThatThrownBy(() -> cond.await((Duration) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("timeout must not be null");
    assertThatThrownBy(() -> cond.await((csp.Cancellation) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("cancellation must not be null");
  }

  @Test
  void showsItsLockAndHowManyWait() {
    assertThat(cond).hasToString("cond of " + mutex + " (0 waiting)");
    assertThat(cond.asCondition()).hasToString(cond.toString());
  }
}
