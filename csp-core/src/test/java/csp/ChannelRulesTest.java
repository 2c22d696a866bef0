// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.internal.channel.StandardChannel;
import csp.testkit.Await;
import csp.testkit.Capacities;
import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** What the table cannot show: identity, names, order of checks, what a failure leaves behind. */
class ChannelRulesTest {
  @Test
  void channelsAreComparedByIdentity() {
    Channel<Integer> one = Channel.buffered(1);
    Channel<Integer> other = Channel.buffered(1);

    assertThat((Object) one).isNotEqualTo(other).isEqualTo(one);
  }

  @Test
  void unbufferedIsCapacityZero() {
    assertThat(Channel.unbuffered().capacity()).isZero();
    assertThat(Channel.buffered(0).capacity()).isZero();
    assertThat(Channel.named("a").unbuffered().capacity()).isZero();
  }

  @Test
  void hugeCapacityCostsNothingUntilItIsUsed() {
    Channel<Integer> huge = Channel.buffered(Integer.MAX_VALUE - 1);

    assertThat(huge.trySend(1)).isTrue();
    assertThat(huge.capacity()).isEqualTo(Integer.MAX_VALUE - 1);
  }

  @Test
  void nameIsAsGiven() {
    assertThat(Channel.named("orders").buffered(1).name()).isEqualTo("orders");
    assertThat(Channel.named("orders").dropOldest(1).name()).isEqualTo("orders");
    assertThat(Channel.named("orders").unbounded().name()).isEqualTo("orders");
  }

  @Test
  void unnamedChannelsHaveDifferentNames() {
    assertThat(Channel.unbuffered().name())
        .startsWith("channel-")
        .isNotEqualTo(Channel.unbuffered().name());
  }

  @Test
  void builderMakesANewChannelEachTime() {
    ChannelBuilder builder = Channel.named("twice");

    assertThat((Object) builder.buffered(1)).isNotSameAs(builder.buffered(1));
  }

  @Test
  void toStringShowsTheState() {
    Channel<Integer> orders = Channel.named("orders").buffered(2);
    String hash = "@" + Integer.toHexString(System.identityHashCode(orders));
    assertThat(orders).hasToString("orders[0/2, open, 0 sending, 0 receiving]" + hash);

    orders.trySend(1);
    orders.close(new IllegalStateException("boom"));

    assertThat(orders)
        .hasToString(
            "orders[1/2, closed with java.lang.IllegalStateException: boom, 0 sending, 0"
                + " receiving]"
                + hash);
    assertThat(Channel.named("all").unbounded().toString()).startsWith("all[0/unbounded, open");
  }

  @ParameterizedTest
  @CapacitiesAndThreads(0)
  void dumpNamesWhoWaitsAndWhy(int capacity, ThreadKind kind) {
    Channel<Integer> orders = Channel.named("orders").buffered(capacity);
    try (Probe probe = new Probe(orders, kind)) {
      Worker<Integer> receiver = probe.parkedReceiver();
      String dump = ((StandardChannel<Integer>) orders).dump();

      assertThat(dump)
          .startsWith("orders[0/0, open, 0 sending, 1 receiving]")
          .contains("\n  receiving: ")
          .contains("#" + receiver.thread().threadId() + ",receiver")
          .endsWith("parked: chan receive");
      receiver.interruptAndJoin();
    }
  }

