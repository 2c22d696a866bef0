// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The threads of one run, virtual unless said otherwise, and the books that they keep. */
final class Crew {
  private final ThreadFactory threads;
  private final CountDownLatch working;
  private final LongAdder balance = new LongAdder();
  private volatile @Nullable Throwable failure;

  /** A crew of {@code size} threads, none of them started. */
  Crew(int size) {
    this(size, Thread.ofVirtual().factory());
  }

  /** A crew of {@code size} threads of that make, none of them started. */
  Crew(int size, ThreadFactory threads) {
    this.threads = threads;
    working = new CountDownLatch(size);
  }

  /** Starts one of the threads. */
  void start(Job job) {
    Runnable work =
        () -> {
          try {
            balance.add(job.run());
            working.countDown();
          } catch (Throwable thrown) {
            failure = thrown;
            while (working.getCount() > 0) { // the others may wait for this one for ever
              working.countDown();
            }
          }
        };
    threads.newThread(work).start();
  }

  /** Waits for all of them, and checks that what was sent is what was received. */
  void await() throws InterruptedException {
    working.await();
    Throwable thrown = failure;
    if (thrown != null) {
      throw new AssertionError("a thread failed", thrown);
    }
    if (balance.sum() != 0) {
      throw new AssertionError("received less sent is " + balance.sum());
    }
  }

  /** What one thread does. */
  @FunctionalInterface
  interface Job {
    /** Returns the sum of the elements received less that of those sent. */
    long run() throws Exception;
  }
}
