// SPDX-License-Identifier: Apache-2.0
package csp.samples.migration;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.juc.Flows;
import csp.testkit.Await;
import csp.testkit.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/migration.md shows is the code here, and both sides of each pattern do the same. */
class MigrationTest {
  private static final List<String> WORDS = List.of("share", "by", "communicating");

  @Test
  void theGuideShowsThisCode() throws IOException {
    List<String> blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(read("docs/migration.md"))
            .results()
            .map(block -> squeezed(block.group(1)))
            .toList();
    String before = squeezed(read(source("Before")));
    String after = squeezed(read(source("After")));
    assertThat(blocks).hasSize(27); // two for each of thirteen, and a queue that stays one
    assertThat(blocks).allSatisfy(block -> assertThat(block).isNotEmpty());
    for (int i = 0; i < 26; i++) {
      assertThat(i % 2 == 0 ? before : after).as("block " + (i + 1)).contains(blocks.get(i));
    }
    assertThat(after).contains(blocks.get(26));
  }

  @Test
  void aCloseEndsTheConsumer() throws InterruptedException {
    assertThat(Before.poisonPill(WORDS)).isEqualTo(WORDS);
    assertThat(After.poisonPill(WORDS)).isEqualTo(WORDS);
  }

  @Test
  void oneCloseEndsManyConsumers() throws InterruptedException {
    assertThat(Before.manyConsumers(WORDS, 3)).isEqualTo(20);
    assertThat(After.manyConsumers(WORDS, 3)).isEqualTo(20);
  }

  @Test
  void aSelectWaitsForTwo() throws InterruptedException {
    BlockingQueue<Integer> prices = new LinkedBlockingQueue<>(List.of(7));
    assertThat(Before.twoQueues(new LinkedBlockingQueue<>(), prices)).isEqualTo("price 7");
    Channel<String> orders = Channel.buffered(1);
    orders.send("tea");
    assertThat(After.twoQueues(orders, Channel.unbuffered())).isEqualTo("order tea");
  }

  @Test
  void aSelectWaitsForAQueueToo() throws InterruptedException {
    BlockingQueue<String> orders = new LinkedBlockingQueue<>(List.of("tea"));
    try (CancellableContext context = Context.withCancel(Context.background())) {
      assertThat(After.queueAndChannel(orders, Channel.unbuffered(), context))
          .isEqualTo("order tea");
    }
  }

  @Test
  void aTimeOutIsAClause() throws InterruptedException {
    List<String> expected = List.of("share", "by", "communicating", "nothing for a while");
    Duration quiet = Duration.ofMillis(20);
    assertThat(Before.pollLoop(new LinkedBlockingQueue<>(WORDS), quiet)).isEqualTo(expected);
    Channel<String> events = Channel.buffered(3);
    events.sendAll(WORDS);
    assertThat(After.pollLoop(events, quiet)).isEqualTo(expected);
  }

  @Test
  void aBatchIsOneCall() throws InterruptedException {
    assertThat(Before.batch(new LinkedBlockingQueue<>(WORDS))).isEqualTo(WORDS);
    Channel<String> rows = Channel.buffered(3);
    rows.sendAll(WORDS);
    assertThat(After.batch(rows)).isEqualTo(WORDS);
  }

  @Test
  void aContextStopsAWorker() throws InterruptedException {
    Before.Worker before = new Before.Worker();
    try (Workers workers = new Workers()) {
      workers.virtual("before", () -> before.run());
      before.jobs().addAll(WORDS);
      Await.until(before.jobs()::isEmpty, "all are taken");
      before.stop();
    }
    assertThat(before.finished()).isEqualTo(WORDS);

    After.Worker after = new After.Worker();
    try (Workers workers = new Workers();
        CancellableContext context = Context.withCancel(Context.background())) {
      var worker = workers.virtual("after", () -> after.run(context));
      after.jobs().sendAll(WORDS);
      Await.until(() -> after.jobs().length() == 0, "all are taken");
      context.cancel();
      worker.result();
    }
    assertThat(after.finished()).isEqualTo(WORDS);
  }

