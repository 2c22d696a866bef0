// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;

import csp.internal.channel.StandardChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Producers and consumers on both kinds of threads use every form of send and receive at random,
 * while cancellations end, a chaos thread interrupts them and the channel closes, all at random
 * moments. In every round:
 *
 * <ul>
 *   <li>each accepted element is received exactly once, and nothing else is received;
 *   <li>every consumer sees each producer's elements in the producer's order;
 *   <li>when all have ended nobody is queued, on the channel or on a done channel, and the
 *       invariants hold.
 * </ul>
 *
 * <p>The build runs it for a fraction of a second for each capacity. For long, and again from a
 * seed that was printed:
 *
 * <pre>
 * mvn -pl csp-core -am test -Dtest=ChannelStressTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dcsp.stress.seconds=45 -Dcsp.stress.seed=42 -Dsurefire.timeout=0
 * </pre>
 *
 * <p>Seconds are for each of the nine tests; the build ends a JVM after eight minutes. The seed
 * decides what every thread does, not when.
 */
/*
 * Faults that make it fail within its fraction of a second, each tried: the element written after the
 * claim (P2); the success flag written after the claim (P2); an interrupt that throws though a peer was
 * faster (P1); a cancellation that throws though a peer was faster (P1); a waiter left on the done channel
 * (P4); a batch that counts the element of a send that a close turned away; one that counts that of a send
 * that a cancellation ended.
 *
 * Not seen here, but by the tests of one operation: a waiter that stays queued after an interrupt or a
 * time-out, since later operations skip it.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class ChannelStressTest {
  private static final Duration QUICK = Duration.ofMillis(300);

  private static Duration time() {
    Long seconds = Long.getLong("csp.stress.seconds");
    return seconds == null ? QUICK : Duration.ofSeconds(seconds);
  }

  private static long seed() {
    Long seed = Long.getLong("csp.stress.seed");
    return seed == null ? System.nanoTime() : seed;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 16, StandardChannel.UNBOUNDED})
  void everyAcceptedElementIsReceivedOnce(int capacity) {
    run("capacity " + capacity, () -> new StressRound(new StandardChannel<>(null, capacity)));
  }

  /** With one consumer, what it sees is the order of the channel. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void oneConsumerSeesEveryProducersOrder(int capacity) {
    run(
        "one consumer, capacity " + capacity,
        () -> new StressRound(new StandardChannel<>(null, capacity)).consumers(1));
  }

  /** Here accepted elements are received once, or the hook is told of them once. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyAcceptedElementIsReceivedOrDroppedOnce(boolean oldest) {
    run(
        oldest ? "drop oldest" : "drop newest",
        () -> {
          LongList dropped = new LongList();
          ChannelBuilder builder = Channel.named("dropping");
          Channel<Long> channel =
              oldest
                  ? builder.dropOldest(2, dropped::addLocked)
                  : builder.dropNewest(2, dropped::addLocked);
          return new StressRound(channel).dropping(dropped);
        });
  }

  private static void run(String what, Supplier<StressRound> rounds) {
    long seed = seed();
    System.out.println("stress, " + what + ": -Dcsp.stress.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    long start = System.nanoTime();
    long operations = 0;
    long received = 0;
    int count = 0;
    do {
      StressRound round = rounds.get();
      try {
        round.run(random.split());
      } catch (Throwable failure) {
        throw new AssertionError(
            what + ", round " + count + " of -Dcsp.stress.seed=" + seed + ": " + failure, failure);
      }
      operations += round.operations();
      received += round.received();
      count++;
    } while (System.nanoTime() - start < time().toNanos());
    System.out.println(
        "stress, "
            + what
            + ": "
            + count
            + " rounds, "
            + operations
            + " operations, "
            + received
            + " elements received");
    assertThat(received).as("something was received").isPositive();
  }

  /** Longs without boxes. */
  static final class LongList {
    private long[] values = new long[64];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    synchronized void addLocked(long value) {
      add(value);
    }

    int size() {
      return size;
    }

    LongStream stream() {
      return LongStream.of(values).limit(size);
    }
  }
}
