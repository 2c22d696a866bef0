// SPDX-License-Identifier: Apache-2.0
package csp.samples.migration;

import static csp.Go.go;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The left side of docs/migration.md: the patterns with the queues of the JDK. */
final class Before {
  private Before() {}

  private static final String PILL = "no element has this text";

  static List<String> poisonPill(List<String> input) throws InterruptedException {
    BlockingQueue<String> words = new ArrayBlockingQueue<>(8);
    go(() -> {
      for (String word : input) {
        words.put(word);
      }
      words.put(PILL);
    });
    List<String> seen = new ArrayList<>();
    for (String word = words.take(); !word.equals(PILL); word = words.take()) {
      seen.add(word);
    }
    return seen;
  }

  static int manyConsumers(List<String> input, int consumers) throws InterruptedException {
    BlockingQueue<String> words = new ArrayBlockingQueue<>(8);
    AtomicInteger letters = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < consumers; i++) {
      threads.add(
          go(() -> {
            for (String word = words.take(); !word.equals(PILL); word = words.take()) {
              letters.addAndGet(word.length());
            }
          }));
    }
    for (String word : input) {
      words.put(word);
    }
    for (int i = 0; i < consumers; i++) {
      words.put(PILL); // one for each
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return letters.get();
  }

  static String twoQueues(BlockingQueue<String> orders, BlockingQueue<Integer> prices)
      throws InterruptedException {
    while (true) { // awake all the time, and late all the same
      String order = orders.poll(1, TimeUnit.MILLISECONDS);
      if (order != null) {
        return "order " + order;
      }
      Integer price = prices.poll(1, TimeUnit.MILLISECONDS);
      if (price != null) {
        return "price " + price;
      }
    }
  }

  static List<String> pollLoop(BlockingQueue<String> events, Duration quiet)
      throws InterruptedException {
    List<String> log = new ArrayList<>();
    while (true) {
      String event = events.poll(quiet.toNanos(), TimeUnit.NANOSECONDS);
      if (event == null) {
        log.add("nothing for a while");
        return log;
      }
      log.add(event);
    }
  }

  static List<String> batch(BlockingQueue<String> rows) throws InterruptedException {
    List<String> batch = new ArrayList<>();
    batch.add(rows.take());
    rows.drainTo(batch, 99);
    return batch;
  }

  static final class Worker {
    private final BlockingQueue<String> jobs = new LinkedBlockingQueue<>();
    private final List<String> finished = new ArrayList<>();
    private volatile boolean running = true;

    void run() throws InterruptedException {
      while (running) { // looks every 10 ms
        String job = jobs.poll(10, TimeUnit.MILLISECONDS);
        if (job != null) {
          finished.add(job);
        }
      }
    }

    void stop() {
      running = false;
    }

    BlockingQueue<String> jobs() {
      return jobs;
    }

    List<String> finished() {
      return finished;
    }
  }

  static ThreadPoolExecutor executor() {
    BlockingQueue<Runnable> work = new ArrayBlockingQueue<>(16);
    return new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, work);
  }

  static boolean handOff(SynchronousQueue<String> desk, String letter) throws InterruptedException {
    return desk.offer(letter, 50, TimeUnit.MILLISECONDS);
  }

  static List<String> offerOrDrop(List<String> samples, Consumer<String> dropped) {
    BlockingQueue<String> latest = new ArrayBlockingQueue<>(2);
    for (String sample : samples) {
      while (!latest.offer(sample)) {
        String oldest = latest.poll(); // between the two, others may come in
        if (oldest != null) {
          dropped.accept(oldest);
        }
      }
    }
    return List.copyOf(latest);
  }

  record Retry(String job, long dueNanos) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  static String delayedRetry(String job, Duration delay) throws InterruptedException {
    DelayQueue<Retry> retries = new DelayQueue<>();
    retries.put(new Retry(job, System.nanoTime() + delay.toNanos()));
    return retries.take().job();
  }

  static String firstResult(
      CompletableFuture<String> order, CompletableFuture<Integer> price, Duration patience)
      throws ExecutionException, InterruptedException {
    CompletableFuture<String> first =
        order
            .thenApply(text -> "order " + text)
            .applyToEither(price.thenApply(number -> "price " + number), text -> text);
    try {
      return first.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return "nothing for a while";
    }
  }

  static List<String> subscriber(Flow.Publisher<String> publisher) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    CountDownLatch ended = new CountDownLatch(1);
    publisher.subscribe(
        new Flow.Subscriber<>() {
          private Flow.Subscription subscription;

          @Override
          public void onSubscribe(Flow.Subscription offered) {
            subscription = offered;
            subscription.request(1);
          }

          @Override
          public void onNext(String word) {
            seen.add(word);
            subscription.request(1);
          }

          @Override
          public void onError(Throwable failure) {
            ended.countDown(); // and the failure has to be kept for somebody
          }

          @Override
          public void onComplete() {
            ended.countDown();
          }
        });
    ended.await();
    return seen;
  }

  static List<Integer> parallelCalls(Stream<String> lines, Function<String, Integer> fetch) {
    try (lines) {
      return lines.parallel().map(fetch).toList(); // in the pool that all share
    }
  }
}
