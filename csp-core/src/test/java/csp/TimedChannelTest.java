// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;

import csp.internal.channel.SelectPort;
import csp.internal.channel.StandardChannel;
import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.params.ParameterizedTest;

/** {@code trySend(value, timeout)} and {@code tryReceive(timeout)}. */
class TimedChannelTest {
  private static final Duration SHORT = Duration.ofMillis(2);
  private static final List<Duration> AT_ONCE =
      List.of(
          Duration.ZERO,
          Duration.ofNanos(-1),
          Duration.ofSeconds(-1),
          Duration.ofDays(-400 * 365),
          Duration.ofSeconds(Long.MIN_VALUE));
  private static final List<Duration> FOR_EVER =
      List.of(
          Duration.ofDays(292 * 365L),
          Duration.ofDays(293 * 366L),
          Duration.ofNanos(Long.MAX_VALUE),
          Duration.ofNanos(Long.MAX_VALUE - 1),
          Duration.ofNanos(Long.MAX_VALUE).plusNanos(1),
          Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));

  @ParameterizedTest
  @CapacitiesAndThreads
  void zeroAndNegativeMeanAtOnce(int capacity, ThreadKind kind) throws InterruptedException {
    try (Probe probe = Probe.empty(capacity, kind)) {
      for (Duration timeout : AT_ONCE) {
        assertThat(probe.channel.tryReceive(timeout)).isEqualTo(Received.empty());
        if (capacity > 0) {
          assertThat(probe.channel.trySend(1, timeout)).isTrue();
          assertThat(probe.channel.tryReceive(timeout)).isEqualTo(new Received.Value<>(1));
        }
      }
    }
    try (Probe probe = Probe.full(capacity, kind)) {
      for (Duration timeout : AT_ONCE) {
        assertThat(probe.channel.trySend(7, timeout)).isFalse();
      }
      assertThat(probe.channel.length()).isEqualTo(capacity);
    }
  }

  /** It waited for a second: the nanoseconds are added to a product that has overflowed. */
  @Disabled("the least Duration with nanoseconds is taken for a positive one")
  @ParameterizedTest
  @CapacitiesAndThreads
  void leastDurationOfAllMeansAtOnce(int capacity, ThreadKind kind) {
    Duration least = Duration.ofSeconds(Long.MIN_VALUE, 999_999_999);
    assertThat(csp.internal.channel.Limits.nanos(least, "timeout")).isNegative();
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void timesOutAndLeavesNothingBehind(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      long start = System.nanoTime();
      Worker<Received<Integer>> receiver =
          probe.workers.start(kind, "receiver", () -> probe.channel.tryReceive(SHORT));
      assertThat(receiver.result()).isEqualTo(Received.empty());
      assertThat(System.nanoTime() - start).as("not early").isGreaterThanOrEqualTo(SHORT.toNanos());
      probe.assertWaiting(0, 0);
      assertThat(probe.channel.trySend(1)).as("nobody waits").isEqualTo(capacity > 0);
    }
    try (Probe probe = Probe.full(capacity, kind)) {
      long start = System.nanoTime();
      Worker<Boolean> sender =
          probe.workers.start(kind, "sender", () -> probe.channel.trySend(101, SHORT));
      assertThat(sender.result()).isFalse();
      assertThat(System.nanoTime() - start).as("not early").isGreaterThanOrEqualTo(SHORT.toNanos());
      probe.assertWaiting(0, 0);
      for (int value = 1; value <= capacity; value++) {
        assertThat(probe.receive()).isEqualTo(value);
      }
      probe.assertHolds();
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void veryLongIsForEver(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      for (Duration timeout : FOR_EVER) {
        Worker<Received<Integer>> receiver =
            probe.parkedReceiver("receiver", () -> probe.channel.tryReceive(timeout));
        assertThat(probe.channel.trySend(7)).isTrue();
        assertThat(receiver.result()).isEqualTo(new Received.Value<>(7));
      }
    }
    try (Probe probe = Probe.full(capacity, kind)) {
      int expected = 1;
      for (Duration timeout : FOR_EVER) {
        int value = capacity + expected;
        Worker<Void> sender =
            probe.parkedSender(
                "sender", () -> assertThat(probe.channel.trySend(value, timeout)).isTrue());
        assertThat(probe.receive()).isEqualTo(expected++);
        sender.result();
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void closeEndsTheWait(int capacity, ThreadKind kind) {
    Exception cause = new Exception("boom");
    try (Probe probe = Probe.empty(capacity, kind)) {
      Worker<Received<Integer>> receiver =
          probe.parkedReceiver("receiver", () -> probe.channel.tryReceive(Duration.ofDays(1)));
      probe.channel.close(cause);
      assertThat(receiver.result()).isEqualTo(new Received.Closed<>(cause));
    }
    try (Probe probe = Probe.full(capacity, kind)) {
      Worker<Void> sender =
          probe.parkedSender("sender", () -> probe.channel.trySend(101, Duration.ofDays(1)));
      probe.channel.close(cause);
      assertThat(sender.failure())
          .isInstanceOf(ChannelClosedException.class)
          .hasMessage("send on closed channel")
          .hasCause(cause);
    }
  }

  /**
   * The sender has claimed the receiver, and holds the lock, when the time passes. Fails if a
   * time-out does not have to win the claim (P1): then the element is lost.
   */
  @ParameterizedTest
  @CapacitiesAndThreads
  void timeThatPassesTooLateLeavesTheElement(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      StandardChannel<Integer> standard = (StandardChannel<Integer>) probe.channel;
      Worker<Received<Integer>> receiver;
      Object sent;
      do { // until the machine was quick enough
        receiver =
            probe.workers.start(
                kind, "receiver", () -> probe.channel.tryReceive(Duration.ofMillis(100)));
        Worker<?> started = receiver;
        probe.workers.until(
            () -> probe.channel.waitingReceivers() == 1 || started.isDone(), "is queued");
        standard.lock();
        sent = standard.sendStep(7);
        if (sent != SelectPort.SENT || probe.channel.length() > 0) {
          if (sent == SelectPort.SENT) {
            standard.receiveStep();
          }
          sent = null;
          standard.unlockAndWake();
        }
      } while (sent == null);
      Received<Integer> received = receiver.result(); // woken by the clock alone
      standard.unlockAndWake();
      assertThat(received).isEqualTo(new Received.Value<>(7));
    }
  }
}
