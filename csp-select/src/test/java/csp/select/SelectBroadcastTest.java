// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Broadcast;
import csp.Broadcast.Subscription;
import csp.Broadcast.WhenSlow;
import csp.Channel;
import csp.pipeline.Pipeline;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Broadcasts and subscriptions in selects. Seen to fail: a select that runs no errands, and one
 * that runs them while it holds its locks.
 */
class SelectBroadcastTest {
  private final Broadcast<Integer> broadcast = Broadcast.buffered(1);
  private final Channel<Integer> quiet = Channel.unbuffered();

  @ParameterizedTest
  @EnumSource
  void selectReceivesFromASubscription(ThreadKind kind) throws InterruptedException {
    try (Workers workers = new Workers();
        Subscription<Integer> subscription = broadcast.subscribe()) {
      Worker<Integer> selecting =
          workers.start(
              kind,
              "select",
              () -> select(onReceive(quiet, v -> -1), onReceive(subscription, v -> v)));
      selecting.awaitParked();
      broadcast.send(7);
      assertThat(selecting.result()).isEqualTo(7);
      assertThat(subscription.waitingReceivers()).isZero();
      assertThat(broadcast.trySend(8)).as("there is room").isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void selectSendsToABroadcastWhenThereIsRoom(ThreadKind kind) throws InterruptedException {
    try (Workers workers = new Workers();
        Subscription<Integer> subscription = broadcast.subscribe()) {
      broadcast.send(1);
      Worker<String> selecting =
          workers.start(
              kind,
              "select",
              () -> select(onReceive(quiet, v -> "?"), onSend(broadcast, 2, () -> "sent")));
      selecting.awaitParked();
      assertThat(subscription.receive()).isEqualTo(1);
      assertThat(selecting.result()).isEqualTo("sent");
      assertThat(subscription.receive()).isEqualTo(2);
    }
  }

  /** A step under all locks of a select lets others go on, who wait elsewhere. */
  @Test
  void receiveByASelectLetsASenderGoOn() throws InterruptedException {
    try (Workers workers = new Workers();
        Subscription<Integer> subscription = broadcast.subscribe();
        Subscription<Integer> other = broadcast.subscribe()) {
      broadcast.send(1);
      other.receive();
      Worker<Integer> receiver = workers.virtual("receiver", () -> other.receive());
      receiver.awaitParked();
      Worker<Void> sender = workers.virtual("sender", () -> broadcast.send(2));
      sender.awaitParked();

      int received =
          select(
              onSend(broadcast, 9, () -> -1), onReceive(subscription, v -> v), onDefault(() -> 0));

      assertThat(received).isEqualTo(1);
      sender.result();
      assertThat(receiver.result()).isEqualTo(2);
      assertThat(subscription.receive()).isEqualTo(2);
    }
  }

  @Test
  void sendByASelectWakesReceivers() throws InterruptedException {
    try (Workers workers = new Workers();
        Subscription<Integer> subscription = broadcast.subscribe()) {
      Worker<Integer> receiver = workers.virtual("receiver", () -> subscription.receive());
      receiver.awaitParked();
      int sent =
          select(onSend(broadcast, 9, () -> 1), onReceive(quiet, v -> -1), onDefault(() -> 0));
      assertThat(sent).isEqualTo(1);
      assertThat(receiver.result()).isEqualTo(9);
    }
  }

  @Test
  void selectSeesTheEndAndTheDrop() throws InterruptedException {
    Subscription<Integer> slow = broadcast.subscribe(WhenSlow.DROP);
    Subscription<Integer> left = broadcast.subscribe();
    left.close();
    String end = select(onReceive(left, v -> "?").onClosed(() -> "end"));
    broadcast.send(1);
    broadcast.send(2);
    String dropped = select(onReceive(slow, v -> "?").onClosed(cause -> cause.getMessage()));

    assertThat(end).isEqualTo("end");
    assertThat(dropped)
        .isEqualTo("subscription dropped: it was 1 elements behind, all that the buffer holds");
  }

  /** Clauses that stay queued from round to round. */
  @Test
  void selectorReceivesFromTwoSubscriptions() throws InterruptedException {
    Subscription<Integer> a = broadcast.subscribe();
    Subscription<Integer> b = broadcast.subscribe();
    List<Integer> ofA = new ArrayList<>();
    List<Integer> ofB = new ArrayList<>();
    try (Workers workers = new Workers();
        Selector selector = Selector.random(onReceive(a, ofA::add), onReceive(b, ofB::add))) {
      workers.virtual(
          "publisher",
          () -> {
            for (int i = 0; i < 1000; i++) {
              broadcast.send(i);
            }
            broadcast.close();
          });
      while (selector.select()) {
        assertThat(Math.abs(ofA.size() - ofB.size())).isLessThanOrEqualTo(1);
      }
    }
    assertThat(ofA).hasSize(1000).isSorted().isEqualTo(ofB);
  }

  @Test
  void pipelineEndsInABroadcast() throws Exception {
    Broadcast<Integer> sink = Broadcast.buffered(4);
    Subscription<Integer> first = sink.subscribe();
    Subscription<Integer> second = sink.subscribe();

    Pipeline.from(List.of(1, 2, 3)).map(i -> i * i).into(sink);

    assertThat(first).containsExactly(1, 4, 9);
    assertThat(second).containsExactly(1, 4, 9);
  }
}