  @Test
  void anExecutorWorksFromAChannel() throws InterruptedException {
    for (ThreadPoolExecutor executor : List.of(Before.executor(), After.executor())) {
      AtomicInteger ran = new AtomicInteger();
      for (int i = 0; i < 16; i++) {
        executor.execute(ran::incrementAndGet);
      }
      executor.shutdown();
      assertThat(executor.awaitTermination(Await.BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(ran).hasValue(16);
    }
  }

  @Test
  void aHandOffNeedsATaker() throws InterruptedException {
    SynchronousQueue<String> before = new SynchronousQueue<>();
    Channel<String> after = Channel.unbuffered();
    assertThat(Before.handOff(before, "a")).isFalse();
    assertThat(After.handOff(after, "a")).isFalse();
    try (Workers workers = new Workers()) {
      workers.virtual("takers", () -> before.take()).awaitParked();
      workers.virtual("receiver", () -> after.receive()).awaitParked();
      assertThat(Before.handOff(before, "a")).isTrue();
      assertThat(After.handOff(after, "a")).isTrue();
    }
  }

  @Test
  void theOldestIsDropped() throws InterruptedException {
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    assertThat(Before.offerOrDrop(WORDS, before::add)).containsExactly("by", "communicating");
    assertThat(After.offerOrDrop(WORDS, after::add)).containsExactly("by", "communicating");
    assertThat(before).containsExactly("share").isEqualTo(after);
  }

  @Test
  void aRetryComesLater() throws InterruptedException {
    assertThat(Before.delayedRetry("job", Duration.ofMillis(5))).isEqualTo("job");
    assertThat(After.delayedRetry("job", Duration.ofMillis(5))).isEqualTo("job");
  }

  @Test
  void aFutureIsAClause() throws Exception {
    Duration patience = Duration.ofMillis(20);
    CompletableFuture<String> order = new CompletableFuture<>();
    CompletableFuture<Integer> price = new CompletableFuture<>();
    assertThat(Before.firstResult(order, price, patience)).isEqualTo("nothing for a while");
    assertThat(After.firstResult(order, price, patience)).isEqualTo("nothing for a while");
    price.complete(7);
    assertThat(Before.firstResult(order, price, Await.BOUND)).isEqualTo("price 7");
    assertThat(After.firstResult(order, price, Await.BOUND)).isEqualTo("price 7");
  }

  @Test
  void aSubscriberIsALoop() throws Exception {
    assertThat(Before.subscriber(Flows.toPublisher(closed()))).isEqualTo(WORDS);
    assertThat(After.subscriber(Flows.toPublisher(closed()))).isEqualTo(WORDS);
  }

  private static Channel<String> closed() throws InterruptedException {
    Channel<String> words = Channel.buffered(3);
    words.sendAll(WORDS);
    words.close();
    return words;
  }

  @Test
  void callsOfAStreamAreCallsOfAPipeline() throws Exception {
    AtomicInteger closed = new AtomicInteger();
    List<Integer> lengths = List.of(5, 2, 13);
    Stream<String> before = WORDS.stream().onClose(closed::incrementAndGet);
    assertThat(Before.parallelCalls(before, String::length)).isEqualTo(lengths);
    Stream<String> after = WORDS.stream().onClose(closed::incrementAndGet);
    assertThat(After.parallelCalls(after, String::length)).isEqualTo(lengths);
    assertThat(closed).hasValue(2);
  }

  private static String source(String name) {
    return "samples/src/test/java/csp/samples/migration/" + name + ".java";
  }

  private static String squeezed(String code) {
    return code.replaceAll("//.*", "").replaceAll("\\s", "");
  }

  /** A file of the tree; the tests run in the module's folder, or in the tree's. */
  private static String read(String name) throws IOException {
    Path inTree = Path.of(name);
    return Files.readString(Files.exists(inTree) ? inTree : Path.of("..").resolve(inTree));
  }
}
