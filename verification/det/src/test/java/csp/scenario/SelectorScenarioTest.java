// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static csp.select.Select.onDefault;
import static csp.select.Select.onReceive;
import static csp.select.Select.onSend;
import static csp.select.Select.onTimeout;
import static csp.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.context.CanceledException;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.select.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A selector stays queued between its rounds: it misses nothing there, and takes nothing twice.
 *
 * <p>Seen to fail: a selector that does not try again what it has missed, parks although it has
 * missed something, or does not queue again for the clause that won (deadlocks); one that stays
 * queued when it is closed; one that keeps the context of an earlier round; one that wakes the
 * thread of an earlier round (a leak); an interrupt that counts although a peer was faster (a
 * leak).
 */
class SelectorScenarioTest {
  private static final Duration LIMIT = Duration.ofMillis(1);

  /** Two rounds over a and b | send a | send b. */
  @Test
  void twoRoundsTakeBothElements() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          go(() -> a.send(1));
          go(() -> b.send(2));
          List<Integer> received = new ArrayList<>();
          try (Selector selector =
              Selector.priority(onReceive(a, received::add), onReceive(b, received::add))) {
            selector.select();
            selector.select();
          }
          return () -> {
            assertThat(received).containsExactlyInAnyOrder(1, 2);
            settled(a, b);
          };
        });
  }

  /** Three rounds over a and b | send a, send b, send a: the peer comes between the rounds. */
  @Test
  void peerBetweenTheRoundsIsNotMissed() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          go(() -> {
            a.send(1);
            b.send(2);
            a.send(3);
          });
          List<Integer> received = new ArrayList<>();
          try (Selector selector =
              Selector.priority(onReceive(b, received::add), onReceive(a, received::add))) {
            for (int i = 0; i < 3; i++) {
              selector.select();
            }
          }
          return () -> {
            assertThat(received).containsExactly(1, 2, 3);
            settled(a, b);
          };
        });
  }

  /** Two rounds over a with one place | trySend | trySend: what was sent is received or left. */
  @Test
  void bufferedElementsAreTakenOnce() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.buffered(1);
          Channel<Integer> b = Channel.unbuffered();
          go(() -> a.send(1));
          go(() -> a.send(2));
          List<Integer> received = new ArrayList<>();
          try (Selector selector =
              Selector.priority(onReceive(a, received::add), onReceive(b, received::add))) {
            selector.select();
            selector.select();
          }
          return () -> {
            assertThat(received).containsExactlyInAnyOrder(1, 2);
            settled(a, b);
          };
        });
  }

  /** One round over a and b, close | send a, trySend b: nobody is there for b any more. */
  @Test
  void closedSelectorIsOnNoQueue() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          boolean[] sent = new boolean[1];
          go(() -> {
            a.send(1);
            sent[0] = b.trySend(2);
          });
          List<Integer> received = new ArrayList<>();
          Selector selector =
              Selector.priority(onReceive(a, received::add), onReceive(b, received::add));
          selector.select();
          selector.close();
          return () -> {
            assertThat(received).containsExactly(1);
            assertThat(sent[0]).isFalse();
            settled(a, b);
          };
        });
  }

  /** Rounds until there are none | send a, close a | close b: every element, then the end. */
  @Test
  void selectorEndsWithItsChannels() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.buffered(1);
          Channel<Integer> b = Channel.unbuffered();
          go(() -> {
            a.send(1);
            a.close();
          });
          go(b::close);
          List<Integer> received = new ArrayList<>();
          int rounds = 0;
          try (Selector selector =
              Selector.priority(onReceive(b, received::add), onReceive(a, received::add))) {
            while (selector.select()) {
              rounds++;
            }
          }
          int count = rounds;
          return () -> {
            assertThat(count).isEqualTo(1);
            assertThat(received).containsExactly(1);
            settled(a, b);
          };
        });
  }

  /** Selector that sends a or receives b | the other way round: one round, and they agree. */
  @Test
  void crossingSelectorsAgree() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          List<String> first = new ArrayList<>();
          List<String> second = new ArrayList<>();
          go(() -> oneRound(a, b, first));
          go(() -> oneRound(b, a, second));
          return () -> {
            assertThat(List.of(first.getFirst(), second.getFirst()))
                .isIn(List.of("sent", "received"), List.of("received", "sent"));
            settled(a, b);
          };
        });
  }

  private static void oneRound(Channel<Integer> to, Channel<Integer> from, List<String> did)
      throws InterruptedException {
    try (Selector selector =
        Selector.priority(
            onSend(to, 5, () -> did.add("sent")), onReceive(from, _ -> did.add("received")))) {
      selector.select();
    }
  }

  /** Selector that sends a or receives b | a select the other way round. */
  @Test
  void selectorAndSelectAgree() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          List<String> first = new ArrayList<>();
          String[] second = new String[1];
          go(() -> oneRound(a, b, first));
          go(() -> second[0] = select(onSend(b, 6, () -> "sent"), onReceive(a, _ -> "received")));
          return () -> {
            assertThat(first.getFirst()).isIn("sent", "received").isNotEqualTo(second[0]);
            settled(a, b);
          };
        });
  }

  /** Two rounds, the first with a context | cancel | send: what the first left the second takes. */
  @Test
  void cancelledRoundLeavesTheElementToTheNext() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          CancellableContext context = Context.withCancel(Context.background());
          go(context::cancel);
          go(() -> b.send(2));
          List<Integer> received = new ArrayList<>();
          try (Selector selector =
              Selector.priority(onReceive(a, received::add), onReceive(b, received::add))) {
            try {
              selector.select(context);
            } catch (CanceledException e) {
              selector.select();
            }
          }
          return () -> {
            assertThat(received).containsExactly(2);
            settled(a, b, context.done());
          };
        });
  }

  /** Rounds until one was not interrupted | interrupt | send. */
  @Test
  void interruptedRoundLeavesTheElementToTheNext() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          List<Integer> received = new ArrayList<>();
          boolean[] heard = new boolean[1];
          Thread selecting =
              go(() -> {
                try (Selector selector =
                    Selector.priority(onReceive(a, received::add), onReceive(b, received::add))) {
                  try {
                    selector.select();
                  } catch (InterruptedException e) {
                    heard[0] = true;
                    selector.select();
                  }
                }
                if (!heard[0]) {
                  Scenarios.awaitInterrupt();
                }
              });
          go(selecting::interrupt);
          b.send(2);
          return () -> {
            assertThat(received).containsExactly(2);
            settled(a, b);
          };
        });
  }

  /** A round with a time-out, then one without | send, and time passes when it likes. */
  @Test
  void roundThatIsTooLateLeavesTheElementToTheNext() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          go(() -> b.send(2));
          List<Integer> received = new ArrayList<>();
          int[] timeouts = new int[1];
          try (Selector selector =
              Selector.priority(
                  onReceive(a, received::add),
                  onReceive(b, received::add),
                  onTimeout(LIMIT, () -> timeouts[0]++).when(() -> timeouts[0] == 0))) {
            while (received.isEmpty()) {
              selector.select();
            }
          }
          return () -> {
            assertThat(received).containsExactly(2);
            settled(a, b);
          };
        });
  }

  /** A round in one thread, a round in the next | send a, send b. */
  @Test
  void selectorMovesToAnotherThread() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          go(() -> {
            a.send(1);
            b.send(2);
          });
          List<Integer> received = new ArrayList<>();
          Selector selector =
              Selector.priority(onReceive(a, received::add), onReceive(b, received::add));
          selector.select();
          go(() -> {
            selector.select();
            selector.close();
          });
          return () -> {
            assertThat(received).containsExactly(1, 2);
            settled(a, b);
          };
        });
  }

  /** Two rounds over one channel twice and another one | send, send. */
  @Test
  void channelThatIsThereTwiceIsReceivedFromOnceARound() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          go(() -> {
            a.send(1);
            a.send(2);
          });
          List<Integer> received = new ArrayList<>();
          try (Selector selector =
              Selector.priority(
                  onReceive(a, received::add),
                  onReceive(b, received::add),
                  onReceive(a, received::add))) {
            selector.select();
            selector.select();
          }
          return () -> {
            assertThat(received).containsExactly(1, 2);
            settled(a, b);
          };
        });
  }

  /** One round that receives, sends or receives, all on one channel | send: they do not meet. */
  @Test
  void selectorDoesNotMeetItself() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          List<Integer> received = new ArrayList<>();
          go(() -> channel.send(1));
          try (Selector selector =
              Selector.priority(
                  onReceive(channel, received::add),
                  onSend(channel, 2, () -> received.add(2)),
                  onReceive(channel, received::add))) {
            selector.select();
          }
          return () -> {
            assertThat(received).containsExactly(1);
            settled(channel);
          };
        });
  }

  /** A round with a default, then one that waits | send. */
  @Test
  void roundWithADefaultStaysInQueueForTheNext() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          go(() -> b.send(2));
          List<Integer> received = new ArrayList<>();
          int[] defaults = new int[1];
          try (Selector selector =
              Selector.roundRobin(
                  onReceive(a, received::add),
                  onReceive(b, received::add),
                  onDefault(() -> defaults[0]++).when(() -> defaults[0] == 0))) {
            while (received.isEmpty()) {
              selector.select();
            }
          }
          return () -> {
            assertThat(received).containsExactly(2);
            settled(a, b);
          };
        });
  }

  /** Two selectors over a and b, one round each | send a, send b: each gets one. */
  @Test
  void twoSelectorsShareTheElements() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          List<Integer> first = new ArrayList<>();
          List<Integer> second = new ArrayList<>();
          go(() -> {
            try (Selector selector =
                Selector.priority(onReceive(a, first::add), onReceive(b, first::add))) {
              selector.select();
            }
          });
          go(() -> {
            try (Selector selector =
                Selector.priority(onReceive(b, second::add), onReceive(a, second::add))) {
              selector.select();
            }
          });
          a.send(1);
          b.send(2);
          return () -> {
            assertThat(first).hasSize(1);
            first.addAll(second);
            assertThat(first).containsExactlyInAnyOrder(1, 2);
            settled(a, b);
          };
        });
  }

  /** Rounds that send to two full channels | receive a | receive b. */
  @Test
  void roundsThatSendFillWhatIsFreed() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.buffered(1);
          Channel<Integer> b = Channel.buffered(1);
          a.send(0);
          b.send(0);
          go(a::receive);
          go(b::receive);
          List<Integer> sent = new ArrayList<>();
          try (Selector selector =
              Selector.priority(onSend(a, 1, () -> sent.add(1)), onSend(b, 2, () -> sent.add(2)))) {
            selector.select();
            selector.select();
          }
          return () -> {
            assertThat(sent).containsExactlyInAnyOrder(1, 2);
            assertThat(left(a)).containsExactly(1);
            assertThat(left(b)).containsExactly(2);
            settled(a, b);
          };
        });
  }
}
