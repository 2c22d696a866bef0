// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;

/** Who is served first, and that nobody comes in between. */
class ChannelOrderTest {
  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void bufferIsFirstInFirstOutWhereverTheRingStarts(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      int next = 1;
      int expected = 1;
      for (int round = 0; round < 3 * capacity; round++) {
        while (probe.channel.trySend(next)) {
          next++;
        }
        assertThat(probe.channel.length()).isEqualTo(capacity);
        int take = 1 + round % capacity;
        for (int i = 0; i < take; i++) {
          assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Value<>(expected++));
        }
        Probe.checkInvariants(probe.channel);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void waitingReceiversAreServedOldestFirst(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      List<Worker<Integer>> receivers =
          IntStream.range(0, 20).mapToObj(i -> probe.parkedReceiver()).toList();
      for (int i = 0; i < receivers.size(); i++) {
        assertThat(probe.channel.trySend(i)).isTrue();
      }
      for (int i = 0; i < receivers.size(); i++) {
        assertThat(receivers.get(i).result()).isEqualTo(i);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void waitingSendersAreAdmittedOldestFirst(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      List<Worker<Void>> senders =
          IntStream.range(0, 20).mapToObj(i -> probe.parkedSender(capacity + 1 + i)).toList();
      for (int i = 0; i < senders.size(); i++) {
        assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Value<>(i + 1));
        senders.get(i).result(); // the oldest, and
        probe.assertWaiting(senders.size() - 1 - i, 0); // only that one
      }
      while (probe.channel.length() > 0) {
        probe.channel.tryReceive();
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void waiterInTheMiddleLeavesTheOrderOfTheOthers(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      Worker<Integer> first = probe.parkedReceiver();
      Worker<Integer> leaving = probe.parkedReceiver();
      Worker<Integer> last = probe.parkedReceiver();
      leaving.interruptAndJoin();
      probe.assertWaiting(0, 2);
      Probe.checkInvariants(probe.channel);
      probe.channel.trySend(1);
      probe.channel.trySend(2);
      assertThat(first.result()).isEqualTo(1);
      assertThat(last.result()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void senderInTheMiddleLeavesTheOrderOfTheOthers(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      Worker<Void> first = probe.parkedSender(101);
      Worker<Void> leaving = probe.parkedSender(102);
      Worker<Void> last = probe.parkedSender(103);
      leaving.interruptAndJoin();
      probe.assertWaiting(2, 0);
      Probe.checkInvariants(probe.channel);
      List<Integer> received = new ArrayList<>();
      probe.channel.drainTo(received, capacity + 3);
      assertThat(received.subList(capacity, capacity + 2)).containsExactly(101, 103);
      first.result();
      last.result();
    }
  }

  /** The slot that a receive frees belongs to the oldest sender before anybody can look. */
  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void nobodyBargesIntoAFreedSlot(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      Worker<Void> waiting = probe.parkedSender(101);
      assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Value<>(1));
      assertThat(probe.channel.trySend(7)).as("the buffer is full again").isFalse();
      waiting.result();
      for (int value = 2; value <= capacity; value++) {
        assertThat(probe.receive()).isEqualTo(value);
      }
      probe.assertHolds(101);
    }
  }

  /** A handed-off element is the woken receiver's, however long it takes to wake. */
  @ParameterizedTest
  @CapacitiesAndThreads
  void nobodyStealsAHandedOffElement(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      for (int value = 0; value < 200; value++) {
        Worker<Integer> receiver = probe.parkedReceiver();
        assertThat(probe.channel.trySend(value)).isTrue();
        assertThat(probe.channel.tryReceive()).isEqualTo(Received.empty());
        assertThat(probe.channel.length()).as("past the buffer").isZero();
        assertThat(receiver.result()).isEqualTo(value);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void receiverThatComesLaterDoesNotOvertakeAWaitingOne(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      Worker<Integer> first = probe.parkedReceiver();
      probe.channel.trySend(1);
      Worker<Integer> second = probe.parkedReceiver();
      probe.channel.trySend(2);
      assertThat(first.result()).isEqualTo(1);
      assertThat(second.result()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void oneProducersElementsArriveInTheirOrder(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      int count = 2_000;
      probe.start(
          "producer",
          () -> {
            for (int i = 0; i < count; i++) {
              probe.channel.send(i);
            }
            probe.channel.close();
          });
      List<Integer> received = new ArrayList<>();
      probe.channel.forEach(received::add);
      assertThat(received).isEqualTo(IntStream.range(0, count).boxed().toList());
    }
  }
}
