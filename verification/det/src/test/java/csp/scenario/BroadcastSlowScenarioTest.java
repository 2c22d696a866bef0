// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.exhaustOneAndSample;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import csp.Broadcast;
import csp.Broadcast.Subscription;
import csp.Broadcast.WhenSlow;
import csp.ChannelClosedException;
import csp.Received;
import csp.SlowSubscriptionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A subscription that may be dropped if it is slow: when it is, what is seen of it then, and by
 * whom.
 *
 * <p>Seen to fail: a look at a subscription that was dropped, and not closed yet, that finds it
 * empty; a slow subscription that is dropped though another is in the way, or dropped and not
 * closed; a slot that is read without looking whether the subscription was dropped.
 */
class BroadcastSlowScenarioTest {
  /** One is to be waited for, one may be dropped, both are full; receive from the one | trySend. */
  @ParameterizedTest
  @EnumSource
  void slowOneIsDroppedUnlessAnotherIsInTheWay(WhenSlow first) {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> early = broadcast.subscribe(first);
          boolean waits = first == WhenSlow.WAIT;
          Subscription<Integer> late = broadcast.subscribe(waits ? WhenSlow.DROP : WhenSlow.WAIT);
          Subscription<Integer> slow = waits ? late : early;
          Subscription<Integer> waited = waits ? early : late;
          broadcast.send(1);
          go(() -> waited.receive());
          boolean sent = broadcast.trySend(2);
          return () -> {
            assertThat(slow.isClosed()).isEqualTo(sent);
            assertThat(broadcast.subscriptions()).isEqualTo(sent ? 1 : 2);
            assertThat(left(waited)).isEqualTo(sent ? List.of(2) : List.of());
            if (!sent) {
              assertThat(left(slow)).containsExactly(1);
            }
            settled(broadcast, waited, slow);
          };
        });
  }

  /** One place, taken; send: the slow one is closed when that returns, and forgotten. */
  @Test
  void droppedSubscriptionIsClosedByWhoDropsIt() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> slow = broadcast.subscribe(WhenSlow.DROP);
          broadcast.send(1);
          broadcast.send(2);
          boolean closed = slow.isClosed();
          int subscriptions = broadcast.subscriptions();
          return () -> {
            assertThat(closed).isTrue();
            assertThat(subscriptions).isZero();
            assertThatExceptionOfType(ChannelClosedException.class)
                .isThrownBy(slow::receive)
                .withCauseInstanceOf(SlowSubscriptionException.class);
            settled(broadcast, slow);
          };
        });
  }

  /** One place, taken; trySend | tryReceive: the element, or that it was dropped; never nothing. */
  @Test
  void droppedSubscriptionDoesNotLookEmpty() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> slow = broadcast.subscribe(WhenSlow.DROP);
          broadcast.send(1);
          go(() -> broadcast.trySend(2));
          Received<Integer> received = slow.tryReceive();
          return () -> {
            assertThat(received).isNotEqualTo(Received.empty());
            boolean dropped = received instanceof Received.Closed<Integer>;
            assertThat(slow.isClosed()).isIn(true, dropped);
            settled(broadcast, slow);
          };
        });
  }

  /** send, receive, send, receive, with one place: who keeps up is not slow. */
  @ParameterizedTest
  @EnumSource
  void subscriptionThatKeepsUpGetsAll(WhenSlow policy) {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe(policy);
          List<Integer> received = new ArrayList<>();
          for (int i = 1; i <= 3; i++) {
            broadcast.send(i);
            received.add(subscription.receive());
          }
          return () -> {
            assertThat(received).containsExactly(1, 2, 3);
            settled(broadcast, subscription);
          };
        });
  }

  /** Two places, taken; trySend | trySend | receive: in order, or dropped before it has a gap. */
  @Test
  void droppedSubscriptionDoesNotComeBack() {
    exhaustOneAndSample(
        1_000,
        UnaryOperator.identity(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(2);
          Subscription<Integer> slow = broadcast.subscribe(WhenSlow.DROP);
          broadcast.send(1);
          broadcast.send(2);
          go(() -> broadcast.trySend(3));
          go(() -> broadcast.trySend(4));
          List<Integer> received = new ArrayList<>();
          while (slow.tryReceive() instanceof Received.Value<Integer>(var value)) {
            received.add(value);
          }
          return () -> {
            assertThat(received).doesNotHaveDuplicates();
            for (int i = 0; i < Math.min(received.size(), 2); i++) {
              assertThat(received.get(i)).isEqualTo(i + 1);
            }
            settled(broadcast, slow);
          };
        });
  }

  /**
   * One place, taken; send | receive: it had the first element, or was dropped; then nothing is.
   */
  @Test
  void slowSubscriptionIsDroppedOrReceivesInOrder() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> slow = broadcast.subscribe(WhenSlow.DROP);
          broadcast.send(1);
          List<Integer> received = new ArrayList<>();
          go(() -> {
            try {
              received.add(slow.receive());
              received.add(slow.receive());
            } catch (ChannelClosedException dropped) {
              received.add(-1);
            }
          });
          boolean sent = broadcast.trySend(2);
          return () -> {
            assertThat(sent).isTrue();
            assertThat(received).isIn(List.of(1, 2), List.of(-1), List.of(1, -1));
            settled(broadcast, slow);
          };
        });
  }

  /** One place, taken; send, send | two receivers of one that may be dropped. */
  @Test
  void receiversOfADroppedSubscriptionEnd() {
    exhaustOneAndSample(
        3_000,
        UnaryOperator.identity(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> slow = broadcast.subscribe(WhenSlow.DROP);
          Received<?>[] received = new Received<?>[2];
          for (int i = 0; i < 2; i++) {
            int at = i;
            go(() -> received[at] = slow.tryReceive(Duration.ofDays(1)));
          }
          broadcast.send(1);
          broadcast.send(2);
          broadcast.close();
          return () -> {
            assertThat(received).doesNotContain(Received.empty()).doesNotContainNull();
            assertThat(slow.isClosed()).isTrue();
            settled(broadcast, slow);
          };
        });
  }
}
