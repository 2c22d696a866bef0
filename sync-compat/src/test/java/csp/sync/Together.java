// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.testkit.ThreadKind;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;

/** Runs one body on several threads that begin at one moment: the start of most races. */
final class Together {
  private static final long MILLIS = 250;

  /** What each thread runs; the threads are numbered from 0. */
  @FunctionalInterface
  interface Body {
    void run(int thread) throws Exception;
  }

  private Together() {}

  /** Runs {@code body} on {@code threads} threads and waits for their end. */
  static void run(ThreadKind kind, int threads, Body body) {
    CyclicBarrier start = new CyclicBarrier(threads);
    try (Workers workers = new Workers(time().plusSeconds(20))) {
      for (int t = 0; t < threads; t++) {
        int thread = t;
        workers.start(
            kind,
            "thread " + t,
            () -> {
              start.await();
              body.run(thread);
            });
      }
    }
  }

  /**
   * Runs {@code body} again and again on each thread, for as long as a stress test takes: all of
   * them together, as virtual threads that never wait run one after the other.
   */
  static void stress(ThreadKind kind, int threads, Body body) {
    long nanos = time().toNanos();
    long start = System.nanoTime();
    run(
        kind,
        threads,
        thread -> {
          do {
            body.run(thread);
          } while (System.nanoTime() - start < nanos);
        });
  }

  private static Duration time() {
    Long seconds = Long.getLong("csp.stress.seconds");
    return seconds == null ? Duration.ofMillis(MILLIS) : Duration.ofSeconds(seconds);
  }
}
