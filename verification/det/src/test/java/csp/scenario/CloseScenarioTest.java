// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.awaitReceivers;
import static csp.scenario.Scenarios.awaitSenders;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ChannelClosedException;
import csp.Received;
import csp.select.Clause;
import csp.select.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The end of a channel: everybody who waits hears of it, and nothing that was sent is lost. Seen to
 * fail: a close that wakes one receiver of several (a leak); a close that does not look whether it
 * is the first; an immediate send or receive that looks first whether it is open, and then whether
 * anybody waits.
 */
class CloseScenarioTest {
  /** close | receive | receive. */
  @Test
  void closeWakesEveryReceiver() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          AtomicInteger ended = new AtomicInteger();
          for (int i = 0; i < 2; i++) {
            go(() -> {
              if (channel.receive() == null) {
                ended.incrementAndGet();
              }
            });
          }
          channel.close();
          return () -> {
            assertThat(ended).hasValue(2);
            settled(channel);
          };
        });
  }

  /**
   * A receive, or a send, whose time may pass | a select on that channel and another | close: who
   * has heard of the end finds nobody at the other channel, since the select has heard, too. Seen
   * to fail without the lock that is passed by who was fired by a close.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closeIsOneMomentForAllWhoWait(boolean toSend) {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          Channel<Integer> other = Channel.unbuffered();
          String[] chosen = new String[1];
          Clause<String> first =
              toSend
                  ? Select.onSend(channel, 1, () -> "sent")
                  : Select.onReceive(channel, element -> "closed");
          go(() -> {
            try {
              chosen[0] = Select.select(first, Select.onReceive(other, element -> "other"));
            } catch (ChannelClosedException e) {
              chosen[0] = "closed";
            }
          });
          go(channel::close);
          boolean ended = endsWithin(channel, toSend);
          boolean met = ended && other.trySend(2);
          return () -> {
            assertThat(met).isFalse();
            assertThat(chosen[0]).isEqualTo("closed");
          };
        });
  }

  private static boolean endsWithin(Channel<Integer> channel, boolean toSend)
      throws InterruptedException {
    try {
      return toSend
          ? channel.trySend(3, Duration.ofMillis(1)) // never: nobody receives
          : channel.tryReceive(Duration.ofMillis(1)) instanceof Received.Closed;
    } catch (ChannelClosedException e) {
      return true;
    }
  }

  /** close | send | receive: the receiver has the element exactly if the sender was not refused. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void closeDoesNotTearASendFromItsReceive(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          String[] refusal = new String[1];
          go(() -> {
            try {
              channel.send(1);
            } catch (ChannelClosedException e) {
              refusal[0] = e.getMessage();
            }
          });
          go(channel::close);
          Integer received = channel.receive();
          return () -> {
            List<Integer> all = left(channel);
            if (received != null) {
              all.add(received);
            }
            if (refusal[0] == null) {
              assertThat(all).containsExactly(1);
            } else {
              assertThat(refusal[0]).isEqualTo("send on closed channel");
              assertThat(all).isEmpty();
            }
            settled(channel);
          };
        });
  }

  /** close | close | tryClose: one of them has closed it, and each is told. */
  @Test
  void channelIsClosedOnce() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          AtomicInteger closed = new AtomicInteger();
          AtomicInteger refused = new AtomicInteger();
          for (int i = 0; i < 2; i++) {
            go(() -> {
              try {
                channel.close();
                closed.incrementAndGet();
              } catch (ChannelClosedException e) {
                assertThat(e).hasMessage("close of closed channel");
                refused.incrementAndGet();
              }
            });
          }
          boolean third = channel.tryClose();
          boolean seen = channel.isClosed();
          return () -> {
            assertThat(closed.get() + (third ? 1 : 0)).isEqualTo(1);
            assertThat(refused.get()).isEqualTo(third ? 2 : 1);
            assertThat(seen).isTrue();
          };
        });
  }

  /** close with a cause | close with another | receive: one cause, the same for all. */
  @Test
  void causeOfTheFirstCloseIsTheCause() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          RuntimeException[] causes = {new RuntimeException("a"), new RuntimeException("b")};
          boolean[] closed = new boolean[2];
          for (int i = 0; i < 2; i++) {
            int mine = i;
            go(() -> {
              try {
                channel.close(causes[mine]);
                closed[mine] = true;
              } catch (ChannelClosedException e) {
                assertThat(e).hasCause(causes[1 - mine]);
              }
            });
          }
          Throwable heard = null;
          try {
            channel.receive();
          } catch (ChannelClosedException e) {
            heard = e.getCause();
          }
          Throwable cause = heard;
          return () -> {
            assertThat(closed[0]).isNotEqualTo(closed[1]);
            assertThat(cause).isSameAs(causes[closed[0] ? 0 : 1]);
            assertThat(channel.tryReceive()).isEqualTo(new Received.Closed<>(cause));
            settled(channel);
          };
        });
  }

  /** send, send, close | iteration. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void iterationEndsAfterTheLastElement(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          go(() -> {
            channel.send(1);
            channel.send(2);
            channel.close();
          });
          List<Integer> received = new ArrayList<>();
          for (Integer value : channel) {
            received.add(value);
          }
          boolean drained = channel.isDrained();
          return () -> {
            assertThat(received).containsExactly(1, 2);
            assertThat(drained).isTrue();
            settled(channel);
          };
        });
  }

  /** forEach | forEach | send, send, close: each element once, and both end. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void iterationsShareTheElementsAndAllEnd(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          List<Integer> first = new ArrayList<>();
          List<Integer> second = new ArrayList<>();
          go(() -> channel.forEach(first::add));
          go(() -> channel.forEach(second::add));
          channel.send(1);
          channel.send(2);
          channel.close();
          return () -> {
            first.addAll(second);
            assertThat(first).containsExactlyInAnyOrder(1, 2);
            settled(channel);
          };
        });
  }

  /** send, close | tryReceive until closed: the last element is before the end, never after it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void endIsSeenAfterTheLastElement(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          go(() -> {
            channel.send(1);
            channel.close();
          });
          List<Integer> received = new ArrayList<>();
          Received<Integer> last = channel.tryReceive();
          while (!(last instanceof Received.Closed<Integer>)) {
            if (last instanceof Received.Value<Integer>(Integer value)) {
              received.add(value);
            } else {
              Thread.onSpinWait();
            }
            last = channel.tryReceive();
          }
          return () -> assertThat(received).containsExactly(1);
        });
  }

  /** Two elements; close | receive | isDrained, tryReceive: who saw it drained receives nothing. */
  @Test
  void drainedChannelGivesNothing() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(2);
          channel.send(1);
          channel.send(2);
          go(channel::close);
          go(() -> {
            channel.receive();
            channel.receive();
          });
          boolean drained = channel.isDrained();
          Received<Integer> found = channel.tryReceive();
          return () -> {
            if (drained) {
              assertThat(found).isEqualTo(Received.closed(null));
            }
            settled(channel);
          };
        });
  }

  /** trySend | close, tryReceive: a refused send is an exception, a false one came before it. */
  @Test
  void immediateSendOnTheWayToTheEndSaysWhatItDid() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          channel.send(1);
          String[] outcome = new String[1];
          go(() -> {
            try {
              outcome[0] = channel.trySend(2) ? "sent" : "full";
            } catch (ChannelClosedException e) {
              outcome[0] = "closed";
            }
          });
          Integer first = channel.receive();
          channel.close();
          return () -> {
            assertThat(first).isEqualTo(1);
            assertThat(outcome[0]).isIn("sent", "full", "closed");
            assertThat(left(channel).size()).isEqualTo(outcome[0].equals("sent") ? 1 : 0);
          };
        });
  }

  /** What was done before the close is seen by who hears of it: a race would be reported. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void closePublishes(int capacity) {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          int[] box = new int[1];
          go(() -> {
            box[0] = 5;
            channel.close();
          });
          Integer received = channel.receive();
          int seen = box[0];
          return () -> {
            assertThat(received).isNull();
            assertThat(seen).isEqualTo(5);
          };
        });
  }

  /** A full channel with two senders; receive | close: each sender is served or refused. */
  @Test
  void closeRefusesEverySenderThatWaits() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          channel.send(0);
          boolean[] sent = new boolean[3];
          for (int i = 1; i <= 2; i++) {
            int value = i;
            go(() -> {
              try {
                channel.send(value);
                sent[value] = true;
              } catch (ChannelClosedException e) {
                // refused
              }
            });
          }
          awaitSenders(channel, 2);
          go(channel::close);
          Integer received = channel.receive();
          return () -> {
            List<Integer> left = left(channel);
            assertThat(received).isZero();
            assertThat(left).hasSizeLessThanOrEqualTo(1);
            assertThat(left.contains(1)).isEqualTo(sent[1]);
            assertThat(left.contains(2)).isEqualTo(sent[2]);
            settled(channel);
          };
        });
  }

  /** A sender waits; close | tryReceive: its element, or the end, but never nothing. */
  @Test
  void immediateReceiveSeesTheSenderOrTheEnd() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          boolean[] sent = new boolean[1];
          go(() -> {
            try {
              channel.send(1);
              sent[0] = true;
            } catch (ChannelClosedException e) {
              // refused
            }
          });
          awaitSenders(channel, 1);
          go(channel::close);
          Received<Integer> received = channel.tryReceive();
          return () -> {
            assertThat(received)
                .isEqualTo(sent[0] ? new Received.Value<>(1) : Received.closed(null));
            settled(channel);
          };
        });
  }

  /** A receiver waits; close | trySend: received, or refused, but never too late. */
  @Test
  void immediateSendSeesTheReceiverOrTheEnd() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          Integer[] received = new Integer[1];
          go(() -> received[0] = channel.receive());
          awaitReceivers(channel, 1);
          go(channel::close);
          String outcome;
          try {
            outcome = channel.trySend(1) ? "sent" : "nobody there";
          } catch (ChannelClosedException e) {
            outcome = "refused";
          }
          String answer = outcome;
          return () -> {
            assertThat(answer).isEqualTo(received[0] == null ? "refused" : "sent");
            settled(channel);
          };
        });
  }
}
