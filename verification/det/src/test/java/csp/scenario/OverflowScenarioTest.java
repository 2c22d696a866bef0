// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ChannelClosedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Channels on which no sender waits: each element is received, left or dropped, and one of it. Seen
 * to fail: a send, and a batch, that do not tell what they drop; a hook that is told of what was
 * refused; a send that buffers past a receiver who waits.
 */
class OverflowScenarioTest {
  /** Full; send | send | receive. */
  @Test
  void oldestIsDroppedAndToldOnce() {
    exhaust(
        twoPreemptions(),
        () -> {
          List<List<Integer>> dropped = List.of(new ArrayList<>(), new ArrayList<>());
          ThreadLocal<List<Integer>> mine = new ThreadLocal<>();
          Channel<Integer> channel =
              Channel.named("dropping").dropOldest(1, value -> mine.get().add(value));
          channel.send(1);
          for (int i = 0; i < 2; i++) {
            List<Integer> own = dropped.get(i);
            int value = i + 2;
            go(() -> {
              mine.set(own);
              channel.send(value);
            });
          }
          List<Integer> all = new ArrayList<>();
          all.add(channel.receive());
          return () -> {
            dropped.forEach(all::addAll);
            List<Integer> left = left(channel);
            assertThat(left).hasSizeLessThanOrEqualTo(1);
            all.addAll(left);
            assertThat(all).containsExactlyInAnyOrder(1, 2, 3);
            settled(channel);
          };
        });
  }

  /** Full; send | receive: the new one is dropped, or there was a place for it. */
  @Test
  void newestIsDroppedUnlessAPlaceIsFree() {
    exhaust(
        twoPreemptions(),
        () -> {
          List<Integer> dropped = new ArrayList<>();
          Channel<Integer> channel = Channel.named("dropping").dropNewest(1, dropped::add);
          channel.send(1);
          go(() -> channel.send(2));
          Integer received = channel.receive();
          return () -> {
            assertThat(received).isEqualTo(1);
            List<Integer> left = left(channel);
            left.addAll(dropped);
            assertThat(left).containsExactly(2);
            settled(channel);
          };
        });
  }

  /** send | send | tryReceive: nobody waits, nothing is dropped. */
  @Test
  void unboundedChannelTakesAll() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.named("unbounded").unbounded();
          boolean[] sent = new boolean[1];
          go(() -> channel.send(1));
          go(() -> sent[0] = channel.trySend(2));
          Integer received = channel.tryReceive().orNull();
          return () -> {
            List<Integer> all = left(channel);
            if (received != null) {
              all.add(received);
            }
            assertThat(sent[0]).isTrue();
            assertThat(all).containsExactlyInAnyOrder(1, 2);
            settled(channel);
          };
        });
  }

  /** sendAll of three to two places | receive: what is not dropped keeps its order. */
  @Test
  void batchDropsFromItsFront() {
    exhaust(
        twoPreemptions(),
        () -> {
          List<Integer> dropped = new ArrayList<>();
          Channel<Integer> channel = Channel.named("dropping").dropOldest(2, dropped::add);
          go(() -> channel.sendAll(List.of(1, 2, 3)));
          Integer received = channel.receive();
          return () -> {
            List<Integer> kept = new ArrayList<>(List.of(received));
            kept.addAll(left(channel));
            assertThat(kept).isSorted().endsWith(3);
            kept.addAll(dropped);
            assertThat(kept).containsExactlyInAnyOrder(1, 2, 3);
            settled(channel);
          };
        });
  }

  /** send 1, 2, 3 | receive until 3: newer at each receive, and the last one is never dropped. */
  @Test
  void conflatedChannelEndsWithTheLatest() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.named("latest").conflated();
          go(() -> {
            for (int i = 1; i <= 3; i++) {
              channel.send(i);
            }
          });
          List<Integer> received = new ArrayList<>();
          do {
            received.add(channel.receive());
          } while (received.getLast() < 3);
          return () -> {
            assertThat(received).isSorted().doesNotHaveDuplicates();
            settled(channel);
          };
        });
  }

  /** Full; send | close | receive: what was refused is not dropped, what was dropped was sent. */
  @Test
  void refusedElementIsNotDropped() {
    exhaust(
        twoPreemptions(),
        () -> {
          List<Integer> dropped = new ArrayList<>();
          Channel<Integer> channel = Channel.named("dropping").dropOldest(1, dropped::add);
          channel.send(1);
          boolean[] refused = new boolean[1];
          go(() -> {
            try {
              channel.send(2);
            } catch (ChannelClosedException e) {
              refused[0] = true;
            }
          });
          go(channel::close);
          Integer received = channel.receive();
          return () -> {
            List<Integer> all = left(channel);
            all.addAll(dropped);
            all.add(received);
            if (refused[0]) {
              assertThat(all).containsExactly(1);
            } else {
              assertThat(all).containsExactlyInAnyOrder(1, 2);
            }
            settled(channel);
          };
        });
  }

  /** receive | send, send: a receiver that waits is served first, and nothing need be dropped. */
  @Test
  void nothingIsDroppedWhileAReceiverWaits() {
    exhaust(
        twoPreemptions(),
        () -> {
          List<Integer> dropped = new ArrayList<>();
          Channel<Integer> channel = Channel.named("dropping").dropOldest(1, dropped::add);
          int[] received = new int[1];
          go(() -> received[0] = channel.receive());
          Scenarios.awaitReceivers(channel, 1);
          channel.send(1);
          channel.send(2);
          return () -> {
            assertThat(received[0]).isEqualTo(1);
            assertThat(left(channel)).containsExactly(2);
            assertThat(dropped).isEmpty();
            settled(channel);
          };
        });
  }
}
