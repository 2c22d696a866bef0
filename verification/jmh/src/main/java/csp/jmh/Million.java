// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import csp.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A million goroutines wait, each on a channel of its own, and are then served. What they take of
 * the heap is compared with as many virtual threads that are parked and know nothing of us.
 */
final class Million {
  /** What a waiting goroutine may cost beyond its virtual thread, in bytes. */
  private static final double LIMIT = 1024;

  private static final int SIZE = 1_000_000;

  private Million() {}

  /** Prints the table. Returns whether the cost of our own is within the limit. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  static boolean print() throws InterruptedException {
    Grid grid =
        new Grid(List.of("a million", "parked after s", "heap MB", "bytes each", "ended after s"));
    Thread[] threads = new Thread[SIZE];
    double plain =
        waiting(
            grid,
            "parked by LockSupport",
            threads,
            i -> LockSupport.park(),
            i -> LockSupport.unpark(threads[i]));
    Channel<Integer>[] channels = new Channel[SIZE];
    LongAdder received = new LongAdder();
    double goroutines =
        waiting(
            grid,
            "receiving, each from its channel",
            threads,
            i -> {
              Channel<Integer> own = Channel.unbuffered();
              channels[i] = own;
              received.add(receive(own));
            },
            i -> channels[i].trySend(i));
    double own = goroutines - plain;
    boolean isServed = received.sum() == (long) SIZE * (SIZE - 1) / 2;
    System.out.print(grid);
    System.out.printf(
        Locale.ROOT,
        "%nOur own for each: %.0f bytes, at most %.0f: %s. All were served: %s.%n",
        own,
        LIMIT,
        own <= LIMIT ? Table.HOLDS : "OVER",
        isServed ? "yes" : "NO");
    return own <= LIMIT && isServed;
  }

  private static int receive(Channel<Integer> channel) {
    try {
      return channel.receive();
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  /** Returns the bytes of each thread while it waits. */
  private static double waiting(
      Grid grid, String what, Thread[] threads, IntConsumer waits, IntConsumer ends)
      throws InterruptedException {
    long before = Memory.used();
    long start = System.nanoTime();
    for (int i = 0; i < SIZE; i++) {
      int number = i;
      threads[i] = Thread.startVirtualThread(() -> waits.accept(number));
    }
    Memory.awaitParked(threads);
    String parked = seconds(start);
    long grown = Memory.used() - before;
    start = System.nanoTime();
    for (int i = 0; i < SIZE; i++) {
      ends.accept(i);
    }
    for (Thread thread : threads) {
      if (!thread.join(Duration.ofMinutes(1))) {
        throw new AssertionError("a thread was not served");
      }
    }
    String ended = seconds(start);
    double each = (double) grown / SIZE;
    grid.add(
        List.of(
            what,
            parked,
            String.format(Locale.ROOT, "%.0f", grown / 1e6),
            String.format(Locale.ROOT, "%.0f", each),
            ended));
    return each;
  }

  private static String seconds(long start) {
    return String.format(Locale.ROOT, "%.1f", (System.nanoTime() - start) / 1e9);
  }
}
