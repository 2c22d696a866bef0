// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * The rows of the table in which the channel is open and nobody waits: Empty (with and without a
 * buffer), Part and Full. A method per column.
 */
class IdleChannelTableTest {
  @Nested
  class EmptyUnbuffered {
    @ParameterizedTest
    @CapacitiesAndThreads(0)
    void sendParks(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        probe.assertSendParks();
        probe.assertHolds();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads(0)
    void trySendIsFalse(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        assertThat(probe.channel.trySend(1)).isFalse();
        probe.assertHolds();
      }
    }
  }

  @Nested
  class Empty {
    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void sendEnqueues(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        probe.send(7);
        assertThat(probe.channel.length()).isEqualTo(1);
        probe.assertHolds(7);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void trySendEnqueues(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        assertThat(probe.channel.trySend(7)).isTrue();
        assertThat(probe.channel.length()).isEqualTo(1);
        probe.assertHolds(7);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void receiveParks(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        probe.assertReceiveParks();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void tryReceiveIsEmpty(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        assertThat(probe.channel.tryReceive()).isEqualTo(Received.empty());
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void closeClosesAndDrains(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        probe.channel.close();
        assertThat(probe.channel.isClosed()).isTrue();
        assertThat(probe.channel.isDrained()).isTrue();
        assertThat(probe.receive()).isNull();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void tryCloseClosesAndIsTrue(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        assertThat(probe.channel.tryClose()).isTrue();
        assertThat(probe.channel.isClosed()).isTrue();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void closeWithCauseCloses(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Exception cause = new Exception("boom");
        probe.channel.close(cause);
        assertThat(probe.channel.isDrained()).isTrue();
        assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Closed<>(cause));
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void lengthIsZero(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        assertThat(probe.channel.length()).isZero();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void capacityIsAsMade(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        assertThat(probe.channel.capacity()).isEqualTo(capacity);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads
    void isNeitherClosedNorDrainedNorWaitedOn(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        assertThat(probe.channel.isClosed()).isFalse();
        assertThat(probe.channel.isDrained()).isFalse();
        probe.assertWaiting(0, 0);
      }
    }
  }

  @Nested
  class Part {
    @ParameterizedTest
    @CapacitiesAndThreads({2, 16})
    void sendEnqueuesAtTheTail(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.holding(1, capacity, kind)) {
        probe.send(7);
        assertThat(probe.channel.length()).isEqualTo(2);
        probe.assertHolds(1, 7);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({2, 16})
    void trySendEnqueuesAtTheTail(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.holding(1, capacity, kind)) {
        assertThat(probe.channel.trySend(7)).isTrue();
        assertThat(probe.channel.length()).isEqualTo(2);
        probe.assertHolds(1, 7);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({3, 16})
    void receiveTakesTheHead(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.holding(2, capacity, kind)) {
        assertThat(probe.receive()).isEqualTo(1);
        assertThat(probe.channel.length()).isEqualTo(1);
        probe.assertHolds(2);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({3, 16})
    void tryReceiveTakesTheHead(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.holding(2, capacity, kind)) {
        assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Value<>(1));
        assertThat(probe.channel.length()).isEqualTo(1);
        probe.assertHolds(2);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({2, 16})
    void closeKeepsTheData(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.holding(1, capacity, kind)) {
        probe.channel.close();
        assertThat(probe.channel.isClosed()).isTrue();
        assertThat(probe.channel.isDrained()).isFalse();
        assertThat(probe.channel.length()).isEqualTo(1);
        probe.assertHolds(1);
        assertThat(probe.channel.isDrained()).isTrue();
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({2, 16})
    void tryCloseKeepsTheDataAndIsTrue(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.holding(1, capacity, kind)) {
        assertThat(probe.channel.tryClose()).isTrue();
        probe.assertHolds(1);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({2, 16})
    void closeWithCauseKeepsTheData(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.holding(1, capacity, kind)) {
        Exception cause = new Exception("boom");
        probe.channel.close(cause);
        assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Value<>(1));
        assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Closed<>(cause));
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({2, 16})
    void lengthIsTheNumberOfElements(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.holding(1, capacity, kind)) {
        assertThat(probe.channel.length()).isEqualTo(1);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({2, 16})
    void capacityIsAsMade(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.holding(1, capacity, kind)) {
        assertThat(probe.channel.capacity()).isEqualTo(capacity);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({2, 16})
    void isNeitherClosedNorDrainedNorWaitedOn(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.holding(1, capacity, kind)) {
        assertThat(probe.channel.isClosed()).isFalse();
        assertThat(probe.channel.isDrained()).isFalse();
        probe.assertWaiting(0, 0);
      }
    }
  }

  @Nested
  class Full {
    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void sendParks(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        probe.assertSendParks();
        assertThat(probe.channel.length()).isEqualTo(capacity);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void trySendIsFalse(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        assertThat(probe.channel.trySend(7)).isFalse();
        assertThat(probe.channel.length()).isEqualTo(capacity);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void receiveTakesTheHead(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        assertThat(probe.receive()).isEqualTo(1);
        assertThat(probe.channel.length()).isEqualTo(capacity - 1);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void tryReceiveTakesTheHead(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Value<>(1));
        assertThat(probe.channel.length()).isEqualTo(capacity - 1);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void closeKeepsTheData(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        probe.channel.close();
        assertThat(probe.channel.isClosed()).isTrue();
        assertThat(probe.channel.isDrained()).isFalse();
        assertThat(probe.channel.length()).isEqualTo(capacity);
        assertThat(probe.receive()).isEqualTo(1);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void tryCloseKeepsTheDataAndIsTrue(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        assertThat(probe.channel.tryClose()).isTrue();
        assertThat(probe.channel.length()).isEqualTo(capacity);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void closeWithCauseKeepsTheData(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        probe.channel.close(new Exception("boom"));
        assertThat(probe.channel.length()).isEqualTo(capacity);
        assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Value<>(1));
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void lengthAndCapacityAreTheCapacity(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        assertThat(probe.channel.length()).isEqualTo(capacity);
        assertThat(probe.channel.capacity()).isEqualTo(capacity);
      }
    }

    @ParameterizedTest
    @CapacitiesAndThreads({1, 2, 16})
    void isNeitherClosedNorDrainedNorWaitedOn(int capacity, ThreadKind kind) {
      try (Probe probe = Probe.full(capacity, kind)) {
        assertThat(probe.channel.isClosed()).isFalse();
        assertThat(probe.channel.isDrained()).isFalse();
        probe.assertWaiting(0, 0);
      }
    }
  }
}
