// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;

/** {@code for (T value : channel)}, {@code forEach} and {@code stream}. */
class ChannelIterationTest {
  /** The three ways to receive all, as one. */
  private enum Way {
    FOR,
    FOR_EACH,
    STREAM;

    <T> void all(Channel<T> channel, Consumer<? super T> action) {
      switch (this) {
        case FOR -> {
          for (T value : channel) {
            action.accept(value);
          }
        }
        case FOR_EACH -> channel.forEach(action);
        case STREAM -> channel.stream().forEach(action);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void endsWhenTheChannelIsClosedAndDrained(int capacity, ThreadKind kind) {
    for (Way way : Way.values()) {
      try (Probe probe = Probe.full(capacity, kind)) {
        probe.start(
            "producer",
            () -> {
              probe.channel.sendAll(List.of(101, 102));
              probe.channel.close();
            });
        List<Integer> received = new ArrayList<>();
        way.all(probe.channel, received::add);
        assertThat(received).hasSize(capacity + 2).endsWith(101, 102);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void closedWithACauseThrowsAfterTheLastElement(int capacity, ThreadKind kind) {
    Exception cause = new Exception("boom");
    for (Way way : Way.values()) {
      try (Probe probe = Probe.full(capacity, kind)) {
        probe.channel.close(cause);
        List<Integer> received = new ArrayList<>();
        assertThatThrownBy(() -> way.all(probe.channel, received::add))
            .isInstanceOf(ChannelClosedException.class)
            .hasMessage("channel closed with a failure: java.lang.Exception: boom")
            .hasCause(cause);
        assertThat(received).isEqualTo(IntStream.rangeClosed(1, capacity).boxed().toList());
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void interruptRestoresTheFlagAndThrows(int capacity, ThreadKind kind) {
    for (Way way : Way.values()) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Boolean> receiver =
            probe.parkedReceiver(
                "range",
                () -> {
                  assertThatThrownBy(() -> way.all(probe.channel, value -> {}))
                      .isExactlyInstanceOf(InterruptedReceiveException.class)
                      .hasMessage("interrupted while receiving")
                      .hasCauseInstanceOf(InterruptedException.class);
                  return Thread.currentThread().isInterrupted();
                });
        receiver.interrupt();
        assertThat(receiver.result()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void interruptOnEntryTakesNothing(int capacity, ThreadKind kind) {
    for (Way way : Way.values()) {
      try (Probe probe = Probe.full(capacity, kind)) {
        Worker<Void> receiver =
            probe.start(
                "range",
                () -> {
                  Thread.currentThread().interrupt();
                  way.all(probe.channel, value -> {});
                });
        assertThat(receiver.failure()).isInstanceOf(InterruptedReceiveException.class);
        assertThat(probe.channel.length()).isEqualTo(capacity);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({2, 16})
  void breakLeavesTheRest(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      for (Integer value : probe.channel) {
        assertThat(value).isEqualTo(1);
        break;
      }
      assertThat(probe.receive()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({2, 16})
  void actionThatThrowsLeavesTheRest(int capacity, ThreadKind kind) {
    RuntimeException thrown = new RuntimeException("enough");
    for (Way way : Way.values()) {
      try (Probe probe = Probe.full(capacity, kind)) {
        assertThatThrownBy(() ->
                way.all(
                    probe.channel,
                    value -> {
                      throw thrown;
                    }))
            .isSameAs(thrown);
        assertThat(probe.channel.length()).isEqualTo(capacity - 1);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({2, 16})
  void shortCircuitedStreamTakesOneAheadAtMost(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      assertThat(probe.channel.stream().limit(1).toList()).containsExactly(1);
      assertThat(probe.channel.length()).isBetween(capacity - 2, capacity - 1);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void iteratorKeepsItsElementUntilItIsAskedFor(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.closed(1, capacity, kind)) {
      Iterator<Integer> iterator = probe.channel.iterator();
      assertThat(probe.channel.length()).as("takes nothing by itself").isEqualTo(1);
      assertThat(iterator.hasNext()).isTrue();
      assertThat(iterator.hasNext()).isTrue();
      assertThat(probe.channel.length()).isZero();
      assertThat(iterator.next()).isEqualTo(1);
      assertThat(iterator.hasNext()).isFalse();
      assertThatThrownBy(iterator::next)
          .isExactlyInstanceOf(NoSuchElementException.class)
          .hasMessageStartingWith("channel is closed and drained: channel-");
      assertThat(iterator.hasNext()).isFalse();
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void nextNeedsNoHasNext(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.closed(capacity, capacity, kind)) {
      Iterator<Integer> iterator = probe.channel.iterator();
      for (int value = 1; value <= capacity; value++) {
        assertThat(iterator.next()).isEqualTo(value);
      }
      assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void iteratorsShareTheElements(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      int count = 500;
      List<Worker<List<Integer>>> ranges =
          IntStream.range(0, 3)
              .mapToObj(i ->
                  probe.workers.start(
                      kind,
                      "range " + i,
                      () -> {
                        List<Integer> mine = new ArrayList<>();
                        for (Integer value : probe.channel) {
                          mine.add(value);
                        }
                        return mine;
                      }))
              .toList();
      probe.start(
          "producer",
          () -> {
            for (int i = 0; i < count; i++) {
              probe.channel.send(i);
            }
            probe.channel.close();
          });
      List<Integer> all = new ArrayList<>();
      for (Worker<List<Integer>> range : ranges) {
        List<Integer> mine = range.result();
        assertThat(mine).isSorted();
        all.addAll(mine);
      }
      assertThat(all)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, count).boxed().toList());
    }
  }
}
