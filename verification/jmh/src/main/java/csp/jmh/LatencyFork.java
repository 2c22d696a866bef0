// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * One library under one load, in a process of its own: the time from before the send of an element
 * to after its receive, both by virtual threads. A sender that is not to hurry spins on its carrier
 * until the next element is due, as a park would add the timer and the waking of the sender.
 */
final class LatencyFork {
  private static final int DIGITS = 3;
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(100);

  private final Channels library;
  private final Load load;
  private final Integer[] numbers; // made beforehand, so that an element allocates nothing
  private final long[] sentAt; // written before the send of that number, read after its receive

  LatencyFork(Channels library, Load load, int elements) {
    this.library = library;
    this.load = load;
    numbers = IntStream.range(0, elements).boxed().toArray(Integer[]::new);
    sentAt = new long[elements];
  }

  /** Takes the library, the load, and the seconds to warm up and to measure. Prints a histogram. */
  public static void main(String[] args) throws InterruptedException {
    Load load = Load.named(args[1]);
    LatencyFork fork = new LatencyFork(Channels.valueOf(args[0]), load, load.elements());
    fork.during(Long.parseLong(args[2]));
    System.out.println(encoded(fork.during(Long.parseLong(args[3]))));
  }

  /** Rounds, one at least, until so many seconds have passed. */
  private Histogram during(long seconds) throws InterruptedException {
    Histogram all = new Histogram(LONGEST, DIGITS);
    long start = System.nanoTime();
    do {
      all.add(round());
    } while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds));
    return all;
  }

  /** Sends all numbers through a channel of their own. */
  Histogram round() throws InterruptedException {
    Conduit conduit = library.conduit(load.capacity());
    Histogram latencies = new Histogram(LONGEST, DIGITS);
    Crew crew = new Crew(2);
    crew.start(() -> receive(conduit, latencies));
    crew.start(() -> send(conduit));
    crew.await();
    return latencies;
  }

  private long send(Conduit conduit) throws InterruptedException {
    long sum = 0;
    long due = System.nanoTime();
    for (int i = 0; i < numbers.length; i++) {
      long now = System.nanoTime();
      while (now - due < 0) {
        Thread.onSpinWait();
        now = System.nanoTime();
      }
      due = now + load.gapNanos();
      sentAt[i] = now;
      conduit.put(numbers[i]);
      sum += i;
    }
    return -sum;
  }

  private long receive(Conduit conduit, Histogram latencies) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      int number = conduit.take();
      latencies.recordValue(Math.min(System.nanoTime() - sentAt[number], LONGEST));
      sum += number;
    }
    return sum;
  }

  /** A histogram as a line of text. */
  static String encoded(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  /** The histogram that was {@link #encoded}. */
  static Histogram decoded(String line) {
    return Histogram.decodeFromByteBuffer(
        ByteBuffer.wrap(Base64.getDecoder().decode(line.strip())), 0);
  }
}
