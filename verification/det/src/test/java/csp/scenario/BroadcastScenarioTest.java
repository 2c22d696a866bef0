// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.awaitInterrupt;
import static csp.scenario.Scenarios.awaitReceivers;
import static csp.scenario.Scenarios.awaitSenders;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.exhaustOneAndSample;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static csp.select.Select.onDefault;
import static csp.select.Select.onReceive;
import static csp.select.Select.onSend;
import static csp.select.Select.select;
import static csp.select.Select.selectFirst;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Broadcast;
import csp.Broadcast.Subscription;
import csp.Broadcast.WhenSlow;
import csp.ChannelClosedException;
import csp.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Publishers and subscriptions that meet at the worst moments.
 *
 * <p>Seen to fail: a receiver that does not look again after it has queued, and an errand that does
 * not look again after it has hidden one (deadlocks); a receive that owes no errand when it is
 * gated; a close that owes none; a send, or a receive, that overtakes who waits; an operation that
 * returns before its element is published, or its gate moved; a subscription that looks where it
 * begins before it has the lock; a sweep that does not look at the gates; opaque writes of the slot
 * and of the position (a race), or of the gate (a race).
 */
class BroadcastScenarioTest {
  private static final Duration LIMIT = Duration.ofMillis(1);

  /** send, send | receive, receive; one place. */
  @ParameterizedTest
  @EnumSource
  void elementsArriveInTheOrderOfTheirSends(WhenSlow policy) {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(policy == WhenSlow.DROP ? 2 : 1);
          Subscription<Integer> subscription = broadcast.subscribe(policy);
          go(() -> {
            broadcast.send(1);
            broadcast.send(2);
          });
          Integer first = subscription.receive();
          Integer second = subscription.receive();
          return () -> {
            assertThat(List.of(first, second)).containsExactly(1, 2);
            settled(broadcast, subscription);
          };
        });
  }

  /** send | receive from one | receive from the other. */
  @Test
  void bothSubscriptionsReceiveTheElement() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> a = broadcast.subscribe();
          Subscription<Integer> b = broadcast.subscribe();
          Integer[] received = new Integer[2];
          go(() -> received[0] = a.receive());
          go(() -> received[1] = b.receive());
          broadcast.send(1);
          return () -> {
            assertThat(received).containsExactly(1, 1);
            settled(broadcast, a, b);
          };
        });
  }

  /** Both are full, and a sender waits; receive from one | receive from the other. */
  @Test
  void senderGoesOnWhenTheLastHasMadeRoom() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> a = broadcast.subscribe();
          Subscription<Integer> b = broadcast.subscribe();
          broadcast.send(1);
          go(() -> a.receive());
          go(() -> b.receive());
          broadcast.send(2);
          return () -> {
            assertThat(left(a)).containsExactly(2);
            assertThat(left(b)).containsExactly(2);
            settled(broadcast, a, b);
          };
        });
  }

  /** send | send | receive, receive; one place: both see the same order. */
  @Test
  void subscriptionsAgreeOnTheOrderOfTwoPublishers() {
    exhaustOneAndSample(
        3_000,
        UnaryOperator.identity(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> a = broadcast.subscribe();
          Subscription<Integer> b = broadcast.subscribe();
          List<Integer> seen = new ArrayList<>();
          go(() -> broadcast.send(1));
          go(() -> broadcast.send(2));
          go(() -> {
            seen.add(a.receive());
            seen.add(a.receive());
          });
          List<Integer> here = new ArrayList<>();
          here.add(b.receive());
          here.add(b.receive());
          return () -> {
            assertThat(here).containsExactlyInAnyOrder(1, 2);
            assertThat(seen).isEqualTo(here);
            settled(broadcast, a, b);
          };
        });
  }

  /** send, send | receive | receive, of one subscription. */
  @Test
  void receiversOfOneSubscriptionShareItsElements() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> shared = broadcast.subscribe();
          Integer[] received = new Integer[2];
          go(() -> received[0] = shared.receive());
          go(() -> received[1] = shared.receive());
          broadcast.send(1);
          broadcast.send(2);
          return () -> {
            assertThat(received).containsExactlyInAnyOrder(1, 2);
            settled(broadcast, shared);
          };
        });
  }

  /** A receiver waits; send | tryReceive: it is not overtaken. */
  @Test
  void immediateReceiveDoesNotTakeTheElementOfAReceiverThatWaits() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> shared = broadcast.subscribe();
          int[] received = new int[1];
          go(() -> received[0] = shared.receive());
          awaitReceivers(shared, 1);
          go(() -> broadcast.send(1));
          Received<Integer> found = shared.tryReceive();
          return () -> {
            assertThat(received[0]).isEqualTo(1);
            assertThat(found).isEqualTo(Received.empty());
            settled(broadcast, shared);
          };
        });
  }

  /** Full, and a sender waits; trySend | receive: it is not overtaken. */
  @Test
  void immediateSendDoesNotTakeThePlaceOfASenderThatWaits() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe();
          broadcast.send(0);
          go(() -> broadcast.send(1));
          awaitSenders(broadcast, 1);
          boolean[] sent = new boolean[1];
          go(() -> sent[0] = broadcast.trySend(9));
          Integer first = subscription.receive();
          return () -> {
            assertThat(first).isZero();
            assertThat(sent[0]).isFalse();
            assertThat(left(subscription)).containsExactly(1);
            settled(broadcast, subscription);
          };
        });
  }

  /** Full; send, then look for it | receive: who has sent finds the element. */
  @Test
  void whoHasSentFindsTheElement() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe();
          broadcast.send(1);
          go(() -> subscription.receive());
          broadcast.send(2);
          Received<Integer> found = subscription.tryReceive();
          return () -> {
            assertThat(found).isEqualTo(new Received.Value<>(2));
            settled(broadcast, subscription);
          };
        });
  }

  /** receive, then send at once | send: who has received the only element finds room. */
  @Test
  void whoHasReceivedFindsRoom() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe();
          go(() -> broadcast.send(1));
          subscription.receive();
          boolean sent = broadcast.trySend(2);
          return () -> {
            assertThat(sent).isTrue();
            assertThat(left(subscription)).containsExactly(2);
            settled(broadcast, subscription);
          };
        });
  }

  /** send | subscribe: it receives the element or not, and the next one in any case. */
  @Test
  void subscriptionBeginsBeforeOrAfterASend() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(2);
          Subscription<Integer> before = broadcast.subscribe();
          go(() -> broadcast.send(1));
          Subscription<Integer> amid = broadcast.subscribe();
          broadcast.send(2);
          return () -> {
            List<Integer> all = left(before);
            assertThat(all).containsExactlyInAnyOrder(1, 2);
            List<Integer> seen = left(amid);
            assertThat(seen).contains(2);
            assertThat(all.subList(all.size() - seen.size(), all.size())).isEqualTo(seen);
            settled(broadcast, before, amid);
          };
        });
  }

  /** One is full, and a sender waits for it; it leaves | the other one receives. */
  @Test
  void leavingLetsTheSenderGoOn() {
    exhaustOneAndSample( // two take some 5 s
        2_000,
        UnaryOperator.identity(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> leaves = broadcast.subscribe();
          Subscription<Integer> stays = broadcast.subscribe();
          List<Integer> received = new ArrayList<>();
          broadcast.send(1);
          go(leaves::close);
          go(() -> {
            received.add(stays.receive());
            received.add(stays.receive());
          });
          broadcast.send(2);
          return () -> {
            assertThat(received).containsExactly(1, 2);
            assertThat(leaves.isDrained()).isTrue();
            settled(broadcast, leaves, stays);
          };
        });
  }

  /** receive | leave | send: the receiver gets the element or sees the end. */
  @Test
  void leavingEndsAReceiveOrComesTooLate() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> leaves = broadcast.subscribe();
          Integer[] received = new Integer[1];
          go(() -> received[0] = leaves.receive());
          go(leaves::close);
          broadcast.send(1);
          return () -> {
            assertThat(received[0]).isIn(1, null);
            assertThat(broadcast.subscriptions()).isZero();
            settled(broadcast, leaves);
          };
        });
  }

  /** send, close | receive, receive. */
  @Test
  void endComesAfterTheLastElement() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe();
          go(() -> {
            broadcast.send(1);
            broadcast.close();
          });
          Integer first = subscription.receive();
          Integer second = subscription.receive();
          return () -> {
            assertThat(first).isEqualTo(1);
            assertThat(second).isNull();
            settled(broadcast, subscription);
          };
        });
  }

  /** Full; send | close | receive: sent exactly if it is received. */
  @Test
  void closeTurnsASenderAwayOrComesTooLate() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe();
          broadcast.send(1);
          boolean[] sent = new boolean[1];
          go(() -> {
            try {
              broadcast.send(2);
              sent[0] = true;
            } catch (ChannelClosedException closed) {
              sent[0] = false;
            }
          });
          go(broadcast::close);
          Integer first = subscription.receive();
          return () -> {
            assertThat(first).isEqualTo(1);
            assertThat(left(subscription)).hasSize(sent[0] ? 1 : 0);
            assertThat(subscription.isDrained()).isTrue();
            settled(broadcast, subscription);
          };
        });
  }

  /** subscribe, receive | close: the end comes in any case. */
  @Test
  void subscriptionOfTheLastMomentSeesTheEnd() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          go(broadcast::close);
          Subscription<Integer> subscription = broadcast.subscribe();
          Integer received = subscription.receive();
          return () -> {
            assertThat(received).isNull();
            settled(broadcast, subscription);
          };
        });
  }

  /** Both wait | send: all have received it, and the slot is swept | send: that one is not. */
  @Test
  void sweepTakesNothingThatIsStillToBeReceived() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(2);
          Subscription<Integer> subscription = broadcast.subscribe();
          List<Integer> received = new ArrayList<>();
          go(() -> {
            for (int i = 0; i < 3; i++) {
              received.add(subscription.receive());
            }
          });
          go(() -> {
            broadcast.send(1);
            broadcast.send(2);
            broadcast.send(3);
          });
          return () -> {
            assertThat(received).containsExactly(1, 2, 3);
            settled(broadcast, subscription);
          };
        });
  }

  /** receive | interrupt | send: it was received, or is left. */
  @Test
  void interruptLosesNoElement() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe();
          Integer[] received = new Integer[1];
          Thread receiver =
              go(() -> {
                try {
                  received[0] = subscription.receive();
                  awaitInterrupt();
                } catch (InterruptedException interrupted) {
                  received[0] = null;
                }
              });
          go(receiver::interrupt);
          broadcast.send(1);
          return () -> {
            assertThat(left(subscription)).hasSize(received[0] == null ? 1 : 0);
            settled(broadcast, subscription);
          };
        });
  }

  /**
   * Full; send with a limit | receive, and time passes when it likes: sent exactly if it is there.
   */
  @Test
  void sendThatIsTooLateHasSentNothing() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe();
          broadcast.send(1);
          boolean[] sent = new boolean[1];
          go(() -> sent[0] = broadcast.trySend(2, LIMIT));
          subscription.receive();
          return () -> {
            assertThat(left(subscription)).hasSize(sent[0] ? 1 : 0);
            settled(broadcast, subscription);
          };
        });
  }

  /**
   * Two selects that send to and receive from the same broadcast, in both orders: always one can.
   */
  @Test
  void selectsThatSendAndReceiveShareTheirLocks() {
    exhaustOneAndSample(
        2_000,
        UnaryOperator.identity(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe();
          broadcast.send(0);
          int[] change = new int[2];
          go(() ->
              change[0] =
                  selectFirst(
                      onSend(broadcast, 5, () -> 1),
                      onReceive(subscription, v -> -1),
                      onDefault(() -> 0)));
          change[1] = selectFirst(onReceive(subscription, v -> -1), onSend(broadcast, 6, () -> 1));
          return () -> {
            assertThat(change[0]).isNotZero();
            assertThat(left(subscription)).hasSize(1 + change[0] + change[1]);
            settled(broadcast, subscription);
          };
        });
  }

  /** select that receives from one and sends to another | receive there | send here. */
  @Test
  void selectThatWaitsForRoomAndForAnElementGetsOne() {
    exhaustOneAndSample(
        2_000,
        UnaryOperator.identity(),
        () -> {
          Broadcast<Integer> full = Broadcast.buffered(1);
          Subscription<Integer> gates = full.subscribe();
          full.send(0);
          Broadcast<Integer> empty = Broadcast.buffered(1);
          Subscription<Integer> waits = empty.subscribe();
          go(() -> gates.receive());
          go(() -> empty.send(7));
          String won =
              select(onReceive(waits, v -> "received " + v), onSend(full, 1, () -> "sent"));
          return () -> {
            boolean sent = won.equals("sent");
            assertThat(left(gates)).hasSize(sent ? 1 : 0);
            assertThat(left(waits)).hasSize(sent ? 1 : 0);
            settled(full, gates);
            settled(empty, waits);
          };
        });
  }

  /** What the sender wrote is seen by the receiver: a race on {@code box} would be reported. */
  @Test
  void sendPublishesToItsReceives() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> subscription = broadcast.subscribe();
          int[] box = new int[1];
          go(() -> {
            box[0] = 5;
            broadcast.send(1);
          });
          subscription.receive();
          int seen = box[0];
          return () -> assertThat(seen).isEqualTo(5);
        });
  }

  /** What each receiver did before it took the element is seen by who has sent the next one. */
  @Test
  void receivesPublishToTheSendThatNeedsTheirPlace() {
    exhaust(
        twoPreemptions(),
        () -> {
          Broadcast<Integer> broadcast = Broadcast.buffered(1);
          Subscription<Integer> a = broadcast.subscribe();
          Subscription<Integer> b = broadcast.subscribe();
          int[] box = new int[2];
          broadcast.send(1);
          go(() -> {
            box[0] = 5;
            a.receive();
          });
          go(() -> {
            box[1] = 6;
            b.receive();
          });
          broadcast.send(2);
          int seen = box[0] + box[1];
          return () -> assertThat(seen).isEqualTo(11);
        });
  }
}
