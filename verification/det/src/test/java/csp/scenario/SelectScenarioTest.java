// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.awaitInterrupt;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.exhaustOneAndSample;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static csp.select.Select.onDefault;
import static csp.select.Select.onDone;
import static csp.select.Select.onEnd;
import static csp.select.Select.onReceive;
import static csp.select.Select.onSend;
import static csp.select.Select.onTimeout;
import static csp.select.Select.select;
import static csp.select.Select.selectFirst;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ChannelClosedException;
import csp.Received;
import csp.context.CanceledException;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.select.Clause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Exactly one clause of a select takes effect, and the others leave nothing behind. Seen to fail: a
 * select that leaves its other clauses queued; one that does not look again under all its locks (a
 * deadlock), or takes them as its clauses are written (a livelock); one that shuffles its clauses
 * without their operands; an order that is not the written one; a send that stops at the first
 * select that has gone on elsewhere (a deadlock); an interrupt that counts although a peer was
 * faster, or is forgotten then (a leak).
 */
class SelectScenarioTest {
  private static final Duration LIMIT = Duration.ofMillis(1);

  /** Two clauses on one channel and one on a later one | send to that: each lock is taken once. */
  @Test
  void selectTakesTheLockOfAChannelOnce() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          Integer[] won = new Integer[1];
          go(() ->
              won[0] = select(onReceive(a, v -> v), onSend(a, 1, () -> 0), onReceive(b, v -> v)));
          b.send(2);
          return () -> {
            assertThat(won[0]).isEqualTo(2);
            settled(a, b);
          };
        });
  }

  /** Receive from one of 17, written last to first | send to one of the first two: one order. */
  @Test
  void selectsOfManyAndOfFewTakeTheirLocksInOneOrder() {
    exhaustOneAndSample(
        20,
        UnaryOperator.identity(),
        () -> {
          List<Channel<Integer>> channels = new ArrayList<>();
          for (int i = 0; i < 17; i++) {
            channels.add(Channel.unbuffered());
          }
          List<Clause<Integer>> many = new ArrayList<>();
          channels.reversed().forEach(channel -> many.add(onReceive(channel, v -> v)));
          Integer[] received = new Integer[1];
          go(() -> received[0] = selectFirst(many));
          Integer sent =
              selectFirst(onSend(channels.get(0), 1, () -> 1), onSend(channels.get(1), 2, () -> 2));
          return () -> {
            assertThat(received[0]).isEqualTo(sent);
            channels.forEach(Scenarios::settled);
          };
        });
  }

  /** select with a default | trySend: it never waits, and one answers the other. */
  @Test
  void selectWithADefaultTakesWhatIsThere() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.buffered(1);
          go(() -> b.send(2));
          Integer received = select(onReceive(a, v -> v), onReceive(b, v -> v), onDefault(() -> 0));
          return () -> {
            assertThat(received).isIn(0, 2);
            assertThat(left(b)).hasSize(received == 0 ? 1 : 0);
            settled(a, b);
          };
        });
  }

  /** select with a time-out | send with a limit, and time passes when it likes. */
  @Test
  void selectThatIsTooLateHasReceivedNothing() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          boolean[] sent = new boolean[1];
          go(() -> sent[0] = b.trySend(2, LIMIT));
          Integer received =
              select(onReceive(a, v -> v), onReceive(b, v -> v), onTimeout(LIMIT, () -> 0));
          return () -> {
            assertThat(received).isEqualTo(sent[0] ? 2 : 0);
            settled(a, b);
          };
        });
  }

  /** select(a, b), select(b, a) | send a | send b. */
  @Test
  void twoRoundsTakeTheElementsOfTwoSenders() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          go(() -> a.send(1));
          go(() -> b.send(2));
          Integer first = selectFirst(onReceive(a, v -> v), onReceive(b, v -> v));
          Integer second = selectFirst(onReceive(b, v -> v), onReceive(a, v -> v));
          return () -> {
            assertThat(List.of(first, second)).containsExactlyInAnyOrder(1, 2);
            settled(a, b);
          };
        });
  }

  /** select(a, b) | select(b, a) | send a, send b: in both orders, and each gets one. */
  @Test
  void selectsInBothOrdersShareTheElements() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          Integer[] received = new Integer[2];
          go(() -> received[0] = selectFirst(onReceive(a, v -> v), onReceive(b, v -> v)));
          go(() -> received[1] = selectFirst(onReceive(b, v -> v), onReceive(a, v -> v)));
          a.send(1);
          b.send(2);
          return () -> {
            assertThat(received).containsExactlyInAnyOrder(1, 2);
            settled(a, b);
          };
        });
  }

  /** Two selects that both send and receive on one channel: never with oneself. */
  @Test
  void selectDoesNotMeetItself() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          Integer[] received = new Integer[2];
          for (int i = 0; i < 2; i++) {
            int mine = i;
            go(() ->
                received[mine] =
                    selectFirst(onSend(channel, mine + 1, () -> 0), onReceive(channel, v -> v)));
          }
          return () -> {
            int receiver = received[0] == 0 ? 1 : 0;
            assertThat(received[1 - receiver]).isZero();
            assertThat(received[receiver]).isEqualTo(2 - receiver);
            settled(channel);
          };
        });
  }

  /** select with one channel twice | send, trySend: one of them. */
  @Test
  void channelThatIsThereTwiceIsReceivedFromOnce() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          boolean[] sent = new boolean[2];
          go(() -> {
            channel.send(1);
            sent[0] = true;
            sent[1] = channel.trySend(2);
          });
          Integer received = select(onReceive(channel, v -> v), onReceive(channel, v -> v + 10));
          return () -> {
            assertThat(received).isIn(1, 11);
            assertThat(sent).containsExactly(true, false);
            settled(channel);
          };
        });
  }

  /** select(a, b) | close a | trySend b: the end of a, or the element. */
  @Test
  void closeDuringASelectIsOneOfItsOutcomes() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          boolean[] sent = new boolean[1];
          go(a::close);
          go(() -> sent[0] = b.trySend(2));
          Integer received = select(onReceive(a, _ -> 0).onClosed(() -> 1), onReceive(b, v -> v));
          return () -> {
            assertThat(received).isEqualTo(sent[0] ? 2 : 1);
            settled(a, b);
          };
        });
  }

  /** select(send a, receive b) | close a | trySend b: refused, or received. */
  @Test
  void closeRefusesTheSendOfASelect() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          boolean[] sent = new boolean[1];
          go(a::close);
          go(() -> sent[0] = b.trySend(2));
          String outcome;
          try {
            outcome = select(onSend(a, 1, () -> "sent"), onReceive(b, v -> "received " + v));
          } catch (ChannelClosedException e) {
            outcome = e.getMessage();
          }
          String seen = outcome;
          return () -> {
            assertThat(seen).isEqualTo(sent[0] ? "received 2" : "send on closed channel");
            settled(a, b);
          };
        });
  }

  /** select(a, b) | interrupt | send b with a limit; the interrupt is heard, then or later. */
  @Test
  void interruptedSelectHasDoneNothing() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          boolean[] received = new boolean[1];
          Thread selecting =
              go(() -> {
                try {
                  select(onReceive(a, v -> v), onReceive(b, v -> v));
                  received[0] = true;
                  awaitInterrupt();
                } catch (InterruptedException e) {
                  // received nothing
                }
              });
          go(selecting::interrupt);
          boolean sent = b.trySend(2, LIMIT);
          return () -> {
            assertThat(received[0]).isEqualTo(sent);
            settled(a, b);
          };
        });
  }

  /** select(context, receive a, send b) | cancel | receive b with a limit. */
  @Test
  void cancelledSelectHasDoneNothing() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          CancellableContext context = Context.withCancel(Context.background());
          boolean[] sent = new boolean[1];
          go(() -> {
            try {
              select(context, onReceive(a, v -> v), onSend(b, 2, () -> 0));
              sent[0] = true;
            } catch (CanceledException e) {
              // sent nothing
            }
          });
          go(context::cancel);
          Received<Integer> received = b.tryReceive(LIMIT);
          return () -> {
            assertThat(received.orNull()).isEqualTo(sent[0] ? 2 : null);
            settled(a, b, context.done());
          };
        });
  }

  /** select(onDone, receive a) | cancel | trySend a: the handler of one of them runs. */
  @Test
  void endOfAContextIsAClause() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          CancellableContext context = Context.withCancel(Context.background());
          boolean[] sent = new boolean[1];
          go(context::cancel);
          go(() -> sent[0] = a.trySend(1));
          Integer received = select(onDone(context, _ -> 0), onReceive(a, v -> v));
          return () -> {
            assertThat(received).isEqualTo(sent[0] ? 1 : 0);
            settled(a, context.done());
          };
        });
  }

  /** send a, send b | selectFirst(a, b): a is ready whenever b is, and comes first. */
  @Test
  void firstAsWrittenComesFirst() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.buffered(1);
          Channel<Integer> b = Channel.buffered(1);
          go(() -> {
            a.send(1);
            b.send(2);
          });
          Integer received = selectFirst(onReceive(a, v -> v), onReceive(b, v -> v));
          return () -> {
            assertThat(received).isEqualTo(1);
            assertThat(left(b)).containsExactly(2);
            settled(a, b);
          };
        });
  }

  /** select of a list that sends on a or b | receive a with a limit | receive b with a limit. */
  @Test
  void listOfSendsSendsOne() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          List<Channel<Integer>> channels = List.of(a, b);
          Integer[] received = new Integer[2];
          for (int i = 0; i < 2; i++) {
            int mine = i;
            go(() -> received[mine] = channels.get(mine).tryReceive(LIMIT).orNull());
          }
          List<Clause<Integer>> clauses = new ArrayList<>();
          for (int i = 0; i < 2; i++) {
            int mine = i;
            clauses.add(onSend(channels.get(i), 7, () -> mine));
          }
          Integer chosen = select(clauses);
          return () -> {
            assertThat(received[chosen]).isEqualTo(7);
            assertThat(received[1 - chosen]).isNull();
            settled(a, b);
          };
        });
  }

  /** select(a, b) | select that sends to a or b: they agree on a channel. */
  @Test
  void sendingAndReceivingSelectsAgree() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          int[] sent = new int[1];
          go(() -> sent[0] = selectFirst(onSend(b, 2, () -> 2), onSend(a, 1, () -> 1)));
          Integer received = select(onReceive(a, v -> v), onReceive(b, v -> v));
          return () -> {
            assertThat(received).isEqualTo(sent[0]);
            settled(a, b);
          };
        });
  }

  /** Both full; select that sends | receive a | receive b: the element is in one of them. */
  @Test
  void selectGetsThePlaceThatIsFreedFirst() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.buffered(1);
          Channel<Integer> b = Channel.buffered(1);
          a.send(0);
          b.send(0);
          go(a::receive);
          go(b::receive);
          Integer chosen = selectFirst(onSend(a, 7, () -> 0), onSend(b, 7, () -> 1));
          return () -> {
            assertThat(left(chosen == 0 ? a : b)).containsExactly(7);
            assertThat(left(chosen == 0 ? b : a)).isEmpty();
            settled(a, b);
          };
        });
  }

  /** select(send to a full one that drops, receive) | trySend: what was dropped is told once. */
  @Test
  void selectThatDropsTellsIt() {
    exhaust(
        twoPreemptions(),
        () -> {
          List<Integer> dropped = new ArrayList<>();
          Channel<Integer> a = Channel.named("dropping").dropOldest(1, dropped::add);
          Channel<Integer> b = Channel.unbuffered();
          a.send(1);
          boolean[] sent = new boolean[1];
          go(() -> sent[0] = b.trySend(5));
          Integer chosen = select(onSend(a, 2, () -> 0), onReceive(b, v -> v));
          return () -> {
            assertThat(chosen).isEqualTo(sent[0] ? 5 : 0);
            List<Integer> all = left(a);
            all.addAll(dropped);
            assertThat(all)
                .containsExactlyInAnyOrderElementsOf(sent[0] ? List.of(1) : List.of(1, 2));
            settled(a, b);
          };
        });
  }

  /** select(end of a thread, receive) | that thread, which sends with a limit before it ends. */
  @Test
  void endOfAThreadIsAClause() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          boolean[] sent = new boolean[1];
          Thread thread = go(() -> sent[0] = a.trySend(1));
          Integer received = select(onReceive(a, v -> v), onEnd(thread, () -> 0));
          return () -> {
            assertThat(received).isEqualTo(sent[0] ? 1 : 0);
            settled(a);
          };
        });
  }

  /** select over the nil channel and a | trySend: as if it were not there. */
  @Test
  void nilChannelIsSwitchedOff() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          go(() -> a.send(1));
          Integer received =
              select(
                  onReceive(Channel.<Integer>nil(), v -> v),
                  onSend(Channel.<Integer>nil(), 3, () -> 3),
                  onReceive(a, v -> v).when(() -> true),
                  onReceive(a, v -> v).when(() -> false),
                  null);
          return () -> {
            assertThat(received).isEqualTo(1);
            settled(a);
          };
        });
  }
}
