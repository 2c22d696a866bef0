// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import static csp.Go.go;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.ReceiveChannel;
import csp.Received;
import csp.Timers;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.context.ContextException;
import csp.samples.Goroutines;
import csp.testkit.Await;
import csp.testkit.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the patterns are made of, ended in the middle. */
class PatternPartsTest {
  private final Goroutines goroutines = Goroutines.now();
  private final CancellableContext context = Context.withCancel(Context.background());

  @AfterEach
  void noGoroutineIsLeft() {
    context.cancel();
    goroutines.awaitNoMore();
  }

  /** The leak that a broken pipeline is: it is there to the end of the process, or an interrupt. */
  @Test
  void producerWhomNobodyTellsWaitsForEver() throws Exception {
    Channel<Integer> numbers = Channel.unbuffered();
    Thread producer = Stages.abandoned(numbers);
    Threads.awaitParked(producer);
    assertThat(goroutines.more()).singleElement().asString().contains("Stages");
    assertThat(numbers.waitingSenders()).isEqualTo(1);
    producer.interrupt();
    producer.join();
  }

  @Test
  void generatorThatNobodyReadsToTheEndWaitsForEver() throws Exception {
    ReceiveChannel<Integer> numbers = Generators.count(1, 3);
    assertThat(numbers.receive()).isEqualTo(1);
    Await.until(() -> numbers.waitingSenders() == 1, "it waits");
    assertThat(goroutines.more()).singleElement().asString().contains("Generators");
    assertThat(numbers.stream()).containsExactly(2, 3);
  }

  @Test
  void generatorWithAContextEndsWithIt() throws Exception {
    ReceiveChannel<Integer> numbers = Generators.countFrom(7, context);
    assertThat(numbers.receive()).isEqualTo(7);
    context.cancel();
    assertThat(numbers.receive()).isIn(8, null);
    assertThat(numbers.receive()).isNull();
  }

  @Test
  void mergeOfNothingIsClosed() throws Exception {
    assertThat(FanIns.<Integer>merge(List.of()).receive()).isNull();
  }

  @Test
  void bufferIsAsFarBehindAsItMayBeAndPassesAllOn() throws Exception {
    Channel<Integer> input = Channel.unbuffered();
    Channel<Integer> output = Channel.unbuffered();
    go(() -> FanIns.buffer(input, output, 2));
    input.send(1);
    input.send(2);
    assertThat(input.trySend(3, Duration.ofMillis(20))).isFalse();
    input.close();
    assertThat(output.stream()).containsExactly(1, 2);
  }

  @Test
  void bufferEndsWithAnInputThatHasNothing() throws Exception {
    Channel<Integer> input = Channel.unbuffered();
    Channel<Integer> output = Channel.unbuffered();
    go(() -> FanIns.buffer(input, output, 2));
    input.close();
    assertThat(output.receive()).isNull();
  }

