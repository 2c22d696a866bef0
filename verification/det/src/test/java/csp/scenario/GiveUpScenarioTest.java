// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.awaitInterrupt;
import static csp.scenario.Scenarios.awaitReceivers;
import static csp.scenario.Scenarios.awaitSenders;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ChannelClosedException;
import csp.InterruptedReceiveException;
import csp.Received;
import csp.context.CanceledException;
import csp.context.CancellableContext;
import csp.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Interrupt, time-out or cancel against a peer: one of them wins, and whoever gave up is on no
 * queue. An interrupt that lost is heard at the next wait.
 *
 * <p>Seen to fail: an interrupt, a limit, and a cancel that count although a peer was faster; an
 * interrupt that is forgotten when the peer was (a leak); a send that stops at the first receiver
 * who has left (a deadlock); a receive that takes from a sender who has left; a wait that stays
 * with the context when it is over.
 */
class GiveUpScenarioTest {
  private static final Duration LIMIT = Duration.ofMillis(1);

  /** receive | interrupt | send with a limit. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void interruptedReceiverTakesTheElementOrLeavesIt(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          List<Integer> received = new ArrayList<>();
          boolean[] gaveUp = new boolean[2];
          Thread receiver =
              go(() -> {
                try {
                  received.add(channel.receive());
                  awaitInterrupt();
                } catch (InterruptedException e) {
                  gaveUp[0] = true;
                }
                gaveUp[1] = Thread.currentThread().isInterrupted();
              });
          go(receiver::interrupt);
          boolean sent = channel.trySend(1, LIMIT);
          return () -> {
            assertThat(received.isEmpty()).isEqualTo(gaveUp[0]);
            assertThat(gaveUp[1]).isFalse();
            received.addAll(left(channel));
            assertThat(received).hasSize(sent ? 1 : 0);
            settled(channel);
          };
        });
  }

  /** send | interrupt | receive with a limit. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void interruptedSenderHasSentOrNot(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          for (int i = 0; i < capacity; i++) {
            channel.send(0);
          }
          boolean[] sent = new boolean[2];
          Thread sender =
              go(() -> {
                try {
                  channel.send(1);
                  sent[0] = true;
                  awaitInterrupt();
                } catch (InterruptedException e) {
                  sent[1] = Thread.currentThread().isInterrupted();
                }
              });
          go(sender::interrupt);
          List<Integer> all = new ArrayList<>();
          if (channel.tryReceive(LIMIT) instanceof Received.Value<Integer>(Integer value)) {
            all.add(value);
          }
          return () -> {
            all.addAll(left(channel));
            assertThat(all.contains(1)).isEqualTo(sent[0]);
            assertThat(all).hasSize(capacity + (sent[0] ? 1 : 0));
            assertThat(sent[1]).isFalse();
            settled(channel);
          };
        });
  }

  /** send with a limit | receive with a limit, and time passes when it likes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void bothSidesWithALimitAgree(int capacity) {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          boolean[] sent = new boolean[1];
          go(() -> sent[0] = channel.trySend(1, LIMIT));
          Received<Integer> received = channel.tryReceive(LIMIT);
          return () -> {
            List<Integer> all = left(channel);
            if (received instanceof Received.Value<Integer>(Integer value)) {
              all.add(value);
            }
            assertThat(all).hasSize(sent[0] ? 1 : 0);
            settled(channel);
          };
        });
  }

  /** receive with a limit | interrupt | send with a limit, and time passes when it likes. */
  @Test
  void receiverWithALimitIsInterruptedToo() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          boolean[] received = new boolean[1];
          Thread receiver =
              go(() -> {
                try {
                  received[0] = channel.tryReceive(LIMIT) instanceof Received.Value<Integer>;
                  awaitInterrupt();
                } catch (InterruptedException e) {
                  // and then it has received nothing
                }
              });
          go(receiver::interrupt);
          boolean sent = channel.trySend(1, LIMIT);
          return () -> {
            assertThat(received[0]).isEqualTo(sent);
            settled(channel);
          };
        });
  }

  /** receive(context) | cancel | send with a limit: received, or cancelled. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void cancelledReceiverTakesTheElementOrLeavesIt(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          CancellableContext context = Context.withCancel(Context.background());
          List<Integer> received = new ArrayList<>();
          boolean[] gaveUp = new boolean[1];
          go(() -> {
            try {
              received.add(channel.receive(context));
            } catch (CanceledException e) {
              gaveUp[0] = true;
            }
          });
          go(context::cancel);
          boolean sent = channel.trySend(1, LIMIT);
          return () -> {
            assertThat(received.isEmpty()).isEqualTo(gaveUp[0]);
            received.addAll(left(channel));
            assertThat(received).hasSize(sent ? 1 : 0);
            settled(channel, context.done());
          };
        });
  }

  /** receive(context) | interrupt | send with a limit: nobody waits for the context afterwards. */
  @Test
  void waitThatIsOverHasLeftTheContext() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          CancellableContext context = Context.withCancel(Context.background());
          boolean[] received = new boolean[1];
          Thread receiver =
              go(() -> {
                try {
                  channel.receive(context);
                  received[0] = true;
                  awaitInterrupt();
                } catch (InterruptedException e) {
                  // received nothing
                }
              });
          go(receiver::interrupt);
          boolean sent = channel.trySend(1, LIMIT);
          return () -> {
            assertThat(received[0]).isEqualTo(sent);
            settled(channel, context.done());
          };
        });
  }

  /** send(context) | cancel | receive with a limit. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void cancelledSenderHasSentOrNot(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          for (int i = 0; i < capacity; i++) {
            channel.send(0);
          }
          CancellableContext context = Context.withCancel(Context.background());
          boolean[] sent = new boolean[1];
          go(() -> {
            try {
              channel.send(1, context);
              sent[0] = true;
            } catch (CanceledException e) {
              // not sent
            }
          });
          go(context::cancel);
          List<Integer> all = new ArrayList<>();
          if (channel.tryReceive(LIMIT) instanceof Received.Value<Integer>(Integer value)) {
            all.add(value);
          }
          return () -> {
            all.addAll(left(channel));
            assertThat(all.contains(1)).isEqualTo(sent[0]);
            settled(channel, context.done());
          };
        });
  }

  /** receive(context) | cancel | interrupt | trySend: one of three. */
  @Test
  void oneOfPeerCancelAndInterruptWins() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          CancellableContext context = Context.withCancel(Context.background());
          String[] outcome = new String[1];
          Thread receiver =
              go(() -> {
                try {
                  channel.receive(context);
                  outcome[0] = "received";
                  awaitInterrupt();
                } catch (CanceledException e) {
                  outcome[0] = "cancelled";
                  awaitInterrupt();
                } catch (InterruptedException e) {
                  outcome[0] = "interrupted";
                }
              });
          awaitReceivers(channel, 1);
          go(context::cancel);
          go(receiver::interrupt);
          boolean sent = channel.trySend(1);
          return () -> {
            assertThat(outcome[0]).isNotNull();
            assertThat(outcome[0].equals("received")).isEqualTo(sent);
            settled(channel, context.done());
          };
        });
  }

  /** Two receivers wait; interrupt of the first | send, close: the element is not lost with it. */
  @Test
  void elementOfAReceiverThatGivesUpGoesToTheNext() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          Integer[] received = new Integer[2];
          Thread first =
              go(() -> {
                try {
                  received[0] = channel.receive();
                } catch (InterruptedException e) {
                  // gives up
                }
              });
          awaitReceivers(channel, 1);
          go(() -> received[1] = channel.receive());
          awaitReceivers(channel, 2);
          go(first::interrupt);
          channel.send(1);
          channel.close();
          return () -> {
            assertThat(received).containsOnlyOnce(1);
            settled(channel);
          };
        });
  }

  /**
   * Full, and two senders wait; interrupt of the first | receive: the second one gets the place.
   */
  @Test
  void placeOfASenderThatGivesUpGoesToTheNext() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          channel.send(0);
          boolean[] sent = new boolean[1];
          Thread first =
              go(() -> {
                try {
                  channel.send(1);
                  sent[0] = true;
                } catch (InterruptedException e) {
                  // gives up
                }
              });
          awaitSenders(channel, 1);
          go(() -> channel.send(2));
          awaitSenders(channel, 2);
          go(first::interrupt);
          List<Integer> received = new ArrayList<>();
          while (!received.contains(2)) {
            received.add(channel.receive());
          }
          return () -> {
            assertThat(received).isEqualTo(sent[0] ? List.of(0, 1, 2) : List.of(0, 2));
            settled(channel);
          };
        });
  }

  /** send with a limit | close: sent it was not; refused, or too late. */
  @Test
  void senderWithALimitIsRefusedOrTooLate() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          go(channel::close);
          boolean sent;
          try {
            sent = channel.trySend(1, LIMIT);
          } catch (ChannelClosedException e) {
            sent = false;
          }
          boolean answer = sent;
          return () -> {
            assertThat(answer).isFalse();
            settled(channel);
          };
        });
  }

  /** receive(context) | cancel | close: the end, or the error; nobody stays. */
  @Test
  void receiverHearsOfCloseOrCancel() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          CancellableContext context = Context.withCancel(Context.background());
          go(context::cancel);
          go(channel::close);
          String outcome;
          try {
            outcome = "" + channel.receive(context);
          } catch (CanceledException e) {
            outcome = e.getMessage();
          }
          String heard = outcome;
          return () -> {
            assertThat(heard).isIn("null", "context canceled");
            settled(channel, context.done());
          };
        });
  }

  /** Iteration | send | interrupt: an unchecked exception, and the flag is set again. */
  @Test
  void iterationKeepsTheInterrupt() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          List<Integer> all = new ArrayList<>();
          boolean[] flag = new boolean[1];
          Thread receiver =
              go(() -> {
                try {
                  channel.forEach(all::add);
                } catch (InterruptedReceiveException e) {
                  flag[0] = Thread.currentThread().isInterrupted();
                }
              });
          go(receiver::interrupt);
          channel.send(1);
          return () -> {
            assertThat(flag[0]).isTrue();
            all.addAll(left(channel));
            assertThat(all).containsExactly(1);
            settled(channel);
          };
        });
  }

  /** Iteration with a context | send | cancel. */
  @Test
  void cancelledIterationHasLostNothing() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          CancellableContext context = Context.withCancel(Context.background());
          List<Integer> all = new ArrayList<>();
          boolean[] ended = new boolean[1];
          go(() -> {
            try {
              channel.forEach(all::add, context);
            } catch (CanceledException e) {
              ended[0] = true;
            }
          });
          go(context::cancel);
          channel.send(1);
          return () -> {
            assertThat(ended[0]).isTrue();
            all.addAll(left(channel));
            assertThat(all).containsExactly(1);
            settled(channel, context.done());
          };
        });
  }

  /** The nil channel: receive | interrupt, send(context) | cancel, and a limit. */
  @Test
  void waitForTheNilChannelCanBeGivenUp() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> nil = Channel.nil();
          CancellableContext context = Context.withCancel(Context.background());
          boolean[] gaveUp = new boolean[2];
          Thread receiver =
              go(() -> {
                try {
                  nil.receive();
                } catch (InterruptedException e) {
                  gaveUp[0] = true;
                }
              });
          go(() -> {
            try {
              nil.send(1, context);
            } catch (CanceledException e) {
              gaveUp[1] = true;
            }
          });
          context.cancel();
          receiver.interrupt();
          boolean sent = nil.trySend(1, LIMIT);
          return () -> {
            assertThat(gaveUp).containsOnly(true);
            assertThat(sent).isFalse();
            settled(context.done());
          };
        });
  }
}
