// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Broadcast.Subscription;
import csp.Broadcast.WhenSlow;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who receives what is sent to a broadcast, when it waits, and how it ends. */
class BroadcastTest {
  private static List<Integer> drained(Subscription<Integer> subscription) {
    List<Integer> all = new ArrayList<>();
    subscription.drainTo(all, Integer.MAX_VALUE);
    return all;
  }

  @Test
  void everySubscriptionReceivesEveryElement() throws InterruptedException {
    Broadcast<Integer> broadcast = Broadcast.buffered(4);
    Subscription<Integer> first = broadcast.subscribe();
    Subscription<Integer> second = broadcast.subscribe();

    broadcast.send(1);
    broadcast.sendAll(List.of(2, 3));
    assertThat(broadcast.trySend(4)).isTrue();

    assertThat(drained(first)).containsExactly(1, 2, 3, 4);
    assertThat(second.receive()).isEqualTo(1);
    assertThat(second.tryReceive()).isEqualTo(new Received.Value<>(2));
    assertThat(drained(second)).containsExactly(3, 4);
    assertThat(second.tryReceive()).isEqualTo(Received.empty());
  }

  @Test
  void subscriptionReceivesWhatIsSentSinceItBegan() throws InterruptedException {
    Broadcast<Integer> broadcast = Broadcast.buffered(4);
    Subscription<Integer> early = broadcast.subscribe();
    broadcast.send(1);
    Subscription<Integer> late = broadcast.subscribe();
    broadcast.send(2);

    assertThat(drained(early)).containsExactly(1, 2);
    assertThat(drained(late)).containsExactly(2);
  }

  @Test
  void sendToNobodyNeverWaitsAndGoesNowhere() throws InterruptedException {
    Broadcast<Integer> broadcast = Broadcast.buffered(1);
    for (int i = 0; i < 10; i++) {
      broadcast.send(i);
    }
    assertThat(broadcast.length()).isZero();

    assertThat(broadcast.subscribe().tryReceive()).isEqualTo(Received.empty());
  }

