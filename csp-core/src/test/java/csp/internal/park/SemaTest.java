// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemaTest {
  private static final boolean FIFO = false;
  private static final boolean LIFO = true;

  private final Sema sema = new Sema(0);
  private final Workers workers = new Workers();

  @AfterEach
  void end() {
    workers.close();
    sema.checkInvariants();
  }

  @Test
  void permitsAreTakenAtOnceWhileThereAreAny() throws InterruptedException {
    Sema two = new Sema(2);

    assertThat(two.tryAcquire()).isTrue();
    assertThat(two.acquire(ParkReason.SEMACQUIRE, FIFO, WaitMode.INTERRUPTIBLE)).isTrue();
    assertThat(two.tryAcquire()).isFalse();
    assertThat(two.permits()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void releaseWithoutWaitersKeepsThePermit(boolean handOff) {
    sema.release(handOff);

    assertThat(sema.permits()).isEqualTo(1);
    assertThat(sema.tryAcquire()).isTrue();
  }

  @Test
  void waitersAreServedInOrder() {
    Worker<Boolean> first = queue(FIFO, 1);
    Worker<Boolean> second = queue(FIFO, 2);
    Worker<Boolean> third = queue(FIFO, 3);

    sema.release(true);
    assertThat(first.result()).isTrue();
    sema.release(false);
    assertThat(second.result()).isTrue();
    assertThat(third.isDone()).isFalse();
    sema.release(true);
    assertThat(third.result()).isTrue();
    assertThat(sema.permits()).isZero();
  }

  @Test
  void lifoWaiterIsServedNext() {
    Worker<Boolean> first = queue(FIFO, 1);
    Worker<Boolean> second = queue(LIFO, 2);
    Worker<Boolean> third = queue(LIFO, 3);

    sema.release(true);
    assertThat(third.result()).isTrue();
    sema.release(true);
    assertThat(second.result()).isTrue();
    assertThat(first.isDone()).isFalse();
    sema.release(true);
    first.result();
  }

  /** The permit is gone when release returns, wherever the waiter has got to. */
  @Test
  void handedOffPermitCannotBeBarged() {
    for (int i = 0; i < 200; i++) {
      Worker<Boolean> waiter = queue(FIFO, 1);

      sema.release(true);

      assertThat(sema.permits()).isZero();
      assertThat(sema.tryAcquire()).isFalse();
      assertThat(waiter.result()).isTrue();
    }
  }

  /** The releaser is held up on its way to the waiter, and the permit is not to be seen. */
  @Test
  void permitIsNotShownWhileItIsHandedOff() {
    Worker<Boolean> waiter = queue(FIFO, 1);
    sema.lock();
    Worker<Void> releaser = workers.platform("releaser", () -> sema.release(true));
    releaser.awaitParked(); // pausing for the lock

    assertThat(sema.permits()).isZero();
    assertThat(sema.tryAcquire()).isFalse();
    sema.unlock();
    releaser.result();
    assertThat(waiter.result()).isTrue();
    assertThat(sema.permits()).isZero();
  }

  /** A newcomer takes the permit while the releaser is held up on its way to the waiter. */
  @Test
  void waiterThatLosesItsPermitQueuesAgainInItsPlace() {
    Worker<Boolean> loser = queue(LIFO, 1);
    Worker<Boolean> behind = queue(FIFO, 2);
    steal();
    Await.until(() -> sema.waiters() == 2, "queued again", loser.thread());
    assertThat(loser.isDone()).isFalse();

    sema.release(true);

    assertThat(loser.result()).as("with the same lifo").isTrue();
    assertThat(behind.isDone()).isFalse();
    sema.release(true);
    behind.result();
  }

  @Test
  void fifoWaiterThatLosesItsPermitQueuesAgainAtTheEnd() {
    Worker<Boolean> loser = queue(FIFO, 1);
    Worker<Boolean> behind = queue(FIFO, 2);
    steal();
    Await.until(() -> sema.waiters() == 2, "queued again", loser.thread());

    sema.release(true);

    assertThat(behind.result()).isTrue();
    sema.release(true);
    loser.result();
  }

  /**
   * Raises the permits in a release that cannot go on, takes the permit, lets the release go on.
   */
  private void steal() {
    sema.lock();
    Worker<Void> releaser = workers.platform("releaser", () -> sema.release(false));
    Await.until(() -> sema.permits() == 1, "raised", releaser.thread());
    assertThat(sema.tryAcquire()).isTrue();
    sema.unlock();
    releaser.result();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1, 2_000_000})
  void timeOutTakesNothingAndLeavesNoTrace(long nanos) throws InterruptedException {
    assertThat(sema.acquire(ParkReason.SEMACQUIRE, FIFO, WaitMode.within(nanos))).isFalse();

    assertThat(sema.waiters()).isZero();
    sema.release(true);
    assertThat(sema.permits()).isEqualTo(1);
    assertThat(sema.acquire(ParkReason.SEMACQUIRE, FIFO, WaitMode.within(nanos))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void interruptTakesNothingAndLeavesNoTrace(ThreadKind kind) {
    queue(kind, FIFO, 1, Parker.FOREVER).interruptAndJoin();
    queue(kind, FIFO, 1, Long.MAX_VALUE / 2).interruptAndJoin();

    assertThat(sema.waiters()).isZero();
    sema.release(true);
    assertThat(sema.permits()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void uninterruptibleAcquireKeepsTheInterrupt(ThreadKind kind) {
    Worker<Boolean> waiter =
        workers.start(
            kind,
            "acquirer",
            () -> {
              sema.acquire(ParkReason.SEMACQUIRE, FIFO, WaitMode.UNINTERRUPTIBLE);
              return Thread.currentThread().isInterrupted();
            });
    waiter.awaitParked().interrupt();
    Await.until(() -> !waiter.thread().isInterrupted(), "the interrupt is put aside");

    sema.release(true);

    assertThat(waiter.result()).isTrue();
    assertThat(sema.permits()).isZero();
  }

  /**
   * The waiter has cancelled and cannot leave yet, the releaser cannot look yet; then either goes
   * first. Fails when a ticket given to a cancelled waiter is not taken back.
   */
  @Test
  void ticketOfAWaiterThatHadCancelledGoesBack() {
    for (int i = 0; i < 100; i++) {
      cancelAndReleaseAtOnce();

      assertThat(sema.permits()).isEqualTo(1);
      assertThat(sema.waiters()).isZero();
      sema.tryAcquire();
    }
  }

  @Test
  void ticketOfAWaiterThatHadCancelledGoesToTheNext() {
    for (int i = 0; i < 100; i++) {
      Worker<Boolean> next = cancelAndReleaseAtOnce("next");

      assertThat(next.result()).isTrue();
      assertThat(sema.permits()).isZero();
      assertThat(sema.waiters()).isZero();
    }
  }

  private void cancelAndReleaseAtOnce() {
    cancelAndReleaseAtOnce(null);
  }

  private Worker<Boolean> cancelAndReleaseAtOnce(String behind) {
    Worker<Boolean> leaver = queue(FIFO, 1);
    leaver.awaitParked();
    Worker<Boolean> next = behind == null ? null : queue(FIFO, 2);
    sema.lock();
    leaver.interrupt();
    Await.until(() -> !leaver.thread().isInterrupted(), "the leaver is on its way");
    leaver.awaitParked(); // pausing for the lock: before that, a release could be faster
    Worker<Void> releaser = workers.platform("releaser", () -> sema.release(true));
    releaser.awaitParked(); // pausing for the lock
    sema.unlock();
    assertThat(leaver.failure()).isInstanceOf(InterruptedException.class);
    releaser.result();
    return next;
  }

  /** Both at once: the permit is taken or still there, never both, never neither. */
  @Test
  void permitIsNotLostBetweenReleaseAndInterrupt() {
    int taken = 0;
    for (int i = 0; i < 500; i++) {
      Worker<Boolean> waiter = queue(FIFO, 1);
      Worker<Void> interrupter = workers.platform("interrupter", waiter::interrupt);
      sema.release(i % 2 == 0);
      interrupter.result();
      Await.until(waiter::isDone, "the waiter has ended", waiter.thread());

      assertThat(sema.waiters()).isZero();
      if (sema.tryAcquire()) {
        assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
      } else {
        assertThat(waiter.result()).isTrue();
        taken++;
      }
    }
    assertThat(taken).isPositive();
  }

  /**
   * Each thread sleeps after each step. Fails when acquire does not look at the permits again after
   * it has raised the number of waiters.
   */
  @ParameterizedTest
  @EnumSource
  void noWakeUpIsMissed(ThreadKind kind) {
    Sema there = new Sema(0);
    Sema back = new Sema(0);
    int rounds = 20_000;
    workers.start(
        kind,
        "ping",
        () -> {
          for (int i = 0; i < rounds; i++) {
            there.release(i % 2 == 0);
            back.acquire(ParkReason.SEMACQUIRE, FIFO, WaitMode.UNINTERRUPTIBLE);
          }
        });
    workers.start(
        kind,
        "pong",
        () -> {
          for (int i = 0; i < rounds; i++) {
            there.acquire(ParkReason.SEMACQUIRE, LIFO, WaitMode.INTERRUPTIBLE);
            back.release(i % 3 == 0);
          }
        });
    workers.joinAll();
    there.checkInvariants();
    assertThat(there.permits() + back.permits()).isZero();
  }

  /** A lock made of one permit, with time-outs and both kinds of threads, loses none of it. */
  @Test
  void permitsAreConserved() {
    Sema lock = new Sema(2);
    AtomicInteger inside = new AtomicInteger();
    for (int t = 0; t < 8; t++) {
      workers.start(
          t % 4 == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL,
          "user " + t,
          () -> {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            for (int i = 0; i < 3_000; i++) {
              long nanos = random.nextInt(4) == 0 ? random.nextInt(50_000) : Parker.FOREVER;
              if (lock.acquire(
                  ParkReason.SEMACQUIRE, random.nextBoolean(), WaitMode.within(nanos))) {
                assertThat(inside.incrementAndGet()).isLessThanOrEqualTo(2);
                inside.decrementAndGet();
                lock.release(random.nextBoolean());
              }
            }
          });
    }
    workers.joinAll();

    assertThat(lock.permits()).isEqualTo(2);
    assertThat(lock.waiters()).isZero();
    lock.checkInvariants();
  }

  @Test
  void onlyPermitIsReturnedOnce() {
    assertThat(sema.tryReleaseOnly()).isTrue();
    assertThat(sema.tryReleaseOnly()).isFalse();

    assertThat(sema.permits()).isEqualTo(1);
    assertThat(sema.tryAcquire()).isTrue();
    assertThat(sema.tryReleaseOnly()).isTrue();
    sema.tryAcquire();
  }

  @Test
  void onlyPermitGoesToTheFirstWaiter() {
    Worker<Boolean> first = queue(FIFO, 1);
    Worker<Boolean> second = queue(FIFO, 2);

    assertThat(sema.tryReleaseOnly()).isTrue();
    assertThat(first.result()).isTrue();
    assertThat(second.isDone()).isFalse();
    assertThat(sema.tryReleaseOnly()).isTrue();
    assertThat(second.result()).isTrue();
    assertThat(sema.permits()).isZero();
  }

  /** The waiter of {@code onlyPermitGoesToTheFirstWaiter} may lose it, as without a hand-off. */
  @Test
  void onlyPermitIsShownBeforeItsWaiterIsWoken() {
    Worker<Boolean> loser = queue(FIFO, 1);
    sema.lock();
    Worker<Boolean> releaser = workers.platform("releaser", sema::tryReleaseOnly);
    Await.until(() -> sema.permits() == 1, "returned", releaser.thread());
    assertThat(sema.tryAcquire()).isTrue();
    sema.unlock();
    assertThat(releaser.result()).isTrue();
    Await.until(() -> sema.waiters() == 1, "queued again", loser.thread());

    assertThat(sema.tryReleaseOnly()).isTrue();
    assertThat(loser.result()).isTrue();
  }

  /** What the mode throws, such as the error of a cancellation, ends the wait like an interrupt. */
  @Test
  void modeThatThrowsLeavesNoTrace() {
    RuntimeException why = new IllegalStateException("ended");
    WaitMode throwing =
        new WaitMode() {
          @Override
          public void begin() {
            throw new AssertionError("that is for the operation");
          }

          @Override
          public boolean await(Sudog sudog, WaitSite site, ParkReason reason) {
            assertThat(site).isSameAs(sema);
            assertThat(reason).isEqualTo(ParkReason.MUTEX_LOCK);
            assertThat(sema.waiters()).isEqualTo(1);
            assertThat(sudog.cancel()).isTrue();
            throw why;
          }
        };

    assertThatThrownBy(() -> sema.acquire(ParkReason.MUTEX_LOCK, FIFO, throwing)).isSameAs(why);

    assertThat(sema.waiters()).isZero();
    sema.release(true);
    assertThat(sema.permits()).isEqualTo(1);
  }

  @Test
  void showsItsCounters() {
    sema.release(false);

    assertThat(sema).hasToString("Sema[1 permits, 0 waiters]");
    sema.tryAcquire();
  }

  private Worker<Boolean> queue(boolean lifo, int place) {
    return queue(ThreadKind.VIRTUAL, lifo, place, Parker.FOREVER);
  }

  /** Starts a thread that acquires, and returns when {@code queued} are in the queue. */
  private Worker<Boolean> queue(ThreadKind kind, boolean lifo, int queued, long nanos) {
    Worker<Boolean> worker =
        workers.start(
            kind,
            "acquirer",
            () -> sema.acquire(ParkReason.SEMACQUIRE, lifo, WaitMode.within(nanos)));
    Await.until(() -> sema.waiters() == queued, queued + " queued", worker.thread());
    return worker;
  }
}
