// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import csp.Channel;
import csp.context.Context;
import csp.select.Clause;
import csp.select.Select;
import csp.select.Selector;
import csp.sync.Mutex;
import csp.sync.Semaphore;
import csp.sync.WaitGroup;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What idles costs memory: bytes, by how far very many of a kind make the heap grow. */
final class Memory {
  private static final int OBJECTS = 1_000_000;
  private static final int SELECTORS = 10_000;
  private static final int CLAUSES = 10; // of a selector with many
  private static final int THREADS = 100_000;

  private Memory() {}

  /** Prints the table. Returns whether it is good. */
  static boolean print() throws InterruptedException {
    // What classes and the first threads need once is not to be counted.
    threads(Memory::receiveFromNobody);
    threads(Memory::selectFromNobody);
    threads(LockSupport::park);

    double select = threads(Memory::selectFromNobody);
    double receiver = threads(Memory::receiveFromNobody);
    double plain = threads(LockSupport::park);
    Grid grid = new Grid(List.of("idle", "bytes each"));
    add(grid, "unbuffered channel", objects(Channel::unbuffered));
    add(grid, "channel of capacity 16, never used", objects(() -> Channel.buffered(16)));
    add(grid, "virtual thread parked in receive, channel included", receiver);
    add(grid, "virtual thread parked by LockSupport", plain);
    add(grid, "the difference: channel, waiter, frames", receiver - plain);
    add(grid, "virtual thread parked in a select of two channels, them included", select);
    add(
        grid,
        "what that select needs more than the receive, a channel included",
        select - receiver);
    add(grid, "clause of a Selector", selectorClause());
    add(grid, "Mutex", objects(Mutex::new));
    add(grid, "WaitGroup", objects(WaitGroup::new));
    add(grid, "Semaphore", objects(() -> new Semaphore(1)));
    add(
        grid,
        "Context that can be cancelled, derived from the background",
        objects(() -> Context.withCancel(Context.background())));
    System.out.print(grid);
    return true;
  }

  private static void receiveFromNobody() {
    try {
      Channel.unbuffered().receive();
    } catch (InterruptedException expected) {
      // The end of the measurement.
    }
  }

  private static void selectFromNobody() {
    try {
      Select.select(
          Select.doOnReceive(Channel.unbuffered(), element -> {}),
          Select.doOnReceive(Channel.unbuffered(), element -> {}));
    } catch (InterruptedException expected) {
      // The end of the measurement.
    }
  }

  /** By how far a selector of many clauses is larger than one of a single clause. */
  private static double selectorClause() {
    List<Channel<Integer>> channels =
        Stream.generate(Channel::<Integer>unbuffered).limit(CLAUSES).toList();
    objects(SELECTORS, () -> selector(channels));
    double many = objects(SELECTORS, () -> selector(channels));
    double one = objects(SELECTORS, () -> selector(channels.subList(0, 1)));
    return (many - one) / (CLAUSES - 1);
  }

  private static Selector selector(List<Channel<Integer>> channels) {
    return Selector.random(
        channels.stream()
            .map(channel -> Select.doOnReceive(channel, element -> {}))
            .toArray(Clause[]::new));
  }

  private static double objects(Supplier<Object> maker) {
    return objects(OBJECTS, maker);
  }

  private static double objects(int count, Supplier<Object> maker) {
    Object[] kept = new Object[count];
    long before = used();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = maker.get();
    }
    double each = (double) (used() - before) / kept.length;
    Reference.reachabilityFence(kept);
    return each;
  }

  private static double threads(Runnable parks) throws InterruptedException {
    Thread[] kept = new Thread[THREADS];
    long before = used();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = Thread.startVirtualThread(parks);
    }
    awaitParked(kept);
    double each = (double) (used() - before) / kept.length;
    for (Thread thread : kept) {
      thread.interrupt();
    }
    for (Thread thread : kept) {
      thread.join();
    }
    return each;
  }

  /** Waits until all of {@code threads} wait. */
  static void awaitParked(Thread[] threads) throws InterruptedException {
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
    }
  }

  /** The bytes of the heap that are in use. */
  static long used() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void add(Grid grid, String what, double bytes) {
    grid.add(List.of(what, String.format(Locale.ROOT, "%.0f", bytes)));
  }
}