  /** Also where the ring has more slots than that, and however often it has gone round. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 1000})
  void bufferHoldsExactlyItsCapacity(int capacity) throws InterruptedException {
    Broadcast<Integer> broadcast = Broadcast.buffered(capacity);
    try (Subscription<Integer> subscription = broadcast.subscribe()) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < capacity; i++) {
          assertThat(broadcast.trySend(i)).isTrue();
        }
        assertThat(broadcast.trySend(-1)).isFalse();
        assertThat(broadcast.trySend(-1, Duration.ZERO)).isFalse();
        assertThat(broadcast.length()).isEqualTo(capacity);
        assertThat(subscription.length()).isEqualTo(capacity);
        assertThat(subscription.receive()).isZero();
        assertThat(broadcast.trySend(capacity)).isTrue();
        assertThat(broadcast.trySend(-1)).isFalse();
        assertThat(drained(subscription))
            .containsExactlyElementsOf(IntStream.rangeClosed(1, capacity).boxed().toList());
      }
      assertThat(broadcast.capacity()).isEqualTo(capacity);
      assertThat(subscription.capacity()).isEqualTo(capacity);
    }
  }

  @ParameterizedTest
  @EnumSource
  void receiverWaitsForAnElement(ThreadKind kind) throws InterruptedException {
    Broadcast<Integer> broadcast = Broadcast.buffered(2);
    try (Workers workers = new Workers();
        Subscription<Integer> first = broadcast.subscribe();
        Subscription<Integer> second = broadcast.subscribe()) {
      Worker<Integer> one = workers.start(kind, "first", () -> first.receive()).awaitParked();
      Worker<Integer> two = workers.start(kind, "second", () -> second.receive()).awaitParked();
      assertThat(broadcast.waitingReceivers()).isEqualTo(2);

      broadcast.send(7);

      assertThat(one.result()).isEqualTo(7);
      assertThat(two.result()).isEqualTo(7);
      assertThat(broadcast.waitingReceivers()).isZero();
      assertThat(broadcast.length()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void receiversOfOneSubscriptionShareItOldestFirst(ThreadKind kind) throws InterruptedException {
    Broadcast<Integer> broadcast = Broadcast.buffered(2);
    try (Workers workers = new Workers();
        Subscription<Integer> shared = broadcast.subscribe()) {
      Worker<Integer> one = workers.start(kind, "first", () -> shared.receive()).awaitParked();
      Worker<Integer> two = workers.start(kind, "second", () -> shared.receive()).awaitParked();

      broadcast.sendAll(List.of(1, 2));

      assertThat(one.result()).isEqualTo(1);
      assertThat(two.result()).isEqualTo(2);
    }
  }

  /** A receiver that has its element has made room. */
  @ParameterizedTest
  @EnumSource
  void sendersAreAdmittedOldestFirst(ThreadKind kind) throws InterruptedException {
    Broadcast<Integer> broadcast = Broadcast.buffered(1);
    try (Workers workers = new Workers();
        Subscription<Integer> subscription = broadcast.subscribe()) {
      broadcast.send(0);
      List<Worker<Void>> senders = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        int value = i;
        senders.add(workers.start(kind, "sender " + i, () -> broadcast.send(value)).awaitParked());
      }
      assertThat(broadcast.waitingSenders()).isEqualTo(3);
      assertThat(subscription.waitingSenders()).isZero();
      for (int i = 0; i <= 3; i++) {
        assertThat(subscription.receive()).isEqualTo(i);
        assertThat(broadcast.waitingSenders()).isEqualTo(Math.max(0, 2 - i));
      }
      senders.forEach(Worker::result);
    }
  }

  @Test
  void sendAllOfMoreThanFitsGoesOnAsRoomIsMade() throws InterruptedException {
    Broadcast<Integer> broadcast = Broadcast.buffered(3);
    List<Integer> all = IntStream.range(0, 1000).boxed().toList();
    try (Workers workers = new Workers()) {
      List<Worker<List<Integer>>> receivers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Subscription<Integer> subscription = broadcast.subscribe();
        receivers.add(workers.virtual("receiver " + i, () -> subscription.stream().toList()));
      }
      broadcast.sendAll(all);
      broadcast.close();
      for (Worker<List<Integer>> receiver : receivers) {
        assertThat(receiver.result()).isEqualTo(all);
      }
    }
  }

  @Test
  void batchesAreReceived() throws InterruptedException {
    Broadcast<Integer> broadcast = Broadcast.buffered(8);
    Subscription<Integer> subscription = broadcast.subscribe();
    broadcast.sendAll(List.of(1, 2, 3, 4, 5));
    List<Integer> batch = new ArrayList<>();

    assertThat(subscription.receiveBatch(batch, 3)).isEqualTo(3);
    assertThat(subscription.drainTo(batch, 1)).isEqualTo(1);
    assertThat(subscription.receiveBatch(batch, 100)).isEqualTo(1);
    assertThat(batch).containsExactly(1, 2, 3, 4, 5);
    assertThat(subscription.drainTo(batch, 9)).isZero();
  }

  // Ends

  @Test
  void closeLetsEverySubscriptionDrainThenEnd() throws InterruptedException {
    Broadcast<Integer> broadcast = Broadcast.buffered(4);
    Subscription<Integer> first = broadcast.subscribe();
    Subscription<Integer> second = broadcast.subscribe();
    broadcast.send(1);
    first.receive();

    broadcast.close();

    assertThat(broadcast.isClosed()).isTrue();
    assertThat(broadcast.isDrained()).as("one is left").isFalse();
    assertThat(first.isDrained()).isTrue();
    assertThat(first.receive()).isNull();
    assertThat(second.isClosed()).isTrue();
    assertThat(second.isDrained()).isFalse();
    assertThat(second.receive()).isEqualTo(1);
    assertThat(second.receive()).isNull();
    assertThat(second.tryReceive()).isEqualTo(Received.closed(null));
    assertThat(broadcast.isDrained()).isTrue();
    assertThatThrownBy(() -> broadcast.send(2))
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("send on closed channel");
    assertThatThrownBy(broadcast::close)
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("close of closed channel");
    assertThat(broadcast.tryClose()).isFalse();
  }

  @Test
  void failureIsTheCauseInEverySubscriptionAfterItsElements() throws InterruptedException {
    Broadcast<Integer> broadcast = Broadcast.buffered(4);
    Subscription<Integer> subscription = broadcast.subscribe();
    broadcast.send(1);
    Exception failure = new Exception("source is gone");

    broadcast.close(failure);

    assertThat(subscription.receive()).isEqualTo(1);
    assertThatThrownBy(subscription::receive)
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("channel closed with a failure: java.lang.Exception: source is gone")
        .hasCause(failure);
    assertThatThrownBy(() -> broadcast.trySend(2)).hasCause(failure);
    assertThat(broadcast.subscribe().tryReceive()).isEqualTo(Received.closed(failure));
  }

  @Test
  void subscriptionToAClosedBroadcastIsDrained() throws InterruptedException {
    Broadcast<Integer> broadcast = Broadcast.buffered(4);
    Subscription<Integer> before = broadcast.subscribe();
    broadcast.send(1);
    broadcast.close();

    Subscription<Integer> after = broadcast.subscribe();

    assertThat(after.isDrained()).isTrue();
    assertThat(after.receive()).isNull();
    assertThat(before.length()).isEqualTo(1);
    after.close();
    assertThat(before.receive()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void closeEndsThoseWhoWait(ThreadKind kind) throws InterruptedException {
    Broadcast<Integer> broadcast = Broadcast.buffered(1);
    try (Workers workers = new Workers()) {
      Subscription<Integer> empty = broadcast.subscribe();
      Subscription<Integer> full = broadcast.subscribe();
      broadcast.send(1);
      empty.receive();
      Worker<Integer> receiver = workers.start(kind, "receiver", () -> empty.receive());
      Worker<Void> sender = workers.start(kind, "sender", () -> broadcast.send(2));
      receiver.awaitParked();
      sender.awaitParked();

      broadcast.close();

      assertThat(receiver.result()).isNull();
      assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class);
      assertThat(drained(full)).containsExactly(1);
    }
  }

  // What can be seen

  @Test
  void namesAndLengthsAreSeen() throws InterruptedException {
    Broadcast<Integer> broadcast = Channel.named("prices").broadcast(4);
    Subscription<Integer> slow = broadcast.subscribe();
    Subscription<Integer> fast = broadcast.subscribe(WhenSlow.DROP);
    broadcast.sendAll(List.of(1, 2));
    fast.receive();

    assertThat(broadcast.name()).isEqualTo("prices");
    assertThat(slow.name()).isEqualTo("prices.1");
    assertThat(fast.name()).isEqualTo("prices.2");
    assertThat(broadcast.subscriptions()).isEqualTo(2);
    assertThat(broadcast.length()).as("how far the slowest is behind").isEqualTo(2);
    assertThat(broadcast.toString()).startsWith("prices[2/4, open, 0 sending, 0 receiving]@");
    assertThat(fast.toString()).startsWith("prices.2[1/4, open, 0 sending, 0 receiving]@");
    slow.close();
    assertThat(broadcast.subscriptions()).isEqualTo(1);
    assertThat(broadcast.length()).isEqualTo(1);
  }

  @Test
  void badArgumentsAreRefused() {
    Broadcast<Integer> broadcast = Broadcast.buffered(1);
    assertThatThrownBy(() -> Broadcast.buffered(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("capacity must be >= 1, was 0");
    assertThatThrownBy(() -> Broadcast.buffered(Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("capacity must be <= 1073741824, was 2147483647");
    assertThatThrownBy(() -> broadcast.subscribe(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("whenSlow must not be null");
    assertThatThrownBy(() -> broadcast.send(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("value must not be null: null is never an element");
  }
}