  /** A send checks for a closed channel before it looks for room. */
  @ParameterizedTest
  @Capacities
  void sendOnClosedNeverEnqueues(int capacity) {
    Channel<Integer> channel = Channel.buffered(capacity);
    channel.close();

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> channel.send(1)).isInstanceOf(ChannelClosedException.class);
      assertThatThrownBy(() -> channel.trySend(1)).isInstanceOf(ChannelClosedException.class);
    }

    assertThat(channel.length()).isZero();
    assertThat(channel.tryReceive()).isEqualTo(Received.closed(null));
  }

  /** A receive prefers what is buffered to the end. */
  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void receiveDrainsTheBufferAfterClose(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.closed(capacity, capacity, kind)) {
      List<Integer> received = new ArrayList<>();
      probe.channel.forEach(received::add);
      assertThat(received).hasSize(capacity);
      assertThat(probe.receive()).isNull();
    }
  }

  /** The values of the senders that a close turns away are never received. */
  @ParameterizedTest
  @CapacitiesAndThreads
  void valuesOfSendersTurnedAwayAreDropped(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      List<Worker<Void>> senders = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        senders.add(probe.parkedSender(100 + i));
      }
      probe.channel.close();
      senders.forEach(
          sender -> assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class));
      List<Integer> received = new ArrayList<>();
      probe.channel.forEach(received::add);
      assertThat(received).hasSize(capacity).allMatch(value -> value <= capacity);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void statusFollowsEveryChange(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      Worker<Integer> receiver = probe.parkedReceiver();
      probe.assertWaiting(0, 1);
      probe.channel.trySend(1);
      probe.assertWaiting(0, 0);
      receiver.result();
      for (int i = 1; i <= capacity; i++) {
        probe.channel.trySend(i);
        assertThat(probe.channel.length()).isEqualTo(i);
      }
      Worker<Void> sender = probe.parkedSender(99);
      probe.assertWaiting(1, 0);
      probe.channel.tryReceive();
      probe.assertWaiting(0, 0);
      sender.result();
      probe.channel.close();
      assertThat(probe.channel.isDrained()).isEqualTo(capacity == 0);
    }
  }

  @Test
  void endsCanBeGivenAwayAlone() throws InterruptedException {
    Channel<String> channel = Channel.buffered(1);
    SendChannel<String> sending = channel;
    ReceiveChannel<String> receiving = channel;

    try (sending) {
      sending.send("last");
    }

    assertThat(receiving.receive()).isEqualTo("last");
    assertThat(receiving.receive()).isNull();
  }

  @Test
  void receivedAnswersAreSwitchedOver() {
    Exception cause = new Exception("boom");

    assertThat(new Received.Value<>(1).orNull()).isEqualTo(1);
    assertThat(Received.empty().orNull()).isNull();
    assertThat(Received.closed(cause).orNull()).isNull();
    assertThat(Received.closed(null)).isEqualTo(new Received.Closed<>(null));
    assertThat(Received.closed(cause)).isEqualTo(new Received.Closed<>(cause));
    assertThatThrownBy(() -> new Received.Value<>(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("value must not be null");
  }

  /**
   * A receiver waits, then: trySend | close. The send comes first and succeeds, or second and
   * throws; the channel was never open without a receiver, so false is wrong.
   *
   * <p>Fails if the lock-free "no" reads open before it reads that nobody receives: the close comes
   * in between, and takes the receiver off.
   */
  @Test
  void trySendIsNeverFalseWhileAReceiverWaitsOrTheChannelIsClosed() {
    int falses = 0;
    try (Workers workers = new Workers()) {
      for (int round = 0; round < 5_000; round++) {
        Channel<Integer> channel = Channel.unbuffered();
        Worker<Integer> receiver = workers.virtual("receiver", () -> channel.receive());
        Await.until(() -> channel.waitingReceivers() == 1, "waits", receiver.thread());
        AtomicBoolean started = new AtomicBoolean();
        int delay = round % 50;
        workers.virtual(
            "closer",
            () -> {
              started.set(true);
              spin(delay);
              channel.close();
            });
        Await.until(started::get, "the closer has started");
        spin(round / 50 % 50);
        try {
          falses += channel.trySend(1) ? 0 : 1;
        } catch (ChannelClosedException closedFirst) {
          assertThat(closedFirst).hasMessage("send on closed channel");
        }
      }
    }
    assertThat(falses).isZero();
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }
}
