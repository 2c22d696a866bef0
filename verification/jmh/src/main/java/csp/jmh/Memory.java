// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import csp.Channel;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What idles costs memory: bytes, by how far very many of a kind make the heap grow. */
final class Memory {
  private static final int CHANNELS = 1_000_000;
  private static final int THREADS = 100_000;

  private Memory() {}

  /** Prints the table. */
  static void print() throws InterruptedException {
    // What classes and the first threads need once is not to be counted.
    threads(Memory::receiveFromNobody);
    threads(LockSupport::park);

    double receiver = threads(Memory::receiveFromNobody);
    double plain = threads(LockSupport::park);
    Grid grid = new Grid(List.of("idle", "bytes each"));
    add(grid, "unbuffered channel", objects(Channel::unbuffered));
    add(grid, "channel of capacity 16, never used", objects(() -> Channel.buffered(16)));
    add(grid, "virtual thread parked in receive, channel included", receiver);
    add(grid, "virtual thread parked by LockSupport", plain);
    add(grid, "the difference: channel, waiter, frames", receiver - plain);
    System.out.print(grid);
  }

  private static void receiveFromNobody() {
    try {
      Channel.unbuffered().receive();
    } catch (InterruptedException expected) {
      // The end of the measurement.
    }
  }

  private static double objects(Supplier<Object> maker) {
    Object[] kept = new Object[CHANNELS];
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
    for (Thread thread : kept) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
    }
    double each = (double) (used() - before) / kept.length;
    for (Thread thread : kept) {
      thread.interrupt();
    }
    for (Thread thread : kept) {
      thread.join();
    }
    return each;
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void add(Grid grid, String what, double bytes) {
    grid.add(List.of(what, String.format(Locale.ROOT, "%.0f", bytes)));
  }
}
