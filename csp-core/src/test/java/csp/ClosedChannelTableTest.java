// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;

/** The rows of the table in which the channel is closed, with data and without. */
class ClosedChannelTableTest {
  private static void assertSendOnClosed(Probe probe, ThrowingSend send) {
    int length = probe.channel.length();
    assertThatThrownBy(send::run)
        .isExactlyInstanceOf(ChannelClosedException.class)
        .hasMessage("send on closed channel")
        .hasNoCause();
    assertThat(probe.channel.length()).as("leaves no trace").isEqualTo(length);
  }

  private static void assertCloseOfClosed(Probe probe) {
    int length = probe.channel.length();
    assertThatThrownBy(probe.channel::close)
        .isExactlyInstanceOf(ChannelClosedException.class)
        .hasMessage("close of closed channel")
        .hasNoCause();
    assertThatThrownBy(() -> probe.channel.close(new Exception("late")))
        .isExactlyInstanceOf(ChannelClosedException.class)
        .hasMessage("close of closed channel")
        .hasNoCause();
    assertThat(probe.channel.length()).isEqualTo(length);
  }

  @FunctionalInterface
  private interface ThrowingSend {
    void run() throws InterruptedException;
  }

  /** Closed while it held 1 .. capacity. */
  @Nested
  class ClosedWithData {
    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void sendThrows(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(capacity, capacity, kind)) {
        assertSendOnClosed(probe, () -> probe.channel.send(7));
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void trySendThrowsThoughTheBufferIsFull(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(capacity, capacity, kind)) {
        assertSendOnClosed(probe, () -> probe.channel.trySend(7));
        assertSendOnClosed(probe, () -> probe.channel.trySend(7, Duration.ZERO));
        assertSendOnClosed(probe, () -> probe.channel.trySend(7, Duration.ofDays(1)));
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({2, 16})
    void trySendThrowsThoughTheBufferHasRoom(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(1, capacity, kind)) {
        assertSendOnClosed(probe, () -> probe.channel.trySend(7));
        assertSendOnClosed(probe, () -> probe.channel.trySend(7, Duration.ZERO));
        probe.assertHolds(1);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void receiveTakesTheHead(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(capacity, capacity, kind)) {
        for (int value = 1; value <= capacity; value++) {
          assertThat(probe.receive()).isEqualTo(value);
        }
        assertThat(probe.receive()).isNull();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void tryReceiveTakesTheHead(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(capacity, capacity, kind)) {
        for (int value = 1; value <= capacity; value++) {
          assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Value<>(value));
        }
        assertThat(probe.channel.tryReceive()).isEqualTo(Received.closed(null));
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void closeThrows(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(capacity, capacity, kind)) {
        assertCloseOfClosed(probe);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void tryCloseIsFalse(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(capacity, capacity, kind)) {
        assertThat(probe.channel.tryClose()).isFalse();
        assertThat(probe.channel.length()).isEqualTo(capacity);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void lengthIsWhatIsLeftAndCapacityAsMade(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(capacity, capacity, kind)) {
        assertThat(probe.channel.length()).isEqualTo(capacity);
        assertThat(probe.channel.capacity()).isEqualTo(capacity);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void isClosedButNotDrained(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(capacity, capacity, kind)) {
        assertThat(probe.channel.isClosed()).isTrue();
        assertThat(probe.channel.isDrained()).isFalse();
        probe.assertWaiting(0, 0);
      }
    }
  }

  @Nested
  class ClosedAndDrained {
    @ParameterizedTest
    @CapacitiesAndThreads
    void sendThrows(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(0, capacity, kind)) {
        assertSendOnClosed(probe, () -> probe.channel.send(7));
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void trySendThrows(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(0, capacity, kind)) {
        assertSendOnClosed(probe, () -> probe.channel.trySend(7));
        assertSendOnClosed(probe, () -> probe.channel.trySend(7, Duration.ZERO));
        assertSendOnClosed(probe, () -> probe.channel.trySend(7, Duration.ofDays(1)));
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void receiveIsNullAnyNumberOfTimes(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(0, capacity, kind)) {
        for (int i = 0; i < 3; i++) {
          assertThat(probe.receive()).isNull();
        }
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void tryReceiveIsClosedAnyNumberOfTimes(int capacity, ThreadKind kind)
        throws InterruptedException {
      try (Probe probe = Probe.closed(0, capacity, kind)) {
        for (int i = 0; i < 3; i++) {
          assertThat(probe.channel.tryReceive()).isEqualTo(Received.closed(null));
          assertThat(probe.channel.tryReceive(Duration.ZERO)).isEqualTo(Received.closed(null));
          assertThat(probe.channel.tryReceive(Duration.ofDays(1))).isEqualTo(Received.closed(null));
        }
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void closeThrows(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(0, capacity, kind)) {
        assertCloseOfClosed(probe);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void tryCloseIsFalse(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(0, capacity, kind)) {
        assertThat(probe.channel.tryClose()).isFalse();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void lengthIsZeroAndCapacityAsMade(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(0, capacity, kind)) {
        assertThat(probe.channel.length()).isZero();
        assertThat(probe.channel.capacity()).isEqualTo(capacity);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void isClosedAndDrained(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.closed(0, capacity, kind)) {
        assertThat(probe.channel.isClosed()).isTrue();
        assertThat(probe.channel.isDrained()).isTrue();
        probe.assertWaiting(0, 0);
      }
    }
  }

  /** Closed with a failure: what differs from the rows above. */
  @Nested
  class ClosedWithCause {
    private final Exception cause = new Exception("boom");

    private Probe probe(int count, int capacity, ThreadKind kind) {
      Probe probe = Probe.holding(count, capacity, kind);
      probe.channel.close(cause);
      return probe;
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void sendThrowsWithTheCause(int capacity, ThreadKind kind) {
      try (Probe probe = probe(capacity, capacity, kind)) {
        for (ThrowingSend send :
            java.util.List.<ThrowingSend>of(
                () -> probe.channel.send(7),
                () -> probe.channel.trySend(7),
                () -> probe.channel.trySend(7, Duration.ZERO))) {
          assertThatThrownBy(send::run)
              .isExactlyInstanceOf(ChannelClosedException.class)
              .hasMessage("send on closed channel")
              .hasCause(cause);
        }
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void receiveDrainsThenThrowsWithTheCauseAnyNumberOfTimes(int capacity, ThreadKind kind) {
      try (Probe probe = probe(capacity, capacity, kind)) {
        for (int value = 1; value <= capacity; value++) {
          assertThat(probe.receive()).isEqualTo(value);
        }
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(() -> probe.channel.receive())
              .isExactlyInstanceOf(ChannelClosedException.class)
              .hasMessage("channel closed with a failure: java.lang.Exception: boom")
              .hasCause(cause);
        }
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void tryReceiveDrainsThenAnswersTheCause(int capacity, ThreadKind kind)
        throws InterruptedException {
      try (Probe probe = probe(capacity, capacity, kind)) {
        for (int value = 1; value <= capacity; value++) {
          assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Value<>(value));
        }
        assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Closed<>(cause));
        assertThat(probe.channel.tryReceive(Duration.ZERO)).isEqualTo(new Received.Closed<>(cause));
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void closeThrowsWithTheFirstCause(int capacity, ThreadKind kind) {
      try (Probe probe = probe(0, capacity, kind)) {
        assertThatThrownBy(probe.channel::close)
            .hasMessage("close of closed channel")
            .hasCause(cause);
        assertThatThrownBy(() -> probe.channel.close(new Exception("second")))
            .hasMessage("close of closed channel")
            .hasCause(cause);
        assertThat(probe.channel.tryClose()).isFalse();
        assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Closed<>(cause));
      }
    }
  }
}
