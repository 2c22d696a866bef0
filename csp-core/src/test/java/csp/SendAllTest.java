// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** {@code sendAll}, from collections and from other sources. */
class SendAllTest {
  private static List<Integer> numbers(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }

  /** The same elements, as a source that is no collection. */
  private static Iterable<Integer> source(List<Integer> values) {
    return values::iterator;
  }

  private static List<Iterable<Integer>> bothSources(int count) {
    return List.of(numbers(count), source(numbers(count)));
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void sendsAllInOrder(int capacity, ThreadKind kind) {
    for (Iterable<Integer> values : bothSources(100)) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Void> sender = probe.start("sender", () -> probe.channel.sendAll(values));
        for (int i = 1; i <= 100; i++) {
          assertThat(probe.receive()).isEqualTo(i);
        }
        sender.result();
        probe.assertHolds();
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void sendsAsManyAsFitThenWaits(int capacity, ThreadKind kind) {
    for (Iterable<Integer> values : bothSources(capacity + 2)) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Void> sender = probe.parkedSender("sender", () -> probe.channel.sendAll(values));
        assertThat(probe.channel.length()).isEqualTo(capacity);
        assertThat(probe.receive()).isEqualTo(1);
        probe.workers.until(() -> probe.channel.waitingSenders() == 1, "waits with the last");
        assertThat(probe.receive()).isEqualTo(2);
        sender.result();
        assertThat(probe.channel.length()).isEqualTo(capacity);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void handsToWaitingReceiversOldestFirst(int capacity, ThreadKind kind) {
    for (Iterable<Integer> values : bothSources(3)) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        List<Worker<Integer>> receivers =
            IntStream.range(0, 3).mapToObj(i -> probe.parkedReceiver()).toList();
        probe.start("sender", () -> probe.channel.sendAll(values)).result();
        for (int i = 0; i < 3; i++) {
          assertThat(receivers.get(i).result()).isEqualTo(i + 1);
        }
        assertThat(probe.channel.length()).isZero();
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void nothingToSendReturnsAtOnce(int capacity, ThreadKind kind) throws InterruptedException {
    try (Probe probe = Probe.full(capacity, kind)) {
      probe.channel.sendAll(List.of());
      probe.channel.sendAll(source(List.of()));
      assertThat(probe.channel.length()).isEqualTo(capacity);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void interruptedInTheMiddleTellsHowManyWereSent(int capacity, ThreadKind kind) {
    for (Iterable<Integer> values : bothSources(capacity + 5)) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Void> sender = probe.parkedSender("sender", () -> probe.channel.sendAll(values));
        assertThat(probe.receive()).isEqualTo(1);
        probe.workers.until(() -> probe.channel.waitingSenders() == 1, "waits with the next");
        sender.awaitParked();
        sender.interrupt();
        assertThat(sender.failure())
            .isExactlyInstanceOf(InterruptedSendException.class)
            .hasMessage("interrupted after sending " + (capacity + 1) + " elements")
            .extracting(thrown -> ((InterruptedSendException) thrown).sent())
            .isEqualTo(capacity + 1);
        probe.assertWaiting(0, 0);
        probe.assertHolds(numbers(capacity + 1).subList(1, capacity + 1).toArray(Integer[]::new));
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void interruptedOnEntrySendsNothing(int capacity, ThreadKind kind) {
    for (Iterable<Integer> values : bothSources(3)) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Void> sender =
            probe.start(
                "sender",
                () -> {
                  Thread.currentThread().interrupt();
                  probe.channel.sendAll(values);
                });
        assertThat(sender.failure())
            .isExactlyInstanceOf(InterruptedSendException.class)
            .hasMessage("interrupted after sending 0 elements");
        assertThat(probe.channel.length()).isZero();
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void closedInTheMiddleTellsHowManyWereSent(int capacity, ThreadKind kind) {
    Exception cause = new Exception("boom");
    for (Iterable<Integer> values : bothSources(capacity + 5)) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Void> sender = probe.parkedSender("sender", () -> probe.channel.sendAll(values));
        assertThat(probe.receive()).isEqualTo(1);
        probe.workers.until(() -> probe.channel.waitingSenders() == 1, "waits with the next");
        probe.channel.close(cause);
        assertThat(sender.failure())
            .isExactlyInstanceOf(ChannelClosedException.class)
            .hasMessage("send on closed channel")
            .hasCause(cause)
            .extracting(thrown -> ((ChannelClosedException) thrown).sent())
            .isEqualTo(capacity + 1);
        probe.assertHolds(numbers(capacity + 1).subList(1, capacity + 1).toArray(Integer[]::new));
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void closedOnEntrySendsNothing(int capacity, ThreadKind kind) {
    for (Iterable<Integer> values : bothSources(3)) {
      try (Probe probe = Probe.closed(capacity, capacity, kind)) {
        assertThatThrownBy(() -> probe.channel.sendAll(values))
            .isExactlyInstanceOf(ChannelClosedException.class)
            .hasMessage("send on closed channel")
            .extracting(thrown -> ((ChannelClosedException) thrown).sent())
            .isEqualTo(0);
        assertThat(probe.channel.length()).isEqualTo(capacity);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({2, 16})
  void nullInACollectionSendsNothing(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      assertThatThrownBy(() -> probe.channel.sendAll(Arrays.asList(1, null, 3)))
          .isExactlyInstanceOf(NullPointerException.class)
          .hasMessage("values must not contain null, was null at index 1");
      assertThat(probe.channel.length()).isZero();
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({2, 16})
  void nullFromAnotherSourceEndsAfterWhatCameBefore(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      assertThatThrownBy(() -> probe.channel.sendAll(source(Arrays.asList(1, null, 3))))
          .isExactlyInstanceOf(NullPointerException.class)
          .hasMessage("value must not be null: null is never an element");
      probe.assertHolds(1);
    }
  }

  @Test
  void collectionIsCopiedBeforeItIsSent() {
    try (Probe probe = Probe.empty(0, ThreadKind.VIRTUAL)) {
      List<Integer> values = new ArrayList<>(numbers(3));
      Worker<Void> sender = probe.parkedSender("sender", () -> probe.channel.sendAll(values));
      values.clear();
      values.add(99);
      for (int i = 1; i <= 3; i++) {
        assertThat(probe.receive()).isEqualTo(i);
      }
      sender.result();
    }
  }

  @Test
  void sourceIsNeverReadAhead() {
    try (Probe probe = Probe.empty(1, ThreadKind.VIRTUAL)) {
      List<Integer> asked = java.util.Collections.synchronizedList(new ArrayList<>());
      Iterator<Integer> slow = numbers(4).stream().peek(asked::add).iterator();
      Worker<Void> sender = probe.parkedSender("sender", () -> probe.channel.sendAll(() -> slow));
      assertThat(asked).as("one is buffered, one waits").containsExactly(1, 2);
      sender.interruptAndJoin();
      probe.assertHolds(1);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void anotherChannelIsASource(int capacity, ThreadKind kind) {
    try (Probe from = Probe.empty(capacity, kind);
        Probe to = Probe.empty(capacity, kind)) {
      to.start(
          "relay",
          () -> {
            to.channel.sendAll(from.channel);
            to.channel.close();
          });
      from.start(
          "producer",
          () -> {
            from.channel.sendAll(numbers(200));
            from.channel.close();
          });
      List<Integer> received = new ArrayList<>();
      to.channel.forEach(received::add);
      assertThat(received).isEqualTo(numbers(200));
    }
  }

  @Test
  void failureOfASourceChannelIsPassedOnAsItIs() {
    Exception cause = new Exception("source broke");
    Channel<Integer> from = Channel.buffered(1);
    from.trySend(1);
    from.close(cause);
    Channel<Integer> to = Channel.buffered(4);
    assertThatThrownBy(() -> to.sendAll(from))
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("channel closed with a failure: java.lang.Exception: source broke")
        .hasCause(cause);
    assertThat(to.isClosed()).isFalse();
    assertThat(to.length()).isEqualTo(1);
  }

  /** The contract knows one exception for an interrupt while waiting, wherever it waited. */
  @Test
  void interruptedWhileWaitingForASourceChannelTellsHowManyWereSent() {
    Channel<Integer> to = Channel.buffered(4);
    try (Probe from = Probe.holding(1, 2, ThreadKind.VIRTUAL)) {
      Worker<Void> relay = from.parkedReceiver("relay", () -> sendAll(to, from.channel));
      relay.interrupt();
      assertThat(relay.failure())
          .isExactlyInstanceOf(InterruptedSendException.class)
          .hasMessage("interrupted after sending 1 elements");
    }
  }

  @Test
  void interruptedOnEntryWithAnEmptySourceThrows() {
    Channel<Integer> channel = Channel.buffered(1);
    Iterable<Integer> nothing = Collections::emptyIterator;
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> channel.sendAll(nothing))
        .isExactlyInstanceOf(InterruptedSendException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> channel.sendAll(List.of()))
        .isExactlyInstanceOf(InterruptedSendException.class);
  }

  private static Void sendAll(Channel<Integer> to, Channel<Integer> from)
      throws InterruptedException {
    try {
      to.sendAll(from);
    } catch (InterruptedSendException interrupted) {
      assertThat(Thread.currentThread().isInterrupted()).as("told by the exception").isFalse();
      throw interrupted;
    }
    return null;
  }

  /** What the source throws comes out as it is; what came before is sent. */
  @Test
  void failureOfASourceIsPassedOn() {
    Channel<Integer> channel = Channel.buffered(4);
    RuntimeException broken = new RuntimeException("disk");
    Iterable<Integer> source =
        () ->
            IntStream.rangeClosed(1, 3)
                .peek(i -> {
                  if (i == 3) {
                    throw broken;
                  }
                })
                .boxed()
                .iterator();
    assertThatThrownBy(() -> channel.sendAll(source)).isSameAs(broken);
    assertThat(channel.length()).isEqualTo(2);
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void severalBatchesLoseNothing(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      int batches = 4;
      List<Worker<Void>> senders = new ArrayList<>();
      for (int batch = 0; batch < batches; batch++) {
        List<Integer> values = IntStream.range(batch * 1000, batch * 1000 + 300).boxed().toList();
        senders.add(probe.start("batch " + batch, () -> probe.channel.sendAll(values)));
      }
      int[] last = {-1, 999, 1999, 2999};
      for (int i = 0; i < batches * 300; i++) {
        int value = probe.receiveHere();
        assertThat(value).as("order of its batch").isEqualTo(++last[value / 1000]);
      }
      senders.forEach(Worker::result);
    }
  }
}
