// SPDX-License-Identifier: Apache-2.0
package csp;

import static csp.HandClock.at;
import static csp.HandClock.awaitReceivers;
import static csp.HandClock.ticks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerTest {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final HandClock clock = new HandClock();

  @Test
  void deliversTheScheduledMomentOnce() {
    Timer timer = timer(ticks(10));
    clock.move(ticks(10).minusNanos(1));
    assertEmpty(timer);
    clock.move(Duration.ofNanos(1));
    assertValue(timer, at(10));
    clock.move(ticks(100));
    assertEmpty(timer);
  }

  @Test
  void deliversTheScheduledMomentEvenIfReceivedMuchLater() {
    Timer timer = timer(ticks(10));
    clock.advance(ticks(1000));
    assertValue(timer, at(10));
  }

  @Test
  void lengthAndCapacityAreZeroEvenWhenDue() {
    Timer timer = timer(ticks(1));
    clock.advance(ticks(2));
    assertThat(timer.channel().length()).isZero();
    assertThat(timer.channel().capacity()).isZero();
    assertThat(timer.channel().isClosed()).isFalse();
    assertValue(timer, at(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void zeroAndNegativeMeanNow(long seconds) {
    Timer timer = timer(Duration.ofSeconds(seconds));
    assertValue(timer, at(0));
    assertThat(timer.reset(Duration.ofSeconds(seconds))).isFalse();
    assertValue(timer, at(0));
  }

  @Test
  void whatALongCannotHoldNeverComes() {
    clock.move(Duration.ofDays(365));
    Timer timer = timer(FOREVER);
    Timer nearly = timer(Duration.ofNanos(Long.MAX_VALUE - 1));
    try (Workers workers = new Workers()) {
      Worker<Instant> receiver = workers.virtual("receiver", () -> timer.channel().receive());
      Worker<Instant> second = workers.virtual("second", () -> nearly.channel().receive());
      awaitReceivers(timer.channel(), 1);
      awaitReceivers(nearly.channel(), 1);
      clock.advance(Duration.ofDays(100 * 365));
      assertEmpty(timer);
      assertEmpty(nearly);
      receiver.interruptAndJoin();
      second.interruptAndJoin();
    }
    assertThat(timer.stop()).isTrue();
    assertThat(nearly.stop()).isTrue();
  }

  @Test
  void aWaitingReceiverGetsTheMoment() {
    Timer timer = timer(ticks(10));
    try (Workers workers = new Workers()) {
      Worker<Instant> receiver = workers.virtual("receiver", () -> timer.channel().receive());
      awaitReceivers(timer.channel(), 1);
      clock.advance(ticks(9));
      assertThat(timer.channel().waitingReceivers()).isOne();
      clock.advance(ticks(1));
      assertThat(receiver.result()).isEqualTo(at(10));
    }
  }

  @Test
  void theOldestWaitingReceiverGetsTheMoment() {
    Timer timer = timer(ticks(10));
    try (Workers workers = new Workers()) {
      Worker<Instant> first = workers.virtual("first", () -> timer.channel().receive());
      awaitReceivers(timer.channel(), 1);
      Worker<Instant> second = workers.virtual("second", () -> timer.channel().receive());
      awaitReceivers(timer.channel(), 2);
      clock.move(ticks(11));
      assertEmpty(timer); // it is the first one's, who has not been told yet
      clock.timers.fireDue();
      assertThat(first.result()).isEqualTo(at(10));
      assertThat(timer.channel().waitingReceivers()).isOne();
      timer.reset(ticks(5));
      clock.advance(ticks(5));
      assertThat(second.result()).isEqualTo(at(16));
    }
  }

  @Test
  void aReceiverThatLeavesTakesNothingWithIt() {
    Timer timer = timer(ticks(10));
    try (Workers workers = new Workers()) {
      Worker<Instant> receiver = workers.virtual("receiver", () -> timer.channel().receive());
      awaitReceivers(timer.channel(), 1);
      receiver.interruptAndJoin();
    }
    clock.advance(ticks(10));
    assertValue(timer, at(10));
  }

  @Test
  void aReceiverWithATimeLimitThatArmsTheTimerAgainIsServed() {
    Timer timer = timer(ticks(10));
    try (Workers workers = new Workers()) {
      for (int round = 0; round < 3; round++) {
        Worker<Instant> receiver = workers.virtual("receiver", () -> timer.channel().receive());
        awaitReceivers(timer.channel(), 1);
        receiver.interruptAndJoin();
      }
      Worker<Received<Instant>> last =
          workers.virtual("last", () -> timer.channel().tryReceive(Duration.ofHours(1)));
      awaitReceivers(timer.channel(), 1);
      clock.advance(ticks(10));
      assertThat(last.result()).isEqualTo(new Received.Value<>(at(10)));
    }
  }

  @Test
  void stopBeforeTheDeadlinePreventsTheMoment() {
    Timer timer = timer(ticks(10));
    assertThat(timer.stop()).isTrue();
    clock.advance(ticks(20));
    assertEmpty(timer);
    assertThat(timer.stop()).isFalse();
  }

  @Test
  void stopAfterTheDeadlineTakesTheUnreceivedMomentBack() {
    Timer timer = timer(ticks(10));
    clock.advance(ticks(20));
    assertThat(timer.stop()).isTrue();
    assertEmpty(timer);
  }

  @Test
  void stopAfterTheReceiveIsFalse() {
    Timer timer = timer(ticks(10));
    clock.advance(ticks(20));
    assertValue(timer, at(10));
    assertThat(timer.stop()).isFalse();
  }

  @Test
  void stopDoesNotWakeAReceiver() {
    Timer timer = timer(ticks(10));
    try (Workers workers = new Workers()) {
      Worker<Instant> receiver = workers.virtual("receiver", () -> timer.channel().receive());
      awaitReceivers(timer.channel(), 1);
      assertThat(timer.stop()).isTrue();
      clock.advance(ticks(20));
      assertThat(timer.channel().waitingReceivers()).isOne();
      receiver.interruptAndJoin();
    }
  }

  @Test
  void stopTakesBackTheMomentThatAReceiverIsDueButHasNotGot() {
    Timer timer = timer(ticks(10));
    try (Workers workers = new Workers()) {
      Worker<Instant> receiver = workers.virtual("receiver", () -> timer.channel().receive());
      awaitReceivers(timer.channel(), 1);
      clock.move(ticks(20));
      assertThat(timer.stop()).isTrue();
      clock.timers.fireDue();
      assertThat(timer.channel().waitingReceivers()).isOne();
      receiver.interruptAndJoin();
    }
  }

  @Test
  void resetBeforeTheDeadlineMovesIt() {
    Timer timer = timer(ticks(10));
    clock.advance(ticks(5));
    assertThat(timer.reset(ticks(10))).isTrue();
    clock.advance(ticks(9));
    assertEmpty(timer);
    clock.advance(ticks(1));
    assertValue(timer, at(15));
  }

  @Test
  void resetAfterTheDeadlineTakesTheUnreceivedMomentBack() {
    Timer timer = timer(ticks(10));
    clock.advance(ticks(20));
    assertThat(timer.reset(ticks(10))).isTrue();
    assertEmpty(timer);
    clock.advance(ticks(10));
    assertValue(timer, at(30));
  }

  @Test
  void resetAfterTheReceiveOrAStopIsFalse() {
    Timer timer = timer(ticks(10));
    clock.advance(ticks(10));
    assertValue(timer, at(10));
    assertThat(timer.reset(ticks(10))).isFalse();
    assertThat(timer.stop()).isTrue();
    assertThat(timer.reset(ticks(10))).isFalse();
    clock.advance(ticks(10));
    assertValue(timer, at(20));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 30})
  void resetMovesTheDeadlineOfAWaitingReceiver(int newTicks) {
    Timer timer = timer(ticks(10));
    try (Workers workers = new Workers()) {
      Worker<Instant> receiver = workers.virtual("receiver", () -> timer.channel().receive());
      awaitReceivers(timer.channel(), 1);
      assertThat(timer.reset(ticks(newTicks))).isTrue();
      clock.advance(ticks(newTicks).minusNanos(1));
      assertThat(timer.channel().waitingReceivers()).isOne();
      clock.advance(Duration.ofNanos(1));
      assertThat(receiver.result()).isEqualTo(at(newTicks));
    }
  }

  @Test
  void waitingReceiversOfSeveralTimersAreServedInDeadlineOrder() {
    List<Timer> timers = new ArrayList<>();
    List<Instant> order = new ArrayList<>();
    Channel<Instant> results = Channel.buffered(100);
    try (Workers workers = new Workers()) {
      for (int i = 0; i < 100; i++) {
        Timer timer = timer(ticks(1 + (i * 37) % 100));
        timers.add(timer);
        workers.virtual(
            "receiver",
            () -> {
              results.send(timer.channel().receive());
            });
        awaitReceivers(timer.channel(), 1);
      }
      for (int i = 0; i < 100; i++) {
        clock.advance(ticks(1));
        Await.until(() -> results.length() > 0, "one more is served");
        results.drainTo(order, 100);
      }
    }
    assertThat(order).hasSize(100).isSorted();
  }

  @Test
  void aCancellableReceiveWaitsForATimerAndIsCancelledByOne() {
    Timer timer = timer(ticks(10));
    Timer limit = timer(ticks(5));
    RuntimeException late = new IllegalStateException("late");
    Cancellation cancellation = new TestCancellation(limit.channel(), late);
    try (Workers workers = new Workers()) {
      Worker<Instant> receiver =
          workers.virtual("receiver", () -> timer.channel().receive(cancellation));
      awaitReceivers(timer.channel(), 1);
      awaitReceivers(limit.channel(), 1);
      clock.advance(ticks(5));
      assertThat(receiver.failure()).isSameAs(late);
    }
    assertThat(timer.channel().waitingReceivers()).isZero();
  }

  @Test
  void batchesAndDrainsTakeTheOneMoment() throws InterruptedException {
    Timer timer = timer(ticks(1));
    List<Instant> sink = new ArrayList<>();
    assertThat(timer.channel().drainTo(sink, 10)).isZero();
    clock.move(ticks(1));
    assertThat(timer.channel().drainTo(sink, 10)).isOne();
    timer.reset(ticks(1));
    clock.move(ticks(1));
    assertThat(timer.channel().receiveBatch(sink, 10)).isOne();
    assertThat(sink).containsExactly(at(1), at(2));
  }

  @Test
  void nullIsNamed() {
    Timer timer = timer(ticks(1));
    assertNullIsNamed(() -> Timers.after(null), "duration");
    assertNullIsNamed(() -> Timers.timer(null), "duration");
    assertNullIsNamed(() -> timer.reset(null), "duration");
    assertNullIsNamed(() -> Timers.tick(null), "period");
    assertNullIsNamed(() -> Timers.ticker(null), "period");
    assertNullIsNamed(() -> Timers.afterFunc(null, () -> {}), "duration");
    assertNullIsNamed(() -> Timers.afterFunc(Duration.ZERO, null), "task");
    assertNullIsNamed(() -> Timers.sleep(null), "duration");
    assertNullIsNamed(() -> Timers.sleep(Duration.ZERO, null), "cancellation");
  }

  private static void assertNullIsNamed(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String argument) {
    assertThatThrownBy(call)
        .isInstanceOf(NullPointerException.class)
        .hasMessage(argument + " must not be null");
  }

  private Timer timer(Duration duration) {
    return Timers.timer(clock.timers, duration);
  }

  private static void assertEmpty(Timer timer) {
    assertThat(timer.channel().tryReceive()).isEqualTo(Received.empty());
  }

  private static void assertValue(Timer timer, Instant moment) {
    assertThat(timer.channel().tryReceive()).isEqualTo(new Received.Value<>(moment));
  }

  private record TestCancellation(ReceiveChannel<?> done, RuntimeException error)
      implements Cancellation {
    private static final ThreadLocal<Boolean> ASKED = ThreadLocal.withInitial(() -> false);

    /** Null when asked on entry. */
    @Override
    public RuntimeException error() {
      boolean asked = ASKED.get();
      ASKED.set(true);
      return asked ? error : null;
    }
  }
}
