// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.awaitReceivers;
import static csp.scenario.Scenarios.awaitSenders;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.exhaustOneAndSample;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who gets which element of a channel without a buffer, with one place, and with two. Seen to fail:
 * a receive that does not give the freed place to a sender (a leak), or that takes from a sender
 * before the buffer; queues that serve the last first; a send that buffers past a receiver who
 * waits (a leak); a limit that counts although a peer was faster.
 */
class BufferedScenarioTest {
  /** send, send, send | receive, receive, receive. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void elementsArriveInTheOrderOfTheirSends(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          go(() -> {
            for (int i = 1; i <= 3; i++) {
              channel.send(i);
            }
          });
          List<Integer> received = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            received.add(channel.receive());
          }
          return () -> {
            assertThat(received).containsExactly(1, 2, 3);
            settled(channel);
          };
        });
  }

  /** send | send | receive | receive. Exhausted to one preemption: two are 65,000 schedules. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void twoReceiversShareWhatTwoSendersSend(int capacity) {
    exhaustOneAndSample(
        3_000,
        UnaryOperator.identity(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          int[] received = new int[2];
          go(() -> channel.send(1));
          go(() -> channel.send(2));
          go(() -> received[0] = channel.receive());
          received[1] = channel.receive();
          return () -> {
            assertThat(received).containsExactlyInAnyOrder(1, 2);
            settled(channel);
          };
        });
  }

  /** One sender waits; send | receive until all is there: the one that waited comes first. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void senderThatWaitsIsNotOvertakenByAnother(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          for (int i = 0; i < capacity; i++) {
            channel.send(0);
          }
          go(() -> channel.send(1));
          awaitSenders(channel, 1);
          go(() -> channel.send(2));
          List<Integer> received = new ArrayList<>();
          for (int i = 0; i < capacity + 2; i++) {
            received.add(channel.receive());
          }
          return () -> {
            assertThat(received).endsWith(1, 2);
            settled(channel);
          };
        });
  }

  /** Full, and a sender waits; trySend | receive: the place that is freed is not to be had. */
  @Test
  void immediateSendDoesNotTakeThePlaceOfASenderThatWaits() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          channel.send(0);
          go(() -> channel.send(1));
          awaitSenders(channel, 1);
          boolean[] sent = new boolean[1];
          go(() -> sent[0] = channel.trySend(9));
          Integer first = channel.receive();
          return () -> {
            assertThat(first).isZero();
            assertThat(sent[0]).isFalse();
            assertThat(left(channel)).containsExactly(1);
            settled(channel);
          };
        });
  }

  /** One receiver waits; receive | send, send: the one that waited gets the first element. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void receiverThatWaitsIsNotOvertakenByAnother(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          int[] received = new int[2];
          go(() -> received[0] = channel.receive());
          awaitReceivers(channel, 1);
          go(() -> received[1] = channel.receive());
          channel.send(1);
          channel.send(2);
          return () -> {
            assertThat(received).containsExactly(1, 2);
            settled(channel);
          };
        });
  }

  /** A receiver waits; send | tryReceive: it is handed the element past the buffer. */
  @Test
  void immediateReceiveDoesNotTakeTheElementOfAReceiverThatWaits() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          int[] received = new int[1];
          go(() -> received[0] = channel.receive());
          awaitReceivers(channel, 1);
          go(() -> channel.send(1));
          Received<Integer> found = channel.tryReceive();
          return () -> {
            assertThat(received[0]).isEqualTo(1);
            assertThat(found).isEqualTo(Received.empty());
            settled(channel);
          };
        });
  }

  /** trySend | trySend | trySend, two places: two get one. */
  @Test
  void immediateSendsFillTheBufferAndNoMore() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(2);
          boolean[] sent = new boolean[4];
          for (int i = 1; i <= 2; i++) {
            int value = i;
            go(() -> sent[value] = channel.trySend(value));
          }
          sent[3] = channel.trySend(3);
          return () -> {
            List<Integer> left = left(channel);
            assertThat(left).hasSize(2);
            for (int i = 1; i <= 3; i++) {
              assertThat(left.contains(i)).isEqualTo(sent[i]);
            }
          };
        });
  }

  /** trySend | receive with a limit: it was sent exactly if it was received. */
  @Test
  void immediateSendIsReceivedOrRefused() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          boolean[] sent = new boolean[1];
          go(() -> sent[0] = channel.trySend(1));
          Received<Integer> received = channel.tryReceive(Duration.ofMillis(1));
          return () -> {
            assertThat(received instanceof Received.Value<Integer>).isEqualTo(sent[0]);
            settled(channel);
          };
        });
  }

  /** tryReceive | tryReceive | two in the buffer: both get one, and not the same. */
  @Test
  void immediateReceivesEmptyTheBuffer() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(2);
          channel.send(1);
          channel.send(2);
          Integer[] received = new Integer[2];
          go(() -> received[0] = channel.tryReceive().orNull());
          go(() -> received[1] = channel.tryReceive().orNull());
          return () -> {
            assertThat(received).containsExactlyInAnyOrder(1, 2);
            assertThat(channel.length()).isZero();
            settled(channel);
          };
        });
  }

  /** send, send, send | receive | length: never less than none, never more than fit. */
  @Test
  void lengthStaysWithinItsBounds() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(2);
          go(() -> {
            for (int i = 1; i <= 3; i++) {
              channel.send(i);
            }
          });
          go(channel::receive);
          int[] lengths = {channel.length(), channel.length()};
          boolean closed = channel.isClosed() || channel.isDrained();
          return () -> {
            assertThat(lengths[0]).isBetween(0, 2);
            assertThat(lengths[1]).isBetween(0, 2);
            assertThat(closed).isFalse();
            assertThat(channel.length()).isEqualTo(2);
            settled(channel);
          };
        });
  }

  /** What the sender wrote is seen by the receiver: a race on {@code box} would be reported. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void sendPublishesToItsReceive(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          int[] box = new int[1];
          go(() -> {
            box[0] = 5;
            channel.send(1);
          });
          channel.receive();
          int seen = box[0];
          return () -> assertThat(seen).isEqualTo(5);
        });
  }

  /**
   * What a receiver did before it took the first element is seen by who has sent one more than fits
   * into the buffer.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void receivePublishesToTheSendThatNeedsItsPlace(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          int[] box = new int[1];
          go(() -> {
            box[0] = 5;
            channel.receive();
          });
          for (int i = 0; i <= capacity; i++) {
            channel.send(i);
          }
          int seen = box[0];
          return () -> assertThat(seen).isEqualTo(5);
        });
  }
}
