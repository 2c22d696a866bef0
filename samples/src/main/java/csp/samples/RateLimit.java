// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static csp.select.Select.doOnReceive;

import csp.Channel;
import csp.ReceiveChannel;
import csp.Ticker;
import csp.Timers;
import csp.select.Selector;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How do I do something so often and no oftener? Each request costs a token. The tokens are in a
 * buffered channel: its capacity is the burst, what may be served at once after a quiet time. A
 * ticker brings a new one each time, which is dropped when the buffer is full. The clause that
 * receives requests has a guard: without a token it is not there, and the requests wait.
 */
@Command(name = "rate-limit", description = "How do I do something so often and no oftener?")
final class RateLimit implements Callable<Integer> {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final PrintWriter out;

  @Option(
      names = "--requests",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many requests there are; ${DEFAULT-VALUE} if not said.")
  private int requestCount = 12;

  @Option(
      names = "--rate",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many are served in a second; ${DEFAULT-VALUE} if not said.")
  private int rate = 10;

  @Option(
      names = "--burst",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many are served at once after a quiet time; ${DEFAULT-VALUE} if not said.")
  private int burst = 3;

  RateLimit(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    Channel<Integer> requests = Channel.buffered(requestCount);
    try (requests) {
      for (int request = 1; request <= requestCount; request++) {
        requests.send(request);
      }
    }
    long start = System.nanoTime();
    try (Ticker ticker = Timers.ticker(Duration.ofNanos(Math.max(1, SECOND / rate)))) {
      serve(requests, ticker.channel(), burst, out);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf(Locale.ROOT, "%d requests in %.3f s%n", requestCount, seconds);
    return 0;
  }

  /** Serves {@code requests} until they are closed: at first {@code burst}, then one a tick. */
  static void serve(ReceiveChannel<?> requests, ReceiveChannel<?> ticks, int burst, PrintWriter out)
      throws InterruptedException {
    Object token = new Object();
    Channel<Object> tokens = Channel.buffered(burst);
    while (tokens.trySend(token)) {} // a quiet time has gone before
    // In order of priority: a request that can be served does not wait for the bookkeeping.
    try (Selector selector =
        Selector.priority(
            doOnReceive(
                    requests,
                    request -> {
                      tokens.tryReceive();
                      out.println("served " + request);
                    })
                .onClosed(() -> {}) // without it the round would wait for the next tick
                .when(() -> tokens.length() > 0), // nobody else takes any
            doOnReceive(
                ticks,
                _ -> {
                  out.println("tick");
                  tokens.trySend(token); // if there is room for it
                }))) {
      while (!requests.isDrained() && selector.select()) {}
    }
  }
}
