// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** {@code receiveBatch} and {@code drainTo}. */
class ReceiveBatchTest {
  private final List<Integer> sink = new ArrayList<>();

  private static List<Integer> numbers(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void drainToTakesWhatIsThereInOrder(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      assertThat(probe.channel.drainTo(sink, capacity + 10)).isEqualTo(capacity);
      assertThat(sink).isEqualTo(numbers(capacity));
      assertThat(probe.channel.length()).isZero();
      assertThat(probe.channel.drainTo(sink, 10)).as("nothing, and does not wait").isZero();
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({2, 16})
  void drainToTakesNoMoreThanMax(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      assertThat(probe.channel.drainTo(sink, 0)).isZero();
      assertThat(probe.channel.drainTo(sink, 1)).isEqualTo(1);
      assertThat(sink).containsExactly(1);
      assertThat(probe.channel.length()).isEqualTo(capacity - 1);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void drainToTakesFromWaitingSendersToo(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      List<Worker<Void>> senders = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        senders.add(probe.parkedSender(capacity + i));
      }
      assertThat(probe.channel.drainTo(sink, capacity + 3)).isEqualTo(capacity + 3);
      assertThat(sink).isEqualTo(numbers(capacity + 3));
      senders.forEach(Worker::result);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void drainToRefillsFromWaitingSenders(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      Worker<Void> first = probe.parkedSender(capacity + 1);
      Worker<Void> second = probe.parkedSender(capacity + 2);
      assertThat(probe.channel.drainTo(sink, 1)).isEqualTo(1);
      first.result();
      assertThat(probe.channel.length()).isEqualTo(capacity);
      probe.assertWaiting(1, 0);
      probe.channel.drainTo(sink, capacity + 1);
      second.result();
      assertThat(sink).isEqualTo(numbers(capacity + 2));
    }
  }

  @Test
  void drainToTakesMoreThanOneRoundHolds() {
    Channel<Integer> channel = Channel.named("many").unbounded();
    numbers(5_000).forEach(channel::trySend);
    assertThat(channel.drainTo(sink, 4_999)).isEqualTo(4_999);
    assertThat(sink).isEqualTo(numbers(4_999));
    assertThat(channel.length()).isEqualTo(1);
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void drainToIsZeroOnClosedWithOrWithoutACause(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      probe.channel.close(new Exception("boom"));
      assertThat(probe.channel.drainTo(sink, 100)).isEqualTo(capacity);
      assertThat(probe.channel.drainTo(sink, 100)).isZero();
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void batchTakesWhatIsThereWithoutWaiting(int capacity, ThreadKind kind)
      throws InterruptedException {
    try (Probe probe = Probe.full(capacity, kind)) {
      assertThat(probe.channel.receiveBatch(sink, 100)).isEqualTo(capacity);
      assertThat(sink).isEqualTo(numbers(capacity));
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({2, 16})
  void batchTakesNoMoreThanMax(int capacity, ThreadKind kind) throws InterruptedException {
    try (Probe probe = Probe.full(capacity, kind)) {
      assertThat(probe.channel.receiveBatch(sink, 1)).isEqualTo(1);
      assertThat(probe.channel.length()).isEqualTo(capacity - 1);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void batchWaitsForTheFirst(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      Worker<Integer> receiver =
          probe.parkedReceiver("batch", () -> probe.channel.receiveBatch(sink, 3));
      probe.send(7);
      assertThat(receiver.result()).isEqualTo(1);
      assertThat(sink).containsExactly(7);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void batchIsZeroWhenTheChannelIsClosedAndDrained(int capacity, ThreadKind kind)
      throws InterruptedException {
    try (Probe probe = Probe.empty(capacity, kind)) {
      Worker<Integer> receiver =
          probe.parkedReceiver("batch", () -> probe.channel.receiveBatch(sink, 3));
      probe.channel.close();
      assertThat(receiver.result()).isZero();
      assertThat(probe.channel.receiveBatch(sink, 3)).isZero();
      assertThat(sink).isEmpty();
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void batchDrainsThenThrowsTheCause(int capacity, ThreadKind kind) throws InterruptedException {
    Exception cause = new Exception("boom");
    try (Probe probe = Probe.full(capacity, kind)) {
      probe.channel.close(cause);
      if (capacity > 0) {
        assertThat(probe.channel.receiveBatch(sink, 100)).isEqualTo(capacity);
      }
      assertThatThrownBy(() -> probe.channel.receiveBatch(sink, 100))
          .isInstanceOf(ChannelClosedException.class)
          .hasCause(cause);
    }
    try (Probe probe = Probe.empty(capacity, kind)) {
      Worker<Integer> receiver =
          probe.parkedReceiver("batch", () -> probe.channel.receiveBatch(sink, 3));
      probe.channel.close(cause);
      assertThat(receiver.failure()).isInstanceOf(ChannelClosedException.class).hasCause(cause);
    }
  }

  /** The sink is the user's code: it runs without the lock, so it may use the channel itself. */
  @Test
  void sinkMayUseTheSameChannel() {
    Channel<Integer> channel = Channel.buffered(2);
    channel.trySend(1);
    channel.trySend(2);
    Collection<Integer> resending =
        new ThrowingSink() {
          @Override
          public boolean add(Integer value) {
            return channel.trySend(value + 10);
          }
        };
    assertThat(channel.drainTo(resending, 2)).isEqualTo(2);
    assertThat(channel.drainTo(sink, 2)).isEqualTo(2);
    assertThat(sink).containsExactly(11, 12);
  }

  @Test
  void sinkThatThrowsLeavesAWorkingChannel() {
    Channel<Integer> channel = Channel.buffered(2);
    channel.trySend(1);
    assertThatThrownBy(() -> channel.drainTo(new ThrowingSink(), 5))
        .isInstanceOf(UnsupportedOperationException.class);
    Probe.checkInvariants(channel);
    assertThat(channel.trySend(2)).isTrue();
    assertThat(channel.drainTo(sink, 5)).isEqualTo(1);
    assertThat(sink).containsExactly(2);
  }

  /** Refuses every element. */
  private static class ThrowingSink extends AbstractCollection<Integer> {
    @Override
    public Iterator<Integer> iterator() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int size() {
      return 0;
    }
  }
}
