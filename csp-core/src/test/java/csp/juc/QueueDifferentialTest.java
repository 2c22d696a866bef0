// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static org.assertj.core.api.Assertions.assertThat;

import csp.internal.channel.StandardChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same random calls, in one thread, on a channel as a queue and on a queue of the JDK: the same
 * results, the same exceptions, the same elements afterwards. A failure prints the seed; {@code
 * -Dcsp.stress.seed} repeats it.
 */
class QueueDifferentialTest {
  private static final int CALLS = 6_000;

  private final long seed = Long.getLong("csp.stress.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** Faults seen: a cut that shifts by one too few; a cut that forgets the slots it has freed. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 17, 100, StandardChannel.UNBOUNDED})
  void everyCallHasTheResultOfTheJdk(int capacity) {
    StandardChannel<Integer> channel = new StandardChannel<>(null, capacity);
    BlockingQueue<Integer> ours = Queues.asBlockingQueue(channel);
    BlockingQueue<Integer> theirs =
        switch (capacity) {
          case 0 -> new SynchronousQueue<>();
          case StandardChannel.UNBOUNDED -> new LinkedBlockingQueue<>();
          default -> new ArrayBlockingQueue<>(capacity);
        };
    for (int i = 0; i < CALLS; i++) {
      int what = random.nextInt(26);
      int value = random.nextInt(6);
      int amount = random.nextInt(4);
      Object ourResult = outcome(() -> call(ours, what, value, amount));
      Object theirResult = outcome(() -> call(theirs, what, value, amount));
      String where = "seed " + seed + ", call " + i + ", what " + what + ", value " + value;
      // A queue without a limit has room for MAX_VALUE, as its documentation says;
      // LinkedBlockingQueue counts.
      if (what != 19 || capacity != StandardChannel.UNBOUNDED) {
        assertThat(ourResult).as(where).isEqualTo(theirResult);
      }
      assertThat(ours.toArray()).as(where).isEqualTo(theirs.toArray());
      channel.checkInvariants();
    }
  }

  private static Object outcome(Callable<?> call) {
    try {
      return call.call();
    } catch (IllegalStateException full) {
      return full.toString();
    } catch (Exception thrown) {
      return thrown.getClass();
    }
  }

  private static Object call(BlockingQueue<Integer> queue, int what, int value, int amount)
      throws InterruptedException {
    List<Integer> some = List.of(value, value + 1, amount).subList(0, Math.min(amount, 3));
    return switch (what) {
      case 0, 1, 2 -> queue.offer(value);
      case 3, 4 -> queue.add(value);
      case 5 -> queue.offer(value, 0, TimeUnit.SECONDS);
      case 6 -> queue.addAll(some);
      case 7 -> queue.poll();
      case 8 -> queue.poll(0, TimeUnit.SECONDS);
      case 9 -> queue.remove();
      case 10 -> queue.element();
      case 11 -> queue.peek();
      case 12 -> queue.remove((Object) value);
      case 13 -> queue.contains(value);
      case 14 -> queue.containsAll(some);
      case 15 -> queue.removeAll(some);
      case 16 -> queue.retainAll(List.of(0, 1, 2, 3, 4, value));
      case 17 -> queue.removeIf(element -> element == value);
      case 18 -> drained(queue, amount - 1);
      case 19 -> queue.remainingCapacity();
      case 20 -> List.of(queue.size(), queue.isEmpty());
      case 21 -> removedByIterator(queue, value);
      case 22 -> queue.stream().toList();
      case 23 -> queue.toString();
      case 24 -> List.of(queue.toArray(new Integer[amount]));
      default -> {
        if (value == 0) {
          queue.clear();
        }
        yield List.copyOf(queue);
      }
    };
  }

  private static List<Integer> drained(BlockingQueue<Integer> queue, int max) {
    List<Integer> sink = new ArrayList<>();
    sink.add(queue.drainTo(sink, max));
    return sink;
  }

  private static List<Integer> removedByIterator(BlockingQueue<Integer> queue, int value) {
    List<Integer> seen = new ArrayList<>();
    for (Iterator<Integer> iterator = queue.iterator(); iterator.hasNext(); ) {
      int next = iterator.next();
      seen.add(next);
      if (next % 3 == value % 3) {
        iterator.remove();
      }
    }
    return seen;
  }

  /** An element, with an identity that the queue cannot see: the value is one of few objects. */
  private record Element(Integer value, Object id) {}

  /** An iterator, and what it should give. */
  private record Open(Iterator<Integer> iterator, List<Element> rest) {}

  /**
   * Several iterators are open while elements come and go at both ends and in the middle; each
   * removes the very element that it gave, though the same object is there several times.
   *
   * <p>Faults seen: numbers that a cut does not lower; cuts that are passed though they lie behind.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 40})
  void iteratorsRemoveTheVeryElementWhateverElseGoes(int capacity) {
    StandardChannel<Integer> channel = new StandardChannel<>(null, capacity);
    BlockingQueue<Integer> queue = Queues.asBlockingQueue(channel);
    List<Element> model = new ArrayList<>();
    List<Open> open = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          Integer value = random.nextInt(3);
          if (queue.offer(value)) {
            model.add(new Element(value, new Object()));
          }
        }
        case 3 -> {
          if (queue.poll() != null) {
            model.removeFirst();
          }
        }
        case 4 -> {
          int odd = random.nextInt(3);
          queue.removeIf(value -> value == odd && odd == 1);
          model.removeIf(element -> element.value() == odd && odd == 1);
        }
        case 5 -> {
          if (open.size() < 4) {
            open.add(new Open(queue.iterator(), new ArrayList<>(model)));
          }
        }
        default -> step(open, model);
      }
      assertThat(queue.toArray())
          .as("seed " + seed + ", step " + i)
          .isEqualTo(model.stream().map(Element::value).toArray());
      channel.checkInvariants();
    }
  }

  private void step(List<Open> open, List<Element> model) {
    if (open.isEmpty()) {
      return;
    }
    Open one = open.get(random.nextInt(open.size()));
    if (!one.iterator().hasNext()) {
      assertThat(one.rest()).isEmpty();
      open.remove(one);
      return;
    }
    Element expected = one.rest().removeFirst();
    assertThat(one.iterator().next()).as("seed " + seed).isEqualTo(expected.value());
    if (random.nextBoolean()) {
      one.iterator().remove();
      model.removeIf(element -> element.id() == expected.id());
    }
  }
}
