// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.juc.Queues;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;

/**
 * A channel as a {@link BlockingQueue}: what is removed from the middle, beside those who send and
 * receive. Each element is received, removed or left, and one of it.
 *
 * <p>Seen to fail: a look at the buffer, and a cut, without the lock; a cut that lets no waiting
 * sender in.
 */
class QueueViewScenarioTest {
  /** A channel that is full of 1, 2, ... */
  private static Channel<Integer> full(int capacity) {
    Channel<Integer> channel = Channel.buffered(capacity);
    for (int i = 1; i <= capacity; i++) {
      channel.trySend(i);
    }
    return channel;
  }

  /** [1, 2]; remove 2 | receive | send 3. */
  @Test
  void elementIsRemovedOrReceived() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = full(2);
          BlockingQueue<Integer> queue = Queues.asBlockingQueue(channel);
          List<Integer> received = new ArrayList<>();
          go(() -> received.add(channel.receive()));
          go(() -> channel.send(3));
          List<Integer> all = new ArrayList<>();
          if (queue.remove(2)) {
            all.add(2);
          }
          return () -> {
            settled(channel);
            assertThat(received).containsExactly(1);
            all.addAll(left(channel));
            assertThat(all).containsExactly(2, 3);
          };
        });
  }

  /** [1]; remove 1 | receive: one of them has it, and a second element comes to the other. */
  @Test
  void onlyElementIsRemovedOrReceived() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = full(1);
          BlockingQueue<Integer> queue = Queues.asBlockingQueue(channel);
          int[] received = new int[1];
          go(() -> received[0] = channel.receive());
          boolean removed = queue.remove(1);
          if (removed) {
            channel.send(2);
          }
          return () -> {
            settled(channel);
            assertThat(received[0]).isEqualTo(removed ? 2 : 1);
            assertThat(left(channel)).isEmpty();
          };
        });
  }

  /** Full, a sender waits; remove | remove: it is let in, and one of the two has removed. */
  @Test
  void removalLetsAWaitingSenderIn() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = full(1);
          BlockingQueue<Integer> queue = Queues.asBlockingQueue(channel);
          go(() -> channel.send(2));
          boolean[] removed = new boolean[2];
          go(() -> removed[0] = queue.remove(1));
          removed[1] = queue.remove(1);
          return () -> {
            settled(channel);
            assertThat(removed[0] ^ removed[1]).isTrue();
            assertThat(left(channel)).containsExactly(2);
          };
        });
  }

  /** [1, 2, 3]; an iterator removes 2 | receive, receive: it removes 2, or nothing. */
  @Test
  void iteratorRemovesTheVeryElement() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = full(3);
          BlockingQueue<Integer> queue = Queues.asBlockingQueue(channel);
          Iterator<Integer> iterator = queue.iterator();
          iterator.next();
          iterator.next();
          List<Integer> received = new ArrayList<>();
          go(() -> {
            received.add(channel.receive());
            received.add(channel.receive());
          });
          iterator.remove();
          return () -> {
            settled(channel);
            received.addAll(left(channel));
            assertThat(received).isIn(List.of(1, 3), List.of(1, 2, 3));
          };
        });
  }

  /** [1, 2]; remove all below 3 | send 3: that stays, wherever it came in. */
  @Test
  void removalOfManyLeavesTheOthers() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = full(2);
          BlockingQueue<Integer> queue = Queues.asBlockingQueue(channel);
          go(() -> channel.send(3));
          queue.removeIf(value -> value < 3);
          return () -> {
            settled(channel);
            assertThat(left(channel)).containsExactly(3);
          };
        });
  }

  /** [1]; peek | receive | send 2: one of the two, or nothing between. */
  @Test
  void peekSeesTheOldest() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = full(1);
          BlockingQueue<Integer> queue = Queues.asBlockingQueue(channel);
          Integer before = queue.peek();
          go(() -> channel.receive());
          go(() -> channel.send(2));
          Integer peeked = queue.peek();
          return () -> {
            settled(channel);
            assertThat(before).isEqualTo(1);
            assertThat(peeked).isIn(1, 2, null);
            assertThat(left(channel)).containsExactly(2);
            assertThat(queue.peek()).isNull();
          };
        });
  }

  /** [1, 2, 3, 4]; an iterator removes 1 and 3 | 2 is removed: each of them its own. */
  @Test
  void iteratorRemovesBehindItsOwnCuts() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = full(4);
          BlockingQueue<Integer> queue = Queues.asBlockingQueue(channel);
          Iterator<Integer> iterator = queue.iterator();
          go(() -> queue.remove(2));
          for (int i = 1; i <= 3; i++) {
            iterator.next();
            if (i != 2) {
              iterator.remove();
            }
          }
          return () -> {
            settled(channel);
            assertThat(left(channel)).containsExactly(4);
          };
        });
  }
}
