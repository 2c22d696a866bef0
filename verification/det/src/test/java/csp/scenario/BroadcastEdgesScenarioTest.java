// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.awaitReceivers;
import static csp.scenario.Scenarios.awaitSenders;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.exhaustOneAndSample;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.library;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Broadcast;
import csp.Broadcast.Subscription;
import csp.ChannelClosedException;
import csp.Received;
import csp.det.Options;
import csp.internal.channel.BroadcastChannel;
import csp.internal.channel.Inside;
import csp.internal.channel.SubscriptionChannel;
import csp.scenario.SyncScenarios.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What happens at the edges of a broadcast: who comes and who leaves beside others, several senders
 * that wait, and what is left in the ring.
 *
 * <p>Seen to fail: an opaque read of the subscriptions (a race); a sender that waits and is not
 * looked for after another was let in (a deadlock), or before an immediate send; a sweep that
 * leaves an element, or does not come when the last to hold it leaves.
 */
class BroadcastEdgesScenarioTest {
  private static void check(Broadcast<Integer> broadcast) {
    ((BroadcastChannel<Integer>) broadcast).core().checkInvariants();
  }

  /** Full; send | send | receive, receive: each receive lets one in, and none is left waiting. */
  @Test
  void sendersThatWaitAreLetInOneByOne() {
    exhaustOneAndSample(
        1_000,
        UnaryOperator.identity(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe();
          broadcast.send(1);
          go(() -> broadcast.send(2));
          go(() -> broadcast.send(3));
          List<Integer> received = new ArrayList<>();
          received.add(subscription.receive());
          received.add(subscription.receive()); // after a third it would look for all who wait
          return () -> {
            received.addAll(left(subscription));
            assertThat(received).startsWith(1).containsExactlyInAnyOrder(1, 2, 3);
            settled(broadcast, subscription);
          };
        });
  }

