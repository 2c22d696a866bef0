// SPDX-License-Identifier: Apache-2.0
package csp;

import static csp.HandClock.at;
import static csp.HandClock.awaitReceivers;
import static csp.HandClock.ticks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickerTest {
  private final HandClock clock = new HandClock();

  @Test
  void ticksOnItsGrid() {
    Ticker ticker = ticker(ticks(10));
    assertEmpty(ticker);
    for (int i = 1; i <= 5; i++) {
      clock.advance(ticks(10));
      assertValue(ticker, at(10 * i));
      assertEmpty(ticker);
    }
  }

  @Test
  void anUnreadTickerGivesTheFirstMissedTickThenTheNextOnTheGrid() {
    Ticker ticker = ticker(ticks(10));
    clock.advance(ticks(35));
    assertValue(ticker, at(10));
    assertEmpty(ticker);
    clock.advance(ticks(4));
    assertEmpty(ticker);
    clock.advance(ticks(1));
    assertValue(ticker, at(40));
  }

  @Test
  void aTickReceivedExactlyOnTheGridIsNotFollowedByItself() {
    Ticker ticker = ticker(ticks(10));
    clock.advance(ticks(20));
    assertValue(ticker, at(10));
    assertEmpty(ticker);
    clock.advance(ticks(10));
    assertValue(ticker, at(30));
  }

  @Test
  void aWaitingReceiverGetsEveryTick() throws InterruptedException {
    Ticker ticker = ticker(ticks(10));
    Channel<Instant> ticked = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      Worker<Void> receiver =
          workers.virtual(
              "receiver",
              () -> {
                for (; ; ) {
                  ticked.send(ticker.channel().receive());
                }
              });
      for (int i = 1; i <= 5; i++) {
        awaitReceivers(ticker.channel(), 1);
        clock.advance(ticks(10));
        assertThat(ticked.receive()).isEqualTo(at(10 * i));
      }
      receiver.interruptAndJoin();
    }
  }

  @Test
  void severalWaitingReceiversShareTheTicks() {
    Ticker ticker = ticker(ticks(10));
    try (Workers workers = new Workers()) {
      Worker<Instant> first = workers.virtual("first", () -> ticker.channel().receive());
      awaitReceivers(ticker.channel(), 1);
      Worker<Instant> second = workers.virtual("second", () -> ticker.channel().receive());
      awaitReceivers(ticker.channel(), 2);
      clock.advance(ticks(10));
      assertThat(first.result()).isEqualTo(at(10));
      assertThat(ticker.channel().waitingReceivers()).isOne();
      clock.advance(ticks(10));
      assertThat(second.result()).isEqualTo(at(20));
    }
  }

  @Test
  void aTickThatIsFiredLateStaysOnTheGrid() {
    Ticker ticker = ticker(ticks(10));
    try (Workers workers = new Workers()) {
      Worker<Instant> receiver = workers.virtual("receiver", () -> ticker.channel().receive());
      awaitReceivers(ticker.channel(), 1);
      clock.advance(ticks(27));
      assertThat(receiver.result()).isEqualTo(at(10));
    }
    assertEmpty(ticker);
    clock.advance(ticks(3));
    assertValue(ticker, at(30));
  }

  @Test
  void lengthAndCapacityAreZero() {
    Ticker ticker = ticker(ticks(1));
    clock.advance(ticks(5));
    assertThat(ticker.channel().length()).isZero();
    assertThat(ticker.channel().capacity()).isZero();
  }

  @Test
  void stopDropsThePendingTickAndDoesNotCloseTheChannel() {
    Ticker ticker = ticker(ticks(10));
    clock.advance(ticks(10));
    ticker.stop();
    ticker.stop();
    assertEmpty(ticker);
    clock.advance(ticks(100));
    assertThat(ticker.channel().isClosed()).isFalse();
    try (Workers workers = new Workers()) {
      Worker<Instant> receiver = workers.virtual("receiver", () -> ticker.channel().receive());
      awaitReceivers(ticker.channel(), 1);
      clock.advance(ticks(100));
      assertThat(ticker.channel().waitingReceivers()).isOne();
      receiver.interruptAndJoin();
    }
  }

  @Test
  void stopUnderAWaitingReceiverLeavesItWaiting() {
    Ticker ticker = ticker(ticks(10));
    try (Workers workers = new Workers()) {
      Worker<Instant> receiver = workers.virtual("receiver", () -> ticker.channel().receive());
      awaitReceivers(ticker.channel(), 1);
      ticker.stop();
      clock.advance(ticks(100));
      assertThat(ticker.channel().waitingReceivers()).isOne();
      ticker.reset(ticks(7));
      clock.advance(ticks(7));
      assertThat(receiver.result()).isEqualTo(at(107));
    }
  }

  @Test
  void closeIsStop() {
    Ticker stopped;
    try (Ticker ticker = ticker(ticks(10))) {
      stopped = ticker;
    }
    clock.advance(ticks(10));
    assertEmpty(stopped);
  }

  @Test
  void resetStartsANewGridAndDropsThePendingTick() {
    Ticker ticker = ticker(ticks(10));
    clock.advance(ticks(13));
    ticker.reset(ticks(20));
    assertEmpty(ticker);
    clock.advance(ticks(19));
    assertEmpty(ticker);
    clock.advance(ticks(1));
    assertValue(ticker, at(33));
    clock.advance(ticks(20));
    assertValue(ticker, at(53));
  }

  @Test
  void aHugePeriodTicksNever() {
    Ticker ticker = ticker(Duration.ofSeconds(Long.MAX_VALUE));
    clock.advance(Duration.ofDays(200 * 365));
    assertEmpty(ticker);
  }

  @Test
  void theTickAfterTheEndOfTimeNeverComes() {
    Duration century = Duration.ofDays(100 * 365);
    Ticker ticker = ticker(century.multipliedBy(2));
    clock.advance(century.multipliedBy(2));
    assertThat(ticker.channel().tryReceive()).isInstanceOf(Received.Value.class);
    assertEmpty(ticker);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void aPeriodMustBePositive(long seconds) {
    Duration period = Duration.ofSeconds(seconds);
    assertThatThrownBy(() -> Timers.ticker(period))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("non-positive interval for NewTicker: interval must be > 0, was " + period);
    Ticker ticker = ticker(ticks(10));
    assertThatThrownBy(() -> ticker.reset(period))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("non-positive interval for Ticker.Reset: interval must be > 0, was " + period);
    clock.advance(ticks(10));
    assertValue(ticker, at(10));
    assertThat(Timers.tick(period)).isSameAs(Channel.nil());
  }

  @Test
  void iterationGivesTicks() {
    Ticker ticker = ticker(ticks(10));
    clock.move(ticks(10));
    List<Instant> first = ticker.channel().stream().limit(1).toList();
    assertThat(first).containsExactly(at(10));
  }

  private Ticker ticker(Duration period) {
    return new Ticker(clock.timers, period);
  }

  private static void assertEmpty(Ticker ticker) {
    assertThat(ticker.channel().tryReceive()).isEqualTo(Received.empty());
  }

  private static void assertValue(Ticker ticker, Instant moment) {
    assertThat(ticker.channel().tryReceive()).isEqualTo(new Received.Value<>(moment));
  }
}
