// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static org.assertj.core.api.Assertions.assertThat;

import csp.ChannelClosedException;
import csp.internal.channel.StandardChannel;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Producers add in every way, takers take in every way, removers take elements out of the middle,
 * and all of them are interrupted, until the channel is closed. In every round:
 *
 * <ul>
 *   <li>each element whose addition was reported was reported as taken or removed once;
 *   <li>no other was. An iterator's {@code remove} and {@code removeIf} do not report: they are for
 *       every eighth element, which may be missing;
 *   <li>when all have ended nobody is queued, and the invariants hold.
 * </ul>
 */
/*
 * Faults that make it fail, each tried: a number that is not compared with the head's, so that what has been
 * taken is removed; a cut without refill; remove(Object) that answers true for an element that was gone.
 * Numbers that a cut does not lower are seen by QueueDifferentialTest only.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class QueueRaceTest {
  private static final int PRODUCERS = 3;
  private static final int EACH = 400;
  private static final int ADDED = 1;
  private static final int TAKEN = 16;

  private static Duration time() {
    Long seconds = Long.getLong("csp.stress.seconds");
    return seconds == null ? Duration.ofMillis(350) : Duration.ofSeconds(seconds);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 64, StandardChannel.UNBOUNDED})
  void everyElementIsTakenOrRemovedOnce(int capacity) {
    SplittableRandom seeds =
        new SplittableRandom(Long.getLong("csp.stress.seed", System.nanoTime()));
    long end = System.nanoTime() + time().toNanos();
    int rounds = 0;
    do {
      new Round(capacity, seeds.split()).run();
      rounds++;
    } while (System.nanoTime() - end < 0);
    System.out.println("queue races, capacity " + capacity + ": " + rounds + " rounds");
  }

  private static final class Round {
    private final StandardChannel<Integer> channel;
    private final BlockingQueue<Integer> queue;
    private final SplittableRandom random;
    private final AtomicIntegerArray books = new AtomicIntegerArray(PRODUCERS * EACH);
    private final AtomicBoolean over = new AtomicBoolean();

    Round(int capacity, SplittableRandom random) {
      this.channel = new StandardChannel<>(null, capacity);
      this.queue = Queues.asBlockingQueue(channel);
      this.random = random;
    }

    void run() {
      List<Worker<?>> all = new ArrayList<>();
      try (Workers workers = new Workers()) {
        List<Worker<?>> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
          int first = i * EACH;
          SplittableRandom own = random.split();
          producers.add(workers.start(kind(i), "producer-" + i, () -> produce(first, own)));
        }
        for (int i = 0; i < 2; i++) {
          SplittableRandom own = random.split();
          all.add(workers.start(kind(i), "taker-" + i, () -> take(own)));
          SplittableRandom another = random.split();
          all.add(workers.start(kind(i + 1), "remover-" + i, () -> remove(another)));
        }
        all.addAll(producers);
        boolean closeEarly = random.nextInt(4) == 0;
        workers.until(
            () -> {
              all.get(random.nextInt(all.size())).interrupt();
              return closeEarly || producers.stream().allMatch(Worker::isDone);
            },
            "producers are done");
        channel.close();
        over.set(true);
      }
      queue.forEach(this::taken); // what nobody took
      check();
    }

    private static ThreadKind kind(int i) {
      return i % 2 == 0 ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM;
    }

    private void produce(int first, SplittableRandom own) {
      for (int value = first; value < first + EACH; ) {
        try {
          boolean added =
              switch (own.nextInt(4)) {
                case 0 -> queue.offer(value);
                case 1 -> queue.offer(value, own.nextInt(100), TimeUnit.MICROSECONDS);
                default -> {
                  queue.put(value);
                  yield true;
                }
              };
          if (added) {
            books.addAndGet(value, ADDED);
            value++;
          } else if (channel.isClosed()) {
            return;
          }
        } catch (InterruptedException tryAgain) {
          // not added
        } catch (ChannelClosedException closed) {
          return;
        }
      }
    }

    private void take(SplittableRandom own) {
      while (true) {
        try {
          switch (own.nextInt(4)) {
            case 0 -> taken(queue.poll());
            case 1 -> taken(queue.poll(own.nextInt(100), TimeUnit.MICROSECONDS));
            case 2 -> {
              List<Integer> sink = new ArrayList<>();
              queue.drainTo(sink, 1 + own.nextInt(4));
              sink.forEach(this::taken);
            }
            default -> taken(queue.take());
          }
          if (over.get() && own.nextInt(4) == 0) {
            return; // leaves a rest
          }
        } catch (InterruptedException tryAgain) {
          // nothing taken
        } catch (ChannelClosedException drained) {
          return;
        }
      }
    }

    private void remove(SplittableRandom own) {
      while (!over.get()) {
        switch (own.nextInt(4)) {
          case 0 -> removeByIterator(own);
          case 1 -> queue.removeIf(value -> unreported(value) && own.nextBoolean());
          default -> {
            Integer there = queue.peek();
            int value = there == null ? own.nextInt(PRODUCERS * EACH) : there + own.nextInt(3);
            if (queue.remove((Object) value)) {
              taken(value);
            }
          }
        }
      }
    }

    private void removeByIterator(SplittableRandom own) {
      for (Iterator<Integer> iterator = queue.iterator(); iterator.hasNext(); ) {
        if (unreported(iterator.next()) && own.nextBoolean()) {
          iterator.remove();
        }
      }
    }

    private static boolean unreported(int value) {
      return value % 8 == 0;
    }

    private void taken(Integer value) {
      if (value != null) {
        books.addAndGet(value, TAKEN);
      }
    }

    private void check() {
      for (int value = 0; value < books.length(); value++) {
        int entry = books.get(value);
        if (entry != 0 && entry != ADDED + TAKEN && !(unreported(value) && entry == ADDED)) {
          throw new AssertionError(
              value + ": added " + entry % TAKEN + " times, taken " + entry / TAKEN);
        }
      }
      assertThat(channel.waitingSenders() + channel.waitingReceivers()).isZero();
      channel.checkInvariants();
    }
  }

  /**
   * Who waits for room is let in by a removal in one step: a queue that is refilled never looks
   * empty, not even to those who take no lock. Otherwise that sender could miss its own element.
   *
   * <p>Fault: a cut that publishes the size, and then refills.
   */
  @Test
  void aQueueThatIsRefilledNeverLooksEmpty() {
    StandardChannel<Integer> channel = new StandardChannel<>(null, 1);
    BlockingQueue<Integer> queue = Queues.asBlockingQueue(channel);
    int rounds = 20_000;
    AtomicBoolean over = new AtomicBoolean();
    queue.add(0);
    try (Workers workers = new Workers()) {
      workers.platform(
          "putter",
          () -> {
            for (int i = 1; i <= rounds; i++) {
              queue.put(i);
            }
          });
      workers.platform(
          "watcher",
          () -> {
            while (!over.get()) {
              if (queue.isEmpty()) {
                throw new AssertionError("it looks empty");
              }
            }
          });
      for (int i = 0; i < rounds; i++) {
        workers.until(() -> channel.waitingSenders() == 1, "the next one waits");
        assertThat(queue.remove((Object) i)).isTrue();
      }
      over.set(true);
    }
    assertThat(queue).containsExactly(rounds);
  }
}
