// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of Go's WaitGroup, and that a wait that ends early leaves nothing behind. */
class WaitGroupTest {
  private static final String NEGATIVE = "sync: negative WaitGroup counter";
  private static final String MISUSE = "sync: WaitGroup misuse: Add called concurrently with Wait";
  private static final String REUSED =
      "sync: WaitGroup is reused before previous Wait has returned";
  private static final Duration LONG = Duration.ofSeconds(100);

  private final RuntimeException why = new RuntimeException("enough");
  private final TestCancellation cancellation = new TestCancellation();
  private final WaitGroup group = new WaitGroup();
  private final Workers workers = new Workers();

  @AfterEach
  void end() {
    workers.close();
    group.checkInvariants();
    assertThat(cancellation.done.waitingReceivers()).as("queued on done").isZero();
  }

  // The counter

  @Test
  void everyFormReturnsAtOnceWhileTheCounterIsZero() throws InterruptedException {
    group.await();
    assertThat(group.await(Duration.ZERO)).isTrue();
    assertThat(group.await(Duration.ofSeconds(-1))).isTrue();
    group.await(cancellation);
    group.add(2);
    group.done();
    group.add(-1);
    group.await();
    assertThat(group).hasToString("WaitGroup[0 to go, 0 waiting]");
  }

  @Test
  void negativeCounterIsReportedAndStays() {
    assertThatThrownBy(group::done)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(NEGATIVE);
    assertThat(group.count()).isEqualTo(-1);
    assertThatThrownBy(() -> group.add(-2)).hasMessage(NEGATIVE);
    assertThat(group.count()).isEqualTo(-3);
    assertThatThrownBy(() -> group.add(2)).as("still negative").hasMessage(NEGATIVE);
    group.add(1);
    assertThat(group.count()).isZero();
  }

  @Test
  void waitForANegativeCounterWaits() {
    assertThatThrownBy(group::done).hasMessage(NEGATIVE);
    Worker<Void> waiter = waiter(ThreadKind.VIRTUAL, group::await);
    group.add(1);
    waiter.result();
  }

  @Test
  void counterOf32BitsThatOverflowsIsNegative() {
    group.add(Integer.MAX_VALUE);
    assertThatThrownBy(() -> group.add(1)).hasMessage(NEGATIVE);
    assertThat(group.count()).isEqualTo(Integer.MIN_VALUE);
  }

  @Test
  void nothingIsAddedWithoutEffect() throws InterruptedException {
    group.add(0);
    group.add(1);
    Worker<Void> waiter = waiter(ThreadKind.VIRTUAL, group::await);
    group.add(0);
    assertThat(group.waiting()).isEqualTo(1);
    group.done();
    waiter.result();
  }

  // Waiting