  /** Empty, and a receiver waits: that is what holds of it. */
  @Test
  void receiverWaitsOnlyWhileItIsEmpty() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe();
          int[] received = new int[1];
          go(() -> received[0] = subscription.receive());
          awaitReceivers(subscription, 1);
          ((SubscriptionChannel<Integer>) subscription).checkInvariants();
          broadcast.send(1);
          return () -> {
            assertThat(received[0]).isEqualTo(1);
            settled(broadcast, subscription);
          };
        });
  }

  /** Full; a sender waits | what holds of a broadcast is looked at: a full one holds it back. */
  @Test
  void senderWaitsOnlyWhileItIsFull() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe();
          broadcast.send(1);
          go(() -> broadcast.send(2));
          awaitSenders(broadcast, 1);
          check(broadcast);
          subscription.receive();
          return () -> {
            assertThat(left(subscription)).containsExactly(2);
            settled(broadcast, subscription);
          };
        });
  }

  /**
   * Two places, taken, and a sender waits; both elements are received at once | trySend: the one
   * that waits has one of the places, and the other is free.
   */
  @Test
  void immediateSendFindsThePlaceBesideASenderThatWaits() {
    exhaustOneAndSample(
        500,
        UnaryOperator.identity(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(2);
          Subscription<Integer> subscription = broadcast.subscribe();
          broadcast.send(1);
          broadcast.send(2);
          go(() -> broadcast.send(3));
          awaitSenders(broadcast, 1);
          List<Integer> received = new ArrayList<>();
          go(() -> subscription.drainTo(received, 2));
          while (subscription.length() > 0 && broadcast.waitingSenders() > 0) {
            Thread.onSpinWait();
          }
          boolean empty = subscription.length() == 0; // else 3 was let in before 2 was received
          boolean sent = broadcast.trySend(4);
          return () -> {
            assertThat(received).containsExactly(1, 2);
            assertThat(sent).isIn(true, empty);
            assertThat(left(subscription)).isEqualTo(sent ? List.of(3, 4) : List.of(3));
            settled(broadcast, subscription);
          };
        });
  }

  /** subscribe | what a broadcast tells of itself; the array of subscriptions has no lock. */
  @Test
  void whoLooksSeesWholeSubscriptions() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(2);
          Subscription<Integer> before = broadcast.subscribe();
          broadcast.send(1);
          go(() -> broadcast.subscribe());
          int length = broadcast.length();
          int receivers = broadcast.waitingReceivers();
          int subscriptions = broadcast.subscriptions();
          return () -> {
            assertThat(length).isEqualTo(1);
            assertThat(receivers).isZero();
            assertThat(subscriptions).isIn(1, 2);
            assertThat(left(before)).containsExactly(1);
            settled(broadcast, before);
          };
        });
  }

  /** subscribe | subscribe: each has a name of its own. */
  @Test
  void subscriptionsThatComeAtOnceDiffer() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          List<Subscription<Integer>> other = new ArrayList<>();
          go(() -> other.add(broadcast.subscribe()));
          Subscription<Integer> one = broadcast.subscribe();
          return () -> {
            assertThat(one.name()).isNotEqualTo(other.getFirst().name());
            assertThat(broadcast.subscriptions()).isEqualTo(2);
          };
        });
  }

  /** receive from one | receive from another: a broadcast tells of both who wait. */
  @Test
  void receiversOfAllSubscriptionsAreCounted() {
    exhaustOneAndSample(
        500,
        UnaryOperator.identity(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> one = broadcast.subscribe();
          Subscription<Integer> other = broadcast.subscribe();
          go(() -> one.receive());
          go(() -> other.receive());
          awaitReceivers(one, 1);
          awaitReceivers(other, 1);
          int receivers = broadcast.waitingReceivers();
          broadcast.close();
          return () -> {
            assertThat(receivers).isEqualTo(2);
            settled(broadcast, one, other);
          };
        });
  }

  /** Full, and a sender waits; subscribe | receive of another, which lets the sender go on. */
  @Test
  void whoLetsASenderGoOnSeesANewSubscription() {
    exhaustOneAndSample(
        500,
        UnaryOperator.identity(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> before = broadcast.subscribe();
          broadcast.send(1);
          go(() -> broadcast.send(2));
          awaitSenders(broadcast, 1);
          List<Subscription<Integer>> amid = new ArrayList<>();
          go(() -> amid.add(broadcast.subscribe()));
          before.receive();
          return () -> {
            assertThat(left(before)).containsExactly(2);
            assertThat(left(amid.getFirst())).isIn(List.of(2), List.of());
            settled(broadcast, before);
          };
        });
  }

  /** Two were sent an element; one leaves | send: it receives nothing any more. */
  @Test
  void whoHasLeftReceivesNothing() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(2);
          Subscription<Integer> leaves = broadcast.subscribe();
          Subscription<Integer> stays = broadcast.subscribe();
          broadcast.send(1);
          go(() -> broadcast.send(2));
          leaves.close();
          Received<Integer> received = leaves.tryReceive();
          return () -> {
            assertThat(received).isEqualTo(Received.closed(null));
            assertThat(left(stays)).containsExactly(1, 2);
            settled(broadcast, leaves, stays);
          };
        });
  }

  /** send, close | receive until the end: the ring refers to nothing any more. */
  @Test
  void nothingIsHeldThatAllHaveReceived() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(2);
          Subscription<Integer> subscription = broadcast.subscribe();
          go(() -> {
            broadcast.send(1);
            broadcast.close();
          });
          List<Integer> received = new ArrayList<>();
          subscription.forEach(received::add);
          return () -> {
            assertThat(received).containsExactly(1);
            Inside.assertSwept(broadcast);
            settled(broadcast, subscription);
          };
        });
  }

  /** More is swept than goes at once. */
  @Test
  void muchIsSweptBitByBit() {
    exhaust(
        library(Options.exhaustive(0)),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(128);
          Subscription<Integer> subscription = broadcast.subscribe();
          for (int i = 0; i < 130; i++) {
            broadcast.send(i);
            if (i > 2) {
              subscription.receive();
            }
          }
          broadcast.close();
          List<Integer> received = new ArrayList<>();
          subscription.forEach(received::add);
          return () -> {
            assertThat(received).containsExactly(127, 128, 129);
            Inside.assertSwept(broadcast);
            settled(broadcast, subscription);
          };
        });
  }

  /** Two were sent an element; one leaves | the other receives it, and looks for the end. */
  @Test
  void whoLeavesHoldsNothingAnyMore() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(2);
          Subscription<Integer> leaves = broadcast.subscribe();
          Subscription<Integer> stays = broadcast.subscribe();
          broadcast.send(1);
          broadcast.close();
          List<Integer> received = new ArrayList<>();
          go(() -> stays.forEach(received::add));
          leaves.close();
          return () -> {
            assertThat(received).containsExactly(1);
            Inside.assertSwept(broadcast);
            settled(broadcast, leaves, stays);
          };
        });
  }

  /**
   * sendAll, sendAll and send that may be cancelled, close with a cause | receive until the end.
   */
  @Test
  void everyFormOfSendingGoesToTheSubscription() {
    exhaustOneAndSample(
        500,
        UnaryOperator.identity(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe();
          Ending never = new Ending();
          go(() -> {
            broadcast.sendAll(List.of(1, 2));
            broadcast.sendAll(List.of(3), never);
            broadcast.send(4, never);
            broadcast.close(new Exception("the end"));
          });
          List<Integer> received = new ArrayList<>();
          Throwable[] end = new Throwable[1];
          try {
            subscription.forEach(received::add);
          } catch (ChannelClosedException closed) {
            end[0] = closed.getCause();
          }
          return () -> {
            assertThat(received).containsExactly(1, 2, 3, 4);
            assertThat(end[0]).hasMessage("the end");
            assertThat(never.done().waitingReceivers()).isZero();
            settled(broadcast, subscription);
          };
        });
  }

  /** send, close | subscribe: who comes too late finds nothing at all. */
  @Test
  void subscriptionOfAClosedBroadcastIsDrained() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(2);
          Subscription<Integer> before = broadcast.subscribe();
          go(() -> {
            broadcast.send(1);
            broadcast.close();
          });
          Subscription<Integer> late = broadcast.subscribe();
          return () -> {
            assertThat(late.isClosed()).isTrue();
            int length = late.length();
            assertThat(left(late)).hasSize(length);
            assertThat(late.isDrained()).isTrue();
            assertThat(left(before)).containsExactly(1);
            settled(broadcast, before, late);
          };
        });
  }

  /** One waits to receive, the other is full, and a sender waits; close. */
  @Test
  void closeReachesAllWhoWait() {
    exhaustOneAndSample(
        1_000,
        UnaryOperator.identity(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> full = broadcast.subscribe();
          Subscription<Integer> empty = broadcast.subscribe();
          List<Integer> received = new ArrayList<>();
          boolean[] refused = new boolean[1];
          go(() -> empty.forEach(received::add));
          go(() -> {
            broadcast.send(1);
            try {
              broadcast.send(2);
            } catch (ChannelClosedException closed) {
              refused[0] = true;
            }
          });
          awaitSenders(broadcast, 1);
          broadcast.close();
          return () -> {
            assertThat(refused[0]).isTrue();
            assertThat(received).containsExactly(1);
            assertThat(left(full)).containsExactly(1);
            assertThat(full.isDrained()).isTrue();
            settled(broadcast, full, empty);
          };
        });
  }
}
