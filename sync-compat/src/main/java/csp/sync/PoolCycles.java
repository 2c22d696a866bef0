// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells all pools of each garbage collection, as Go's runtime does at the start of one. Java has no
 * such hook, so there is a sentinel: an object that nobody refers to, whose {@link Cleaner} runs
 * when a collection has found that out, and makes the next sentinel.
 */
final class PoolCycles {
  /*
   * One sentinel and one thread serve all pools, and both come with the first pool. The next sentinel is
   * made after the pools were told, so at most one cycle runs and none queue up: collections that come
   * faster than the pools can be told count as one.
   *
   * The pools are referred to weakly. A cleared reference is dropped by the next cycle, and what clears
   * one is a collection, after which there is a cycle.
   *
   * A collection of the young generation finds the sentinel, too: that is what collects garbage in Java,
   * and what is idle for two of those may go.
   */

  private static final Queue<WeakReference<Pool<?>>> POOLS = new ConcurrentLinkedQueue<>();
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Cleaner CLEANER = Cleaner.create(PoolCycles::thread);

  static {
    watch();
  }

  private PoolCycles() {}

  /** Has {@code pool} told of each cycle from now on, for as long as it is reachable. */
  static void add(Pool<?> pool) {
    POOLS.add(new WeakReference<>(pool));
  }

  /** How many cycles there were. For tests. */
  static long count() {
    return COUNT.get();
  }

  /** How many pools there are to tell; those that were collected may still count. For tests. */
  static int pools() {
    return POOLS.size();
  }

  private static void watch() {
    CLEANER.register(new Object(), PoolCycles::cycle);
  }

  private static void cycle() {
    try {
      for (Iterator<WeakReference<Pool<?>>> all = POOLS.iterator(); all.hasNext(); ) {
        Pool<?> pool = all.next().get();
        if (pool == null) {
          all.remove();
        } else {
          pool.cycle();
        }
      }
    } finally {
      watch();
      COUNT.incrementAndGet(); // who sees it counted knows that the next one is watched for
    }
  }

  private static Thread thread(Runnable cleaning) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("csp-pools")
            .inheritInheritableThreadLocals(false)
            .unstarted(cleaning);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader()); // not the first user's
    return thread;
  }
}