  @ParameterizedTest
  @EnumSource
  void allWhoWaitInWhateverFormAreReleasedTogether(ThreadKind kind) {
    group.add(2);
    List<Worker<?>> waiters = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiters.add(workers.start(kind, "plain", () -> group.await()));
      waiters.add(workers.start(kind, "timed", () -> assertThat(group.await(LONG)).isTrue()));
      waiters.add(workers.start(kind, "cancellable", () -> group.await(cancellation)));
    }
    Await.until(() -> group.waiting() == 30, "all wait");
    group.done();
    assertThat(group.waiting()).isEqualTo(30);
    group.add(1);
    group.add(-2);
    waiters.forEach(Worker::result);
    assertThat(group).hasToString("WaitGroup[0 to go, 0 waiting]");
  }

  @Test
  void groupIsUsedAgainWhenAllWaitsHaveReturned() {
    for (int round = 0; round < 100; round++) {
      group.add(1);
      Worker<Void> first = waiter(ThreadKind.VIRTUAL, group::await);
      Worker<Void> second = workers.platform("second", () -> group.await());
      Await.until(() -> group.waiting() == 2, "both wait");
      group.done();
      first.result();
      second.result();
    }
  }

  /** Fails when a waiter queues without a second look at the counter: nobody releases it. */
  @Test
  void countBetweenTheLookAndTheQueueIsNotMissed() {
    group.add(1);
    group.site().lock();
    Worker<Void> waiter = workers.virtual("waiter", () -> group.await());
    waiter.awaitParked(); // for the lock, in a pause
    group.done();
    group.site().unlock();
    waiter.result();
  }

  @ParameterizedTest
  @EnumSource
  void interruptedWaitLeavesNothingBehind(ThreadKind kind) {
    group.add(1);
    waiter(kind, group::await).interruptAndJoin();
    waiter(kind, () -> group.await(LONG)).interruptAndJoin();
    waiter(kind, () -> group.await(cancellation)).interruptAndJoin();
    assertThat(group).hasToString("WaitGroup[1 to go, 0 waiting]");
    group.done();
    group.add(1); // no waiter is counted, so nothing is misused
  }

  @ParameterizedTest
  @EnumSource
  void interruptOnEntryIsThrownThoughNoWaitIsNeeded(ThreadKind kind) {
    Worker<Void> worker =
        workers.start(
            kind,
            "interrupted",
            () -> {
              Thread.currentThread().interrupt();
              group.await();
            });
    assertThat(worker.failure()).isInstanceOf(InterruptedException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 2_000_000})
  void timedOutWaitLeavesNothingBehind(long nanos) throws InterruptedException {
    group.add(1);
    assertThat(group.await(Duration.ofNanos(nanos))).isFalse();
    assertThat(group).hasToString("WaitGroup[1 to go, 0 waiting]");
    group.done();
    group.add(1);
  }

  @ParameterizedTest
  @EnumSource
  void cancelledWaitThrowsTheErrorAndLeavesNothingBehind(ThreadKind kind) {
    group.add(1);
    Worker<Void> waiter = waiter(kind, () -> group.await(cancellation));
    cancellation.end(why);
    assertThat(waiter.failure()).isSameAs(why);
    assertThat(group).hasToString("WaitGroup[1 to go, 0 waiting]");
    assertThatThrownBy(() -> group.await(cancellation)).isSameAs(why);
    group.done();
    assertThatThrownBy(() -> group.await(cancellation)).as("though at zero").isSameAs(why);
  }

  // Misuse

  /** The releaser has counted and cannot go on: the adder comes before any wait could return. */
  @Test
  void addFromZeroWhileWaitsHaveYetToReturnIsReportedToTheAdder() {
    group.add(1);
    Worker<Void> waiter = waiter(ThreadKind.VIRTUAL, group::await);
    group.site().lock();
    Worker<Void> releaser = workers.platform("releaser", () -> group.done());
    Await.until(() -> group.count() == 0, "counted");
    try {
      assertThatThrownBy(() -> group.add(2))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage(MISUSE);
    } finally {
      group.site().unlock();
    }
    assertThat(releaser.failure()).as("noticed here too").hasMessage(MISUSE);
    assertThat(group).hasToString("WaitGroup[2 to go, 1 waiting]");
    group.add(-2);
    waiter.result();
  }

  /**
   * The waiter was released and finds the next round begun; it takes longer to wake than to add.
   */
  @Test
  void waitThatFindsTheNextRoundBegunReportsIt() {
    int reported = 0;
    for (int i = 0; i < 1_000 && reported == 0; i++) {
      group.add(1);
      Worker<Void> waiter = waiter(ThreadKind.VIRTUAL, group::await);
      waiter.awaitParked();
      group.done();
      group.add(1);
      Await.until(waiter::isDone, "released");
      try {
        waiter.result();
      } catch (AssertionError failed) {
        assertThat(failed.getCause())
            .isExactlyInstanceOf(IllegalStateException.class)
            .hasMessage(REUSED);
        reported++;
      }
      group.done();
    }
    assertThat(reported).isEqualTo(1);
  }

  /**
   * The last waiter gives up while the releaser is on its way; then the next round begins, by the
   * rules. Fails when a releaser does not hear that its waiters have left: it takes the new round
   * for misuse.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void roundMayBeginWhenTheLastWaiterHasGivenUp(boolean waits) {
    for (int i = 0; i < 200; i++) {
      group.add(1);
      Worker<Void> leaver = waiter(ThreadKind.VIRTUAL, group::await);
      leaver.awaitParked();
      group.site().lock();
      Worker<Void> releaser = workers.platform("releaser", () -> group.done());
      Await.until(() -> group.count() == 0, "counted");
      releaser.awaitParked(); // for the lock, in a pause
      leaver.interrupt();
      Await.until(() -> !leaver.thread().isInterrupted(), "on its way");
      leaver.awaitParked(); // for the lock, too
      group.site().unlock();
      assertThat(leaver.failure()).isInstanceOf(InterruptedException.class);

      group.add(1);
      Worker<Void> next = waits ? waiter(ThreadKind.VIRTUAL, group::await) : null;
      group.done();

      if (next != null) {
        next.result();
      }
      releaser.result();
      assertThat(group).hasToString("WaitGroup[0 to go, 0 waiting]");
    }
  }

  // go

  @Test
  void goCountsInTheCallerAndRunsTheTaskInAGoroutine() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger ran = new AtomicInteger();
    Thread plain =
        group.go(() -> {
          gate.await();
          ran.incrementAndGet();
        });
    Thread named =
        group.go(
            "named",
            () -> {
              gate.await();
              group.go(() -> ran.incrementAndGet()); // from inside, while the counter is not 0
              ran.incrementAndGet();
            });
    assertThat(group.count()).isEqualTo(2);
    assertThat(plain.isVirtual()).isTrue();
    assertThat(plain.getName()).isEqualTo("goroutine-" + plain.threadId());
    assertThat(named.getName()).isEqualTo("named");
    gate.countDown();
    group.await();
    assertThat(ran).hasValue(3);
  }

  /** Whatever leaves the task, the group hears of its end first, and then the handler. */
  @ParameterizedTest
  @ValueSource(classes = {Exception.class, RuntimeException.class, AssertionError.class})
  void taskThatFailsHasEndedAndItsFailureGoesToTheHandler(Class<? extends Throwable> type)
      throws Exception {
    Throwable failure = type.getConstructor().newInstance();
    AtomicReference<Throwable> seen = new AtomicReference<>();
    AtomicInteger countThen = new AtomicInteger(-1);
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
      countThen.set(group.count());
      seen.set(thrown);
    });
    try {
      group.go(() -> {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (Exception) failure;
      });
      group.await();
      Await.until(() -> seen.get() != null, "the handler is called");
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(null);
    }
    assertThat(seen.get()).isSameAs(failure);
    assertThat(countThen).hasValue(0);
  }

  @Test
  void nullArgumentsAreNamedAndCountNothing() {
    assertThatThrownBy(() -> group.go(null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("task must not be null");
    assertThatThrownBy(() -> group.go("name", null)).hasMessage("task must not be null");
    assertThatThrownBy(() -> group.go(null, () -> {})).hasMessage("name must not be null");
    assertThatThrownBy(() -> group.await((Duration) null)).hasMessage("timeout must not be null");
    assertThatThrownBy(() -> group.await((csp.Cancellation) null))
        .hasMessage("cancellation must not be null");
    assertThat(group.count()).isZero();
  }

  /** Starts a thread that waits for the group, and returns when it is counted. */
  private Worker<Void> waiter(ThreadKind kind, Workers.Body body) {
    int before = group.waiting();
    Worker<Void> worker = workers.start(kind, "waiter", body);
    Await.until(() -> group.waiting() > before, "waits", worker.thread());
    return worker;
  }
}
