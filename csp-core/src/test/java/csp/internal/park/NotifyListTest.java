// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NotifyListTest {
  private final NotifyList list = new NotifyList();
  private final Workers workers = new Workers();

  @AfterEach
  void end() {
    workers.close();
    list.checkInvariants();
  }

  @Test
  void notifiesInTheOrderOfJoining() {
    Sudog first = list.join();
    Sudog second = list.join();
    Sudog third = list.join();

    list.notifyOne();
    assertNotified(first, true);
    assertNotified(second, false);
    list.notifyOne();
    assertNotified(second, true);
    assertNotified(third, false);
    assertThat(list.size()).isEqualTo(1);
  }

  @Test
  void notifiesEverybody() {
    Sudog first = list.join();
    Sudog second = list.join();

    list.notifyEveryone();

    assertNotified(first, true);
    assertNotified(second, true);
    assertThat(list.size()).isZero();
  }

  @Test
  void notificationBetweenJoinAndAwaitIsNotMissed() throws InterruptedException {
    Sudog first = list.join();
    list.notifyOne();
    assertThat(await(first, Parker.FOREVER)).isTrue();
    Sudog second = list.join();
    list.notifyOne();
    assertThat(await(second, 0)).isTrue();
    Sudog third = list.join();
    list.notifyOne();
    assertThat(list.await(third, ParkReason.COND_WAIT, WaitMode.UNINTERRUPTIBLE)).isTrue();
  }

  /** Fails when a notified waiter does not give its sudog back. */
  @Test
  void sudogOfOneThatWasNotifiedServesTheNext() throws InterruptedException {
    Sudog first = list.join();
    list.notifyOne();
    assertThat(await(first, Parker.FOREVER)).isTrue();

    assertThat(list.join()).isSameAs(first);

    list.notifyOne();
  }

  /** Fails when one that gave up is given back, too. */
  @Test
  void sudogOfOneThatGaveUpServesNobodyElse() throws InterruptedException {
    Sudog first = list.join();
    assertThat(await(first, 0)).isFalse();

    assertThat(list.join()).isNotSameAs(first);

    list.notifyOne();
  }

  /** What Go's TestCondSignalStealing is about. */
  @Test
  void laterWaiterCannotStealANotification() {
    Sudog early = list.join();
    list.notifyOne();
    Sudog late = list.join();

    assertNotified(early, true);
    assertNotified(late, false);
    list.notifyEveryone();
    assertNotified(late, true);
  }

  @Test
  void notificationWithoutWaitersIsNotKept() {
    list.notifyOne();
    list.notifyEveryone();

    assertNotified(list.join(), false);
  }

  @ParameterizedTest
  @EnumSource
  void parkedWaitersReturnInOrder(ThreadKind kind) {
    Worker<Boolean> first = start(kind, 1);
    Worker<Boolean> second = start(kind, 2);

    list.notifyOne();
    assertThat(first.result()).isTrue();
    second.awaitParked();
    list.notifyEveryone();
    assertThat(second.result()).isTrue();
  }

  @Test
  void timeOutTakesNoNotification() throws InterruptedException {
    Sudog leaver = list.join();
    Sudog next = list.join();

    assertThat(await(leaver, 1_000_000)).isFalse();
    assertThat(list.size()).isEqualTo(1);
    list.notifyOne();

    assertNotified(next, true);
  }

  @ParameterizedTest
  @EnumSource
  void interruptTakesNoNotification(ThreadKind kind) {
    Worker<Boolean> leaver = start(kind, 1);
    Worker<Boolean> next = start(kind, 2);

    leaver.interruptAndJoin();
    assertThat(list.size()).isEqualTo(1);
    list.notifyOne();

    assertThat(next.result()).isTrue();
  }

  @Test
  void interruptOnEntryTakesNoNotification() {
    Sudog sudog = list.join();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> await(sudog, Parker.FOREVER)).isInstanceOf(InterruptedException.class);

    assertThat(list.size()).isZero();
  }

  /** The leaver cancelled but is still queued: held up by the lock, as the notifier is. */
  @Test
  void notificationOfAWaiterThatHadCancelledGoesToTheNext() {
    for (int i = 0; i < 100; i++) {
      Worker<Boolean> leaver = start(ThreadKind.VIRTUAL, 1);
      leaver.awaitParked();
      Worker<Boolean> next = start(ThreadKind.VIRTUAL, 2);
      list.lock();
      leaver.interrupt();
      Await.until(() -> !leaver.thread().isInterrupted(), "the leaver is on its way");
      Worker<Void> notifier = workers.platform("notifier", list::notifyOne);
      list.unlock();

      assertThat(leaver.failure()).isInstanceOf(InterruptedException.class);
      assertThat(next.result()).isTrue();
      notifier.result();
      assertThat(list.size()).isZero();
    }
  }

  /**
   * {@code notifyOne | interrupt of the first}: the first consumes the notification and keeps its
   * flag, or leaves it to the second. Fails when a claimed waiter that was interrupted throws.
   */
  @Test
  void notificationIsNotLostBetweenNotifyAndInterrupt() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    for (int i = 0; i < 300; i++) {
      Worker<Boolean> first =
          workers.virtual(
              "first",
              () -> await(list.join(), Parker.FOREVER) && Thread.currentThread().isInterrupted());
      Await.until(() -> list.size() == 1, "first joined", first.thread());
      Worker<Boolean> second = start(ThreadKind.VIRTUAL, 2);
      Worker<Void> interrupter =
          workers.platform(
              "interrupter",
              () -> {
                together.await();
                first.interrupt();
              });
      together.await();
      list.notifyOne();
      interrupter.result();
      Await.until(first::isDone, "the first has ended", first.thread());

      if (list.size() == 1) {
        first.result(); // the flag may have come after the end
        assertThat(second.isDone()).isFalse();
        list.notifyOne();
      } else {
        assertThat(first.failure()).isInstanceOf(InterruptedException.class);
      }
      assertThat(second.result()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void uninterruptibleAwaitKeepsTheInterrupt(ThreadKind kind) {
    Worker<Boolean> waiter =
        workers.start(
            kind,
            "waiter",
            () -> {
              list.await(list.join(), ParkReason.COND_WAIT, WaitMode.UNINTERRUPTIBLE);
              return Thread.currentThread().isInterrupted();
            });
    waiter.awaitParked().interrupt();
    Await.until(() -> !waiter.thread().isInterrupted(), "the interrupt is put aside");
    assertThat(waiter.isDone()).isFalse();

    list.notifyOne();

    assertThat(waiter.result()).isTrue();
  }

  @Test
  void abandonedJoinTakesNoNotification() {
    Sudog abandoned = list.join();
    Sudog next = list.join();

    list.abandon(abandoned);
    assertThat(list.size()).isEqualTo(1);
    list.notifyOne();

    assertNotified(next, true);
  }

  @Test
  void abandonedJoinPassesItsNotificationOn() {
    Sudog abandoned = list.join();
    Sudog next = list.join();
    list.notifyOne();

    list.abandon(abandoned);

    assertNotified(next, true);
    assertThat(list.size()).isZero();
  }

  private boolean await(Sudog sudog, long nanos) throws InterruptedException {
    return list.await(sudog, ParkReason.COND_WAIT, WaitMode.within(nanos));
  }

  private Worker<Boolean> start(ThreadKind kind, int joined) {
    Worker<Boolean> worker =
        workers.start(kind, "waiter", () -> await(list.join(), Parker.FOREVER));
    Await.until(() -> list.size() == joined, joined + " joined", worker.thread());
    return worker;
  }

  private static void assertNotified(Sudog sudog, boolean expected) {
    assertThat(sudog.fired() == sudog).isEqualTo(expected);
    assertThat(sudog.success()).isEqualTo(expected);
  }
}
