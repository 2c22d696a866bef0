// SPDX-License-Identifier: Apache-2.0
package csp.samples.migration;

import static csp.Go.go;
import static csp.select.Select.onReceive;
import static csp.select.Select.onTimeout;
import static csp.select.Select.select;

import csp.Channel;
import csp.ReceiveChannel;
import csp.SendChannel;
import csp.Timers;
import csp.context.Context;
import csp.context.ContextException;
import csp.juc.Flows;
import csp.juc.Futures;
import csp.juc.Queues;
import csp.pipeline.Pipeline;
import csp.sync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The right side of docs/migration.md: the patterns with channels. */
final class After {
  private After() {}

  static List<String> poisonPill(List<String> input) {
    Channel<String> words = Channel.buffered(8);
    go(() -> {
      try (words) { // closes it, also after a failure
        for (String word : input) {
          words.send(word);
        }
      }
    });
    List<String> seen = new ArrayList<>();
    for (String word : words) {
      seen.add(word);
    }
    return seen;
  }

  static int manyConsumers(List<String> input, int consumers) throws InterruptedException {
    Channel<String> words = Channel.buffered(8);
    AtomicInteger letters = new AtomicInteger();
    WaitGroup group = new WaitGroup();
    for (int i = 0; i < consumers; i++) {
      group.go(() -> words.forEach(word -> letters.addAndGet(word.length())));
    }
    words.sendAll(input);
    words.close(); // one for all
    group.await();
    return letters.get();
  }

  static String twoQueues(ReceiveChannel<String> orders, ReceiveChannel<Integer> prices)
      throws InterruptedException {
    return select(
        onReceive(orders, order -> "order " + order), onReceive(prices, price -> "price " + price));
  }

  static String queueAndChannel(
      BlockingQueue<String> orders, ReceiveChannel<Integer> prices, Context context)
      throws InterruptedException {
    ReceiveChannel<String> ordered =
        Queues.receiveFrom(orders, context); // once, not for each select
    return select(
        onReceive(ordered, order -> "order " + order),
        onReceive(prices, price -> "price " + price));
  }

  static List<String> pollLoop(ReceiveChannel<String> events, Duration quiet)
      throws InterruptedException {
    List<String> log = new ArrayList<>();
    boolean[] over = {false};
    while (!over[0]) {
      String line =
          select(
              onReceive(events, event -> event).onClosed(() -> "the end"),
              onTimeout(
                  quiet,
                  () -> {
                    over[0] = true;
                    return "nothing for a while";
                  }));
      log.add(line);
    }
    return log;
  }

  static List<String> batch(ReceiveChannel<String> rows) throws InterruptedException {
    List<String> batch = new ArrayList<>();
    rows.receiveBatch(batch, 100); // 0 when it is closed and drained
    return batch;
  }

  static final class Worker {
    private final Channel<String> jobs = Channel.named("jobs").unbounded();
    private final List<String> finished = new ArrayList<>();

    void run(Context context) throws InterruptedException {
      try {
        for (String job : jobs.until(context)) {
          finished.add(job);
        }
      } catch (ContextException ended) {
        // at once, also while it waits
      }
    }

    SendChannel<String> jobs() {
      return jobs;
    }

    List<String> finished() {
      return finished;
    }
  }

  static ThreadPoolExecutor executor() {
    Channel<Runnable> work = Channel.named("work").buffered(16);
    return new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, Queues.asBlockingQueue(work));
  }

  static boolean handOff(SendChannel<String> desk, String letter) throws InterruptedException {
    return desk.trySend(letter, Duration.ofMillis(50)); // desk = Channel.unbuffered()
  }

  static List<String> offerOrDrop(List<String> samples, Consumer<String> dropped)
      throws InterruptedException {
    Channel<String> latest = Channel.named("latest").dropOldest(2, dropped);
    for (String sample : samples) {
      latest.send(sample); // never waits
    }
    List<String> kept = new ArrayList<>();
    latest.drainTo(kept, 2);
    return kept;
  }

  static String delayedRetry(String job, Duration delay) throws InterruptedException {
    Channel<String> retries = Channel.named("retries").unbounded();
    Timers.afterFunc(delay, () -> retries.send(job)); // it can be stopped
    return retries.receive();
  }

  static String firstResult(
      CompletableFuture<String> order, CompletableFuture<Integer> price, Duration patience)
      throws InterruptedException {
    return select(
        onReceive(Futures.toChannel(order), text -> "order " + text),
        onReceive(Futures.toChannel(price), number -> "price " + number),
        onTimeout(patience, () -> "nothing for a while"));
  }

  static List<String> subscriber(Flow.Publisher<String> publisher) {
    List<String> seen = new ArrayList<>();
    for (String word : Flows.fromPublisher(publisher, 16)) { // throws what onError says
      seen.add(word);
    }
    return seen;
  }

  static List<Integer> parallelCalls(Stream<String> lines, Function<String, Integer> fetch)
      throws ExecutionException, InterruptedException {
    return Pipeline.from(lines) // and closes them
        .parallel(8, fetch::apply)
        .collect(Collectors.toList());
  }
}
