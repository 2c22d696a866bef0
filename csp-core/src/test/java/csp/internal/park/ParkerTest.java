// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.internal.park.Site.Ended;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Threads;
import csp.testkit.Workers;
import java.lang.ref.WeakReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParkerTest {
  private static final long SHORT = 2_000_000;
  private static final long LONGER = 30_000_000;

  private final Site site = new Site();
  private final Workers workers = new Workers();

  @AfterEach
  void end() {
    Thread.interrupted(); // whatever a failed test has left
    workers.close();
  }

  @Test
  void awaitOfADecidedWaiterReturnsAtOnce() throws InterruptedException {
    Sudog sudog = new Sudog();
    site.fire(sudog, true);

    assertThat(await(sudog, Parker.FOREVER)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void awaitEndsWhenFired(ThreadKind kind) {
    var waiting = site.start(workers, kind);

    assertThat(site.fire(waiting.sudog(), true)).isTrue();

    assertThat(waiting.worker().result()).isEqualTo(new Ended(true, false));
  }

  @ParameterizedTest
  @EnumSource
  void timedAwaitEndsWhenFired(ThreadKind kind) {
    var waiting = site.start(workers, kind, Long.MAX_VALUE / 2);

    assertThat(site.fire(waiting.sudog(), true)).isTrue();

    assertThat(waiting.worker().result()).isEqualTo(new Ended(true, false));
  }

  @Test
  void awaitEndsWhenTheTimeHasPassedAndNotBefore() throws InterruptedException {
    Sudog sudog = new Sudog();
    long start = System.nanoTime();

    assertThat(await(sudog, SHORT)).isFalse();

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT);
    assertCancelled(sudog);
  }

  /** Of a virtual thread, a wait of this length is ended by a call of the timer thread. */
  @ParameterizedTest
  @EnumSource
  void longerAwaitEndsWhenTheTimeHasPassedAndNotBefore(ThreadKind kind) {
    long start = System.nanoTime();
    var waiting = site.start(workers, kind, LONGER);

    assertThat(waiting.worker().result()).isEqualTo(new Ended(false, false));

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(LONGER);
    assertCancelled(waiting.sudog());
  }

  /** Fails when a wake-up call is not cancelled: its thread would be held until it is due. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void waitThatEndedBeforeItsTimeHoldsNothing(boolean interrupted) {
    WeakReference<Thread> thread = waited(interrupted);

    Await.until(
        () -> {
          System.gc();
          return thread.get() == null;
        },
        "the thread is collected");
  }

  /** A virtual thread that has waited, and ended. */
  private WeakReference<Thread> waited(boolean interrupted) {
    try (Workers own = new Workers()) {
      var waiting = site.start(own, ThreadKind.VIRTUAL, 3_600_000_000_000L);
      if (interrupted) {
        waiting.worker().interruptAndJoin();
      } else {
        site.fire(waiting.sudog(), true);
        waiting.worker().result();
      }
      return new WeakReference<>(waiting.worker().thread());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -1_000_000_000})
  void awaitWithoutTimeEndsAtOnce(long nanos) throws InterruptedException {
    Sudog sudog = new Sudog();

    assertThat(await(sudog, nanos)).isFalse();

    assertCancelled(sudog);
  }

  /** Fails when the deadline is compared instead of its distance: nanoTime() + nanos overflows. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE - 1, Long.MAX_VALUE / 2})
  void awaitOfCenturiesDoesNotEnd(long nanos) {
    var waiting = site.start(workers, ThreadKind.VIRTUAL, nanos);

    Site.assertStays(() -> Threads.isParked(waiting.worker().thread()), "parked");

    site.fire(waiting.sudog(), true);
    assertThat(waiting.worker().result().fired()).isTrue();
  }

  @Test
  void interruptOnTheWayInEndsTheWait() {
    Sudog sudog = new Sudog();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> await(sudog, Parker.FOREVER)).isInstanceOf(InterruptedException.class);

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertCancelled(sudog);
  }

  @Test
  void interruptOnTheWayInEndsATimedWait() {
    Sudog sudog = new Sudog();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> await(sudog, 60_000_000_000L))
        .isInstanceOf(InterruptedException.class);

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertCancelled(sudog);
  }

  @ParameterizedTest
  @EnumSource
  void interruptEndsTheWait(ThreadKind kind) {
    var waiting = site.start(workers, kind);

    waiting.worker().interruptAndJoin();

    assertCancelled(waiting.sudog());
  }

  @ParameterizedTest
  @EnumSource
  void interruptEndsATimedWait(ThreadKind kind) {
    var waiting = site.start(workers, kind, Long.MAX_VALUE / 2);

    waiting.worker().interruptAndJoin();

    assertCancelled(waiting.sudog());
  }

  /** Claimed first, then interrupted, then unparked: the claim wins, the interrupt is not lost. */
  @ParameterizedTest
  @EnumSource
  void interruptThatLosesToAClaimIsKept(ThreadKind kind) {
    for (long nanos : new long[] {Parker.FOREVER, Long.MAX_VALUE / 2}) {
      var waiting = site.start(workers, kind, nanos);
      site.lock();
      waiting.sudog().fire(site, true);
      waiting.worker().interrupt(); // the only thing that ends the park: the lock is still held

      assertThat(waiting.worker().result()).isEqualTo(new Ended(true, true));
      site.unlockAndWake();
    }
  }

  @Test
  void timeOutThatLosesToAClaimIsNone() {
    var waiting = site.start(workers, ThreadKind.VIRTUAL, 300_000_000);
    site.lock();
    assertThat(waiting.sudog().fire(site, true)).isTrue();

    assertThat(waiting.worker().result()).isEqualTo(new Ended(true, false));
    site.unlockAndWake();
  }

  @ParameterizedTest
  @EnumSource
  void uninterruptibleAwaitKeepsTheInterruptAndWaits(ThreadKind kind) {
    var waiting = site.startUninterruptible(workers, kind);

    waiting.worker().interrupt();
    Await.until(() -> !waiting.worker().thread().isInterrupted(), "the interrupt is put aside");
    Site.assertStays(() -> !waiting.worker().isDone(), "waiting");

    site.fire(waiting.sudog(), true);
    assertThat(waiting.worker().result()).isEqualTo(new Ended(true, true));
  }

  @Test
  void uninterruptibleAwaitOfADecidedWaiterReturnsAtOnce() {
    Sudog sudog = new Sudog();
    site.fire(sudog, true);

    Parker.awaitUninterruptibly(sudog, site, ParkReason.SELECT);
  }

  /** What thread dumps show. */
  @ParameterizedTest
  @EnumSource
  void parkedThreadIsBlockedByTheSite(ThreadKind kind) {
    var forever = site.start(workers, kind);
    var timed = site.start(workers, kind, Long.MAX_VALUE / 2);
    var uninterruptible = site.startUninterruptible(workers, kind);

    for (var waiting : new Site.Waiting[] {forever, timed, uninterruptible}) {
      assertThat(LockSupport.getBlocker(waiting.worker().thread())).isSameAs(site);
      assertThat(waiting.sudog().parkReason()).isEqualTo(ParkReason.SELECT);
      site.fire(waiting.sudog(), true);
    }
  }

  @Test
  void checkInterruptThrowsAndTakesTheFlagOff() throws InterruptedException {
    Parker.checkInterrupt();
    Thread.currentThread().interrupt();

    assertThatThrownBy(Parker::checkInterrupt).isInstanceOf(InterruptedException.class);

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private boolean await(Sudog sudog, long nanos) throws InterruptedException {
    return Parker.await(sudog, site, ParkReason.SELECT, nanos);
  }

  private void assertCancelled(Sudog sudog) {
    assertThat(sudog.isDecided()).isTrue();
    assertThat(sudog.fired()).isNull();
    assertThat(site.fire(sudog, true)).isFalse();
  }
}
