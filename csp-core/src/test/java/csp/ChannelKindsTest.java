// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kinds that never make a sender wait: unbounded, dropping, conflated. */
class ChannelKindsTest {
  private final List<Integer> dropped = new ArrayList<>();
  private final ChannelBuilder builder = Channel.named("kind");

  private static List<Integer> drain(Channel<Integer> channel) {
    Probe.checkInvariants(channel);
    List<Integer> held = new ArrayList<>();
    channel.drainTo(held, Integer.MAX_VALUE);
    return held;
  }

  @Test
  void unboundedTakesAllThatComesInOrder() throws InterruptedException {
    Channel<Integer> channel = builder.unbounded();
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      channel.send(i);
    }
    assertThat(channel.length()).isEqualTo(count);
    assertThat(channel.capacity()).isEqualTo(Integer.MAX_VALUE);
    assertThat(drain(channel)).isEqualTo(IntStream.range(0, count).boxed().toList());
    assertThat(channel.length()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void unboundedHandsToAWaitingReceiver(ThreadKind kind) {
    try (Probe probe = new Probe(builder.unbounded(), kind)) {
      Worker<Integer> receiver = probe.parkedReceiver();
      assertThat(probe.channel.trySend(1)).isTrue();
      assertThat(receiver.result()).isEqualTo(1);
      assertThat(probe.channel.length()).isZero();
    }
  }

  @Test
  void unboundedSendOnClosedThrows() {
    Channel<Integer> channel = builder.unbounded();
    channel.trySend(1);
    channel.close();
    assertThatThrownBy(() -> channel.send(2)).hasMessage("send on closed channel");
    assertThat(drain(channel)).containsExactly(1);
  }

  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void dropOldestKeepsTheNewest(int capacity, ThreadKind kind) throws InterruptedException {
    Channel<Integer> channel = builder.dropOldest(capacity, dropped::add);
    for (int i = 0; i < capacity + 5; i++) {
      channel.send(i);
      assertThat(channel.length()).isEqualTo(Math.min(i + 1, capacity));
    }
    assertThat(dropped).containsExactly(0, 1, 2, 3, 4);
    assertThat(drain(channel)).isEqualTo(IntStream.range(5, capacity + 5).boxed().toList());
  }

  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void dropNewestKeepsTheOldest(int capacity, ThreadKind kind) throws InterruptedException {
    Channel<Integer> channel = builder.dropNewest(capacity, dropped::add);
    for (int i = 0; i < capacity + 3; i++) {
      channel.send(i);
    }
    assertThat(dropped).containsExactly(capacity, capacity + 1, capacity + 2);
    assertThat(drain(channel)).isEqualTo(IntStream.range(0, capacity).boxed().toList());
  }

  @Test
  void conflatedKeepsTheLatest() throws InterruptedException {
    Channel<Integer> channel = builder.conflated(dropped::add);
    assertThat(channel.capacity()).isEqualTo(1);
    for (int i = 0; i < 4; i++) {
      channel.send(i);
    }
    assertThat(dropped).containsExactly(0, 1, 2);
    assertThat(drain(channel)).containsExactly(3);
  }

  @Test
  void hookIsOptional() throws InterruptedException {
    for (Channel<Integer> channel :
        List.<Channel<Integer>>of(
            builder.dropOldest(1), builder.dropNewest(1), builder.conflated())) {
      channel.send(1);
      channel.send(2);
      assertThat(channel.length()).isEqualTo(1);
    }
  }

  @Test
  void everyFormOfSendSucceedsWhenFull() throws InterruptedException {
    for (Channel<Integer> channel :
        List.<Channel<Integer>>of(
            builder.dropOldest(1, dropped::add), builder.dropNewest(1, dropped::add))) {
      channel.send(1);
      dropped.clear();
      channel.send(2);
      assertThat(channel.trySend(3)).isTrue();
      assertThat(channel.trySend(4, Duration.ZERO)).isTrue();
      assertThat(channel.trySend(5, Duration.ofDays(1))).isTrue();
      channel.send(6, new TestCancellation());
      channel.sendAll(List.of(7, 8));
      channel.sendAll(() -> List.of(9, 10).iterator());
      assertThat(dropped).as("one for each of nine sends").hasSize(9);
      List<Integer> all = new ArrayList<>(dropped);
      all.addAll(drain(channel));
      assertThat(all).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitingReceiverGetsTheElementAndNothingIsDropped(ThreadKind kind) {
    try (Probe probe = new Probe(builder.dropNewest(1, dropped::add), kind)) {
      Worker<Integer> receiver = probe.parkedReceiver();
      assertThat(probe.channel.trySend(1)).isTrue();
      assertThat(receiver.result()).isEqualTo(1);
      assertThat(dropped).isEmpty();
    }
  }

  @Test
  void sendOnClosedThrowsAndDropsNothing() {
    for (Channel<Integer> channel :
        List.<Channel<Integer>>of(
            builder.dropOldest(1, dropped::add), builder.dropNewest(1, dropped::add))) {
      channel.trySend(1);
      channel.close();
      assertThatThrownBy(() -> channel.send(2)).hasMessage("send on closed channel");
      assertThatThrownBy(() -> channel.trySend(2)).hasMessage("send on closed channel");
      assertThatThrownBy(() -> channel.sendAll(List.of(2, 3))).hasMessage("send on closed channel");
      assertThat(dropped).isEmpty();
      assertThat(drain(channel)).containsExactly(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void hookRunsOnTheSendersThreadBeforeTheSendReturns(ThreadKind kind) {
    AtomicReference<Thread> ranOn = new AtomicReference<>();
    try (Probe probe =
        new Probe(builder.dropOldest(1, value -> ranOn.set(Thread.currentThread())), kind)) {
      probe
          .start(
              "sender",
              () -> {
                probe.channel.send(1);
                assertThat(ranOn).hasNullValue();
                probe.channel.send(2);
                assertThat(ranOn).hasValue(Thread.currentThread());
              })
          .result();
    }
  }

  /** Fails, by a time-out, if the hook runs under the lock (P5). */
  @Test
  void hookMayUseTheSameChannel() throws InterruptedException {
    AtomicReference<Channel<Integer>> self = new AtomicReference<>();
    List<String> seen = new ArrayList<>();
    Consumer<Integer> hook =
        value -> {
          Channel<Integer> channel = self.get();
          seen.add(value + ": " + channel.length());
          Probe.checkInvariants(channel);
          if (value < 3) {
            channel.trySend(value + 100); // drops, too: the hook runs again inside
          }
          if (value == 3) {
            assertThat(channel.tryReceive().orNull()).isNotNull();
            channel.close();
          }
        };
    self.set(builder.dropOldest(1, hook));
    self.get().send(1);
    self.get().send(2); // drops 1, whose hook sends 101, which drops 2, whose hook sends 102
    assertThat(seen).containsExactly("1: 1", "2: 1", "101: 1");
    assertThat(drain(self.get())).containsExactly(102);

    self.get().send(3);
    self.get().send(4);
    assertThat(self.get().isDrained()).isTrue();
  }

  @Test
  void hookThatThrowsLeavesTheSendInEffect() throws InterruptedException {
    IllegalStateException refused = new IllegalStateException("refused");
    Channel<Integer> channel =
        builder.dropOldest(
            1,
            value -> {
              throw refused;
            });
    channel.send(1);
    assertThatThrownBy(() -> channel.send(2)).isSameAs(refused);
    assertThatThrownBy(() -> channel.trySend(3)).isSameAs(refused);
    assertThatThrownBy(() -> channel.trySend(4, Duration.ZERO)).isSameAs(refused);
    assertThatThrownBy(() -> channel.send(5, new TestCancellation())).isSameAs(refused);
    assertThat(drain(channel)).containsExactly(5);
    channel.send(6);
    assertThat(drain(channel)).as("works on").containsExactly(6);
  }

  /**
   * A batch sends all that fits under one lock, so all its victims are gone when the hook starts.
   */
  @Test
  void hookThatThrowsInABatchIsStillToldOfEveryElement() {
    Channel<Integer> channel =
        builder.dropOldest(
            1,
            value -> {
              dropped.add(value);
              throw new IllegalStateException("refused " + value);
            });
    assertThatThrownBy(() -> channel.sendAll(List.of(1, 2, 3, 4)))
        .isInstanceOf(IllegalStateException.class);
    List<Integer> all = new ArrayList<>(dropped);
    all.addAll(drain(channel));
    int last = all.getLast(); // what was sent last is held
    assertThat(all).isEqualTo(IntStream.rangeClosed(1, last).boxed().toList());
  }

  @Test
  void hookThatThrowsTheSameAgainIsNotSuppressedByItself() {
    IllegalStateException same = new IllegalStateException("same");
    Channel<Integer> channel =
        builder.dropOldest(
            1,
            value -> {
              throw same;
            });
    assertThatThrownBy(() -> channel.sendAll(List.of(1, 2, 3, 4)))
        .isSameAs(same)
        .hasNoSuppressedExceptions();
  }

  @Test
  void closedWithACauseDrainsThenTellsIt() {
    Exception cause = new Exception("boom");
    Channel<Integer> channel = builder.conflated(dropped::add);
    channel.trySend(1);
    channel.trySend(2);
    channel.close(cause);
    assertThat(channel.tryReceive()).isEqualTo(new Received.Value<>(2));
    assertThat(channel.tryReceive()).isEqualTo(new Received.Closed<>(cause));
    assertThat(dropped).containsExactly(1);
  }
}
