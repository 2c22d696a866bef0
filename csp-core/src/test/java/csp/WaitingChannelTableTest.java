// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * The rows of the table in which somebody waits: RecvW, and SendW with and without a buffer. A
 * method per column.
 */
class WaitingChannelTableTest {
  /** Two receivers are parked; first is the older one. */
  @Nested
  class ReceiversWait {
    @ParameterizedTest
    @CapacitiesAndThreads
    void sendHandsToTheOldestReceiver(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Integer> first = probe.parkedReceiver();
        Worker<Integer> second = probe.parkedReceiver();
        probe.send(7);
        assertThat(first.result()).isEqualTo(7);
        assertThat(probe.channel.length()).isZero();
        probe.assertWaiting(0, 1);
        second.interruptAndJoin();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void trySendHandsToTheOldestReceiver(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Integer> first = probe.parkedReceiver();
        Worker<Integer> second = probe.parkedReceiver();
        assertThat(probe.channel.trySend(7)).isTrue();
        assertThat(first.result()).isEqualTo(7);
        assertThat(probe.channel.length()).isZero();
        probe.assertWaiting(0, 1);
        second.interruptAndJoin();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void receiveParksAtTheTail(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Integer> first = probe.parkedReceiver();
        Worker<Integer> second = probe.parkedReceiver();
        probe.assertWaiting(0, 2);
        assertThat(probe.channel.trySend(1)).isTrue();
        assertThat(probe.channel.trySend(2)).isTrue();
        assertThat(first.result()).isEqualTo(1);
        assertThat(second.result()).isEqualTo(2);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void tryReceiveIsEmpty(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Integer> receiver = probe.parkedReceiver();
        assertThat(probe.channel.tryReceive()).isEqualTo(Received.empty());
        probe.assertWaiting(0, 1);
        receiver.interruptAndJoin();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void closeWakesEveryReceiverWithNull(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Integer> first = probe.parkedReceiver();
        Worker<Integer> second = probe.parkedReceiver();
        probe.channel.close();
        probe.assertWaiting(0, 0);
        assertThat(first.result()).isNull();
        assertThat(second.result()).isNull();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void tryCloseWakesEveryReceiverWithNull(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Integer> first = probe.parkedReceiver();
        Worker<Integer> second = probe.parkedReceiver();
        assertThat(probe.channel.tryClose()).isTrue();
        assertThat(first.result()).isNull();
        assertThat(second.result()).isNull();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void closeWithCauseFailsEveryReceiver(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Integer> first = probe.parkedReceiver();
        Worker<Integer> second = probe.parkedReceiver();
        Exception cause = new Exception("boom");
        probe.channel.close(cause);
        for (Worker<Integer> receiver : java.util.List.of(first, second)) {
          assertThat(receiver.failure())
              .isExactlyInstanceOf(ChannelClosedException.class)
              .hasMessage("channel closed with a failure: java.lang.Exception: boom")
              .hasCause(cause);
        }
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void lengthIsZeroAndCapacityAsMade(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Integer> receiver = probe.parkedReceiver();
        assertThat(probe.channel.length()).isZero();
        assertThat(probe.channel.capacity()).isEqualTo(capacity);
        receiver.interruptAndJoin();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void isNeitherClosedNorDrained(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Integer> receiver = probe.parkedReceiver();
        assertThat(probe.channel.isClosed()).isFalse();
        assertThat(probe.channel.isDrained()).isFalse();
        receiver.interruptAndJoin();
      }
    }
  }

  /** The buffer, if any, is full, and two senders are parked; first is the older one. */
  @Nested
  class SendersWait {
    @ParameterizedTest
    @CapacitiesAndThreads
    void sendParksAtTheTail(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        Worker<Void> first = probe.parkedSender(101);
        Worker<Void> second = probe.parkedSender(102);
        probe.assertWaiting(2, 0);
        for (int value = 1; value <= capacity; value++) {
          assertThat(probe.receive()).isEqualTo(value);
        }
        assertThat(probe.receive()).isEqualTo(101);
        assertThat(probe.receive()).isEqualTo(102);
        first.result();
        second.result();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void trySendIsFalse(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        Worker<Void> sender = probe.parkedSender(101);
        assertThat(probe.channel.trySend(7)).isFalse();
        probe.assertWaiting(1, 0);
        sender.interruptAndJoin();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads(0)
    void unbufferedReceiveTakesFromTheOldestSender(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        Worker<Void> first = probe.parkedSender(101);
        Worker<Void> second = probe.parkedSender(102);
        assertThat(probe.receive()).isEqualTo(101);
        first.result();
        probe.assertWaiting(1, 0);
        second.interruptAndJoin();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads(0)
    void unbufferedTryReceiveTakesFromTheOldestSender(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        Worker<Void> first = probe.parkedSender(101);
        Worker<Void> second = probe.parkedSender(102);
        assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Value<>(101));
        first.result();
        probe.assertWaiting(1, 0);
        second.interruptAndJoin();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void bufferedReceiveTakesTheHeadAndRefillsFromTheOldestSender(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        Worker<Void> first = probe.parkedSender(101);
        Worker<Void> second = probe.parkedSender(102);
        assertThat(probe.receive()).isEqualTo(1);
        first.result();
        assertThat(probe.channel.length()).isEqualTo(capacity);
        probe.assertWaiting(1, 0);
        second.interruptAndJoin();
        for (int value = 2; value <= capacity; value++) {
          assertThat(probe.receive()).isEqualTo(value);
        }
        probe.assertHolds(101);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void bufferedTryReceiveTakesTheHeadAndRefillsFromTheOldestSender(
        int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        Worker<Void> first = probe.parkedSender(101);
        Worker<Void> second = probe.parkedSender(102);
        assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Value<>(1));
        first.result();
        assertThat(probe.channel.length()).isEqualTo(capacity);
        probe.assertWaiting(1, 0);
        second.interruptAndJoin();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void closeFailsEverySenderAndKeepsTheData(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        Worker<Void> first = probe.parkedSender(101);
        Worker<Void> second = probe.parkedSender(102);
        probe.channel.close();
        for (Worker<Void> sender : java.util.List.of(first, second)) {
          assertThat(sender.failure())
              .isExactlyInstanceOf(ChannelClosedException.class)
              .hasMessage("send on closed channel")
              .hasNoCause();
        }
        assertThat(probe.channel.length()).isEqualTo(capacity);
        for (int value = 1; value <= capacity; value++) {
          assertThat(probe.receive()).isEqualTo(value);
        }
        assertThat(probe.receive()).isNull();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void tryCloseFailsEverySender(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        Worker<Void> first = probe.parkedSender(101);
        Worker<Void> second = probe.parkedSender(102);
        assertThat(probe.channel.tryClose()).isTrue();
        assertThat(first.failure()).hasMessage("send on closed channel");
        assertThat(second.failure()).hasMessage("send on closed channel");
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void closeWithCauseFailsEverySenderWithIt(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        Worker<Void> sender = probe.parkedSender(101);
        Exception cause = new Exception("boom");
        probe.channel.close(cause);
        assertThat(sender.failure()).hasMessage("send on closed channel").hasCause(cause);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void lengthAndCapacityCountTheBufferOnly(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        Worker<Void> sender = probe.parkedSender(101);
        assertThat(probe.channel.length()).isEqualTo(capacity);
        assertThat(probe.channel.capacity()).isEqualTo(capacity);
        sender.interruptAndJoin();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void isNeitherClosedNorDrained(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        Worker<Void> sender = probe.parkedSender(101);
        assertThat(probe.channel.isClosed()).isFalse();
        assertThat(probe.channel.isDrained()).isFalse();
        sender.interruptAndJoin();
      }
    }
  }
}
