// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.awaitInterrupt;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.exhaustOneAndSample;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ChannelClosedException;
import csp.IncompleteSendException;
import csp.InterruptedSendException;
import csp.context.CanceledException;
import csp.context.CancellableContext;
import csp.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Batches: what is said to be sent was sent, in order, and the rest was not. Seen to fail: a batch
 * that counts the element that it waits with; a receive that takes from a sender who has given up;
 * a sender who gives up and stays in the queue; a drain that wakes no sender (a leak); a cancel
 * that counts although a peer was faster, and an interrupt that is forgotten then (a leak).
 */
class BatchScenarioTest {
  private static final List<Integer> BATCH = List.of(1, 2, 3);

  /** sendAll | receive, receive, receive. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void batchArrivesInOrder(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          go(() -> channel.sendAll(BATCH));
          List<Integer> received = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            received.add(channel.receive());
          }
          return () -> {
            assertThat(received).isEqualTo(BATCH);
            settled(channel);
          };
        });
  }

  /**
   * sendAll | sendAll | receive four times: each keeps its order. Exhausted to one preemption: two
   * are 27,000 schedules.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void twoBatchesKeepTheirOrders(int capacity) {
    exhaustOneAndSample(
        2_000,
        UnaryOperator.identity(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          go(() -> channel.sendAll(List.of(1, 2)));
          go(() -> channel.sendAll(List.of(11, 12)));
          List<Integer> received = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            received.add(channel.receive());
          }
          return () -> {
            assertThat(received).containsExactlyInAnyOrder(1, 2, 11, 12);
            assertThat(received).containsSubsequence(1, 2).containsSubsequence(11, 12);
            settled(channel);
          };
        });
  }

  /** sendAll | receive | close. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void closeLeavesAnExactPrefix(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          int[] sent = {-1};
          go(() -> {
            try {
              channel.sendAll(BATCH);
            } catch (ChannelClosedException e) {
              sent[0] = e.sent();
            }
          });
          go(channel::close);
          Integer received = channel.receive();
          return () -> prefix(channel, received, sent[0]);
        });
  }

  /** sendAll | receive with a limit | interrupt. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void interruptLeavesAnExactPrefix(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          int[] sent = {-1};
          Thread sender =
              go(() -> {
                try {
                  channel.sendAll(BATCH);
                } catch (InterruptedSendException e) {
                  sent[0] = e.sent();
                }
              });
          go(sender::interrupt);
          Integer received = channel.tryReceive(Duration.ofMillis(1)).orNull();
          return () -> prefix(channel, received, sent[0]);
        });
  }

  /** sendAll | receive with a limit | cancel. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void cancelLeavesAnExactPrefix(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          CancellableContext context = Context.withCancel(Context.background());
          int[] sent = {-1};
          go(() -> {
            try {
              channel.sendAll(BATCH, context);
            } catch (CanceledException e) {
              sent[0] = IncompleteSendException.sentBefore(e).orElse(-2);
            }
          });
          go(context::cancel);
          Integer received = channel.tryReceive(Duration.ofMillis(1)).orNull();
          return () -> {
            prefix(channel, received, sent[0]);
            assertThat(context.done().waitingReceivers()).isZero();
          };
        });
  }

  /** A batch of which {@code sent} were sent, with one receiver: the others were not. */
  private static void prefix(Channel<Integer> channel, Integer received, int sent) {
    List<Integer> arrived = new ArrayList<>();
    if (received != null) {
      arrived.add(received);
    }
    arrived.addAll(left(channel));
    assertThat(sent).isBetween(0, 3);
    assertThat(arrived).isEqualTo(BATCH.subList(0, sent));
    settled(channel);
  }