  @Test
  void firstAnswerEndsTheOtherReplicas() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    AtomicInteger ended = new AtomicInteger();
    Firsts.Replica slow =
        of -> {
          asked.countDown();
          try {
            Timers.sleep(Duration.ofDays(1), of);
          } finally {
            ended.incrementAndGet();
          }
          return "never";
        };
    Firsts.Replica fast =
        _ -> {
          assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
          return "fast";
        };
    assertThat(Firsts.first(context, List.of(slow, fast, slow))).isEqualTo("fast");
    assertThat(ended).as("before it returns").hasValue(2);
  }

  @Test
  void replicaThatFailsFirstIsAFailure() {
    Firsts.Replica fails =
        _ -> {
          throw new IllegalStateException("no answer");
        };
    assertThatThrownBy(() -> Firsts.first(context, List.of(fails)))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("no answer");
  }

  @Test
  void anyIsClosedByWhicheverIs() throws Exception {
    for (int closes = 0; closes < 4; closes++) {
      List<Channel<Void>> channels = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        channels.add(Channel.unbuffered());
      }
      ReceiveChannel<Void> any = Firsts.any(channels);
      Channel<Void> last = channels.get(closes);
      Await.until(() -> last.waitingReceivers() == 1, "it waits for all of them");
      assertThat(any.tryReceive()).isInstanceOf(Received.Empty.class);
      last.close();
      assertThat(any.receive()).isNull();
      assertThat(channels).allMatch(channel -> channel.waitingReceivers() == 0);
    }
  }

  @Test
  void teeWaitsForBothSides() throws Exception {
    List<ReceiveChannel<Integer>> sides = Streams.tee(context, Generators.countFrom(1, context));
    ReceiveChannel<Integer> left = sides.getFirst();
    ReceiveChannel<Integer> right = sides.getLast();
    assertThat(left.receive()).isEqualTo(1);
    assertThat(left.tryReceive(Duration.ofMillis(20))).isInstanceOf(Received.Empty.class);
    assertThat(right.receive()).isEqualTo(1);
    assertThat(right.receive()).isEqualTo(2);
    assertThat(left.receive()).isEqualTo(2);
    context.cancel();
    for (ReceiveChannel<Integer> side : sides) {
      while (side.receive() != null) {}
    }
  }

  @Test
  void bridgeEndsInTheMiddleOfAChannel() throws Exception {
    Channel<ReceiveChannel<Integer>> channels = Channel.buffered(1);
    channels.send(Generators.countFrom(1, context));
    ReceiveChannel<Integer> flat = Streams.bridge(context, channels);
    assertThat(flat.receive()).isEqualTo(1);
    context.cancel();
    while (flat.receive() != null) {}
  }

  @Test
  void subscriptionDeliversEachItemOnce() throws Exception {
    AtomicInteger fetches = new AtomicInteger();
    Subscription.Feed feed =
        _ -> {
          int n = fetches.incrementAndGet();
          return List.of("a", "item " + n, "item " + n, "item " + Math.max(1, n - 1));
        };
    try (Subscription subscription = new Subscription(feed, Duration.ofMillis(1))) {
      List<String> items = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        items.add(subscription.updates().receive());
      }
      assertThat(items).doesNotHaveDuplicates().startsWith("a", "item 1", "item 2", "item 3");
    }
  }

  /** Fails without the guard on fetches: then they go on while nobody takes an item. */
  @Test
  void subscriptionStopsFetchingWhileEnoughItemsWait() throws Exception {
    AtomicInteger fetches = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger(); // or about to be
    AtomicInteger mostWaiting = new AtomicInteger();
    Subscription.Feed feed =
        _ -> {
          int before = fetches.getAndIncrement();
          mostWaiting.accumulateAndGet(2 * before - taken.get(), Math::max);
          return List.of("even " + before, "odd " + before);
        };
    try (Subscription subscription = new Subscription(feed, Duration.ofNanos(1))) {
      Await.until(() -> fetches.get() >= Subscription.ENOUGH / 2, "it fetches");
      for (int i = 0; i < 50; i++) {
        taken.incrementAndGet();
        assertThat(subscription.updates().receive()).endsWith(" " + i / 2);
      }
    }
    assertThat(mostWaiting.get()).isLessThan(Subscription.ENOUGH);
  }

  @Test
  void subscriptionClosesInTheMiddleOfAFetch() throws Exception {
    CountDownLatch fetching = new CountDownLatch(1);
    AtomicInteger cancelled = new AtomicInteger();
    Subscription.Feed feed =
        of -> {
          fetching.countDown();
          try {
            Timers.sleep(Duration.ofDays(1), of);
          } catch (ContextException e) {
            cancelled.incrementAndGet();
            throw e;
          }
          return List.of();
        };
    Subscription subscription = new Subscription(feed, Duration.ofMillis(1));
    assertThat(fetching.await(20, TimeUnit.SECONDS)).isTrue();
    subscription.close();
    assertThat(cancelled).as("before close returns").hasValue(1);
    assertThat(subscription.updates().receive()).isNull();
  }

  @Test
  void subscriptionOfAFeedThatFailsEnds() throws Exception {
    Subscription.Feed feed =
        _ -> {
          throw new IllegalStateException("no feed");
        };
    try (Subscription subscription = new Subscription(feed, Duration.ofMillis(1))) {
      assertThat(subscription.updates().receive()).isNull();
    }
  }

  /** The end of a context that is not its own is a failure; that of its own is none. */
  @Test
  void goroutineFailsByAnotherContextThanItsOwn() throws Exception {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    Thread.setDefaultUncaughtExceptionHandler((_, failure) -> failures.add(failure));
    try (CancellableContext other = Context.withCancel(Context.background())) {
      other.cancel();
      GoUntil.goUntil(context, () -> Timers.sleep(Duration.ofDays(1), other)).join();
      assertThat(failures).singleElement().isInstanceOf(ContextException.class);
      context.cancel();
      GoUntil.goUntil(context, () -> Timers.sleep(Duration.ofDays(1), context)).join();
      assertThat(failures).hasSize(1);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }
}
