// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import csp.Channel;
import csp.ReceiveChannel;
import csp.Task;
import csp.Ticker;
import csp.Timers;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.pipeline.Pipeline;
import csp.sync.ErrGroup;
import csp.sync.Semaphore;
import csp.sync.WaitGroup;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** How many at a time, and how often. */
final class Bounds {
  private static final Duration PERIOD = Duration.ofMillis(20);

  private Bounds() {}

  /**
   * Source: Go by Example, "Rate Limiting", its bursty part. Same: a buffered channel of tokens is
   * what may happen at once, and a ticker refills it. Shorter: leaving the try block stops both the
   * ticker and who refills; where there are no bursts, {@code throttle} is enough.
   */
  static void rateLimit(PrintWriter out) throws Exception {
    int burst = 3;
    Channel<String> tokens = Channel.buffered(burst);
    while (tokens.trySend("token")) {}
    long start = System.nanoTime();
    try (Ticker ticker = Timers.ticker(PERIOD);
        CancellableContext context = Context.withCancel(Context.background())) {
      GoUntil.goUntil(
          context,
          () -> {
            for (Instant _ : ticker.channel().until(context)) {
              tokens.trySend("token"); // if there is room for it
            }
          });
      for (int request = 1; request <= burst + 2; request++) {
        tokens.receive();
      }
    }
    long waited = System.nanoTime() - start;
    out.println("two of five had to wait for a tick: " + (waited >= 2 * PERIOD.toNanos()));
    start = System.nanoTime();
    List<Integer> throttled =
        Pipeline.from(List.of(1, 2, 3)).throttle(PERIOD).collect(Collectors.toList());
    waited = System.nanoTime() - start;
    out.println("pipeline: " + throttled + ", not at once: " + (waited >= 2 * PERIOD.toNanos()));
  }

  /**
   * Source: Go by Example, "Worker Pools". Same: workers share a channel of jobs, and send what
   * comes of them. Shorter: {@code parallelUnordered}, and the results end by themselves.
   */
  static void workerPool(PrintWriter out) throws Exception {
    ReceiveChannel<Integer> jobs = Generators.count(1, 9);
    Channel<Integer> results = Channel.buffered(9);
    WaitGroup workers = new WaitGroup();
    for (int i = 0; i < 3; i++) {
      workers.go(() -> {
        for (int job : jobs) {
          results.send(job * 2);
        }
      });
    }
    workers.await();
    results.close();
    out.println("by hand:  " + results.stream().sorted().toList());
    List<Integer> doubled =
        Pipeline.from(Generators.count(1, 9))
            .parallelUnordered(3, n -> n * 2)
            .collect(Collectors.toList());
    out.println("pipeline: " + doubled.stream().sorted().toList());
  }

  /**
   * Source: Effective Go, a buffered channel as a semaphore. Same: a send takes a permit, a receive
   * gives it back. Shorter: csp.sync has one that is weighted and fair, and a group with a limit.
   */
  static void semaphore(PrintWriter out) throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Task work =
        () -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          Timers.sleep(Duration.ofMillis(1));
          now.decrementAndGet();
        };
    Channel<String> permits = Channel.buffered(3);
    List<Task> forms = new ArrayList<>();
    forms.add(() -> {
      permits.send("permit");
      work.run();
      permits.receive();
    });
    Semaphore semaphore = new Semaphore(3);
    forms.add(() -> {
      semaphore.acquire();
      work.run();
      semaphore.release();
    });
    for (Task form : forms) {
      WaitGroup all = new WaitGroup();
      for (int i = 0; i < 20; i++) {
        all.go(form);
      }
      all.await();
    }
    ErrGroup group = new ErrGroup().limit(3);
    for (int i = 0; i < 20; i++) {
      group.go(work);
    }
    group.await();
    out.println("never more than three of sixty at a time: " + (most.get() <= 3));
  }
}