  /** receiveBatch | send | send: at least one, at most both, the rest is left. */
  @Test
  void batchThatIsReceivedHasWhatWasThere() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(2);
          go(() -> channel.send(1));
          go(() -> channel.send(2));
          List<Integer> all = new ArrayList<>();
          int count = channel.receiveBatch(all, 3);
          boolean told = count == all.size() && count >= 1;
          return () -> {
            assertThat(told).isTrue();
            all.addAll(left(channel));
            assertThat(all).containsExactlyInAnyOrder(1, 2);
            settled(channel);
          };
        });
  }

  /** sendAll of three, unbuffered | receiveBatch until all are there. */
  @Test
  void batchTakesTheElementsOfSendersThatWait() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          go(() -> channel.sendAll(BATCH));
          List<Integer> received = new ArrayList<>();
          while (received.size() < 3) {
            channel.receiveBatch(received, 3 - received.size());
          }
          return () -> {
            assertThat(received).isEqualTo(BATCH);
            settled(channel);
          };
        });
  }

  /** receiveBatch | receiveBatch | sendAll, close: every element in one batch, each in order. */
  @Test
  void twoBatchesShareTheElements() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(2);
          List<Integer> first = new ArrayList<>();
          List<Integer> second = new ArrayList<>();
          go(() -> channel.receiveBatch(first, 2));
          go(() -> channel.receiveBatch(second, 2));
          channel.sendAll(BATCH);
          channel.close();
          return () -> {
            assertThat(first).isSorted();
            assertThat(second).isSorted();
            List<Integer> all = new ArrayList<>(first);
            all.addAll(second);
            all.addAll(left(channel));
            assertThat(all).containsExactlyInAnyOrderElementsOf(BATCH);
            settled(channel);
          };
        });
  }

  /** receiveBatch | trySend, trySend | interrupt: interrupted means that nothing was taken. */
  @Test
  void interruptedBatchHasTakenNothing() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(2);
          List<Integer> received = new ArrayList<>();
          boolean[] gaveUp = new boolean[1];
          Thread receiver =
              go(() -> {
                try {
                  channel.receiveBatch(received, 2);
                  awaitInterrupt();
                } catch (InterruptedException e) {
                  gaveUp[0] = true;
                }
              });
          go(receiver::interrupt);
          channel.send(1);
          channel.send(2);
          return () -> {
            assertThat(received.isEmpty()).isEqualTo(gaveUp[0]);
            List<Integer> all = new ArrayList<>(received);
            all.addAll(left(channel));
            assertThat(all).containsExactly(1, 2);
            settled(channel);
          };
        });
  }

  /** receiveBatch | send | cancel. */
  @Test
  void cancelledBatchHasTakenNothing() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          CancellableContext context = Context.withCancel(Context.background());
          List<Integer> received = new ArrayList<>();
          boolean[] gaveUp = new boolean[1];
          go(() -> {
            try {
              channel.receiveBatch(received, 2, context);
            } catch (CanceledException e) {
              gaveUp[0] = true;
            }
          });
          go(context::cancel);
          channel.send(1);
          return () -> {
            assertThat(received.isEmpty()).isEqualTo(gaveUp[0]);
            received.addAll(left(channel));
            assertThat(received).containsExactly(1);
            settled(channel);
            assertThat(context.done().waitingReceivers()).isZero();
          };
        });
  }

  /** drainTo | send | send, one place: the sender that waits gets it. */
  @Test
  void drainMakesRoom() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          channel.send(0);
          go(() -> channel.send(1));
          List<Integer> all = new ArrayList<>();
          int count = channel.drainTo(all, 2);
          boolean told = count == all.size() && count >= 1;
          return () -> {
            assertThat(told).isTrue();
            all.addAll(left(channel));
            assertThat(all).containsExactly(0, 1);
            settled(channel);
          };
        });
  }

  /** sendAll from a channel | who sends to that and closes it | receive: a pipe. */
  @Test
  void batchFromAChannelIsAPipe() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> source = Channel.unbuffered();
          Channel<Integer> channel = Channel.buffered(1);
          go(() -> {
            channel.sendAll(source);
            channel.close();
          });
          go(() -> {
            source.send(1);
            source.close();
          });
          List<Integer> received = new ArrayList<>();
          channel.forEach(received::add);
          return () -> {
            assertThat(received).containsExactly(1);
            settled(source, channel);
          };
        });
  }
}
