// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.juc.Flows;
import csp.pipeline.Given.Stop;
import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams, publishers and futures as what a pipeline begins with. */
class SourcesTest {
  private final HandHost host = HandHost.still();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final IOException failure = new IOException("broken");

  // Streams

  private Stream<Integer> counted() {
    return Stream.iterate(1, v -> v + 1)
        .peek(v -> taken.incrementAndGet())
        .onClose(closed::incrementAndGet);
  }

  @Test
  void streamIsTakenAsFarAsNeededAndClosed() throws Exception {
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(counted()).take(3).on(host);
    assertThat(taken).hasValue(0);
    assertThat(pipeline.collect(Collectors.toList())).containsExactly(1, 2, 3);
    assertThat(taken).hasValue(3);
    assertThat(closed).hasValue(1);
  }

  /** The file is free before somebody has worked on the last element for long. */
  @Test
  void streamIsClosedAtItsEndAtOnce() throws Exception {
    Stream<Integer> stream = Stream.of(1, 2).onClose(closed::incrementAndGet);
    try (Outlet<Integer> outlet = Pipeline.<Integer>from(stream).on(host).open(2)) {
      Await.until(() -> closed.get() == 1, "closed");
      assertThat(outlet.channel().receive()).isEqualTo(1);
    }
    assertThat(closed).hasValue(1);
    Pipeline.<Integer>from(Stream.<Integer>empty().onClose(closed::incrementAndGet))
        .forEach(v -> {});
    assertThat(closed).hasValue(2);
  }

  @Test
  void everyEndOfARunClosesTheStream() {
    assertThatThrownBy(() -> Pipeline.<Integer>from(counted()).forEach(v -> Given.boom(v, v)))
        .isInstanceOf(ExecutionException.class);
    assertThat(closed).hasValue(1);
    Pipeline.<Integer>from(counted()).on(host).open(0).close();
    assertThat(closed).hasValue(2);
    Pipeline.<Integer>from(counted()).on(host).toFuture(Collectors.counting()).cancel(true);
    Await.until(() -> closed.get() == 3, "closed");
    try (Stream<Integer> stream = Pipeline.<Integer>from(counted()).buffer(1).on(host).toStream()) {
      assertThat(stream.findFirst()).contains(1);
    }
    assertThat(closed).hasValue(4);
    host.assertNobodyLeft();
  }

  @Test
  void streamCanBeRunOnce() throws Exception {
    Pipeline<Integer> pipeline = Pipeline.from(Stream.of(1));
    assertThat(pipeline.collect(Collectors.counting())).isEqualTo(1);
    assertThatThrownBy(() -> pipeline.collect(Collectors.counting()))
        .isInstanceOf(ExecutionException.class)
        .hasMessageStartingWith("from failed: java.lang.IllegalStateException: stream has already");
  }

  @Test
  void streamThatThrowsOrGivesNullFails() {
    Stream<Integer> broken =
        IntStream.range(0, 9).mapToObj(v -> 1 / (v - 2)).onClose(closed::incrementAndGet);
    assertThatThrownBy(() -> Pipeline.<Integer>from(broken).forEach(v -> {}))
        .hasMessage("from failed: java.lang.ArithmeticException: / by zero");
    assertThat(closed).hasValue(1);
    assertThatThrownBy(() -> Pipeline.from(Stream.of(1, null)).forEach(v -> {}))
        .cause()
        .isInstanceOf(NullPointerException.class)
        .hasMessage("from returned null");
  }

  @Test
  void failureOfTheCloseIsToldAtTheEndAndHandledElsewhere() throws Exception {
    IllegalStateException thrown = new IllegalStateException("close");
    assertThatThrownBy(() -> Pipeline.from(throwing(thrown)).forEach(v -> {}))
        .isInstanceOf(ExecutionException.class)
        .hasMessage("from failed: java.lang.IllegalStateException: close")
        .hasCause(thrown);

    List<Throwable> handled = new ArrayList<>();
    Thread thread = Thread.currentThread();
    Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
    thread.setUncaughtExceptionHandler((where, what) -> {
      handled.add(what);
      throw new IllegalArgumentException("the handler, too");
    });
    try {
      assertThat(Pipeline.from(throwing(thrown)).take(1).collect(Collectors.toList()))
          .containsExactly(1);
    } finally {
      thread.setUncaughtExceptionHandler(before);
    }
    assertThat(handled).containsExactly(thrown);
  }

  private static Stream<Integer> throwing(RuntimeException thrown) {
    return Stream.of(1, 2)
        .onClose(() -> {
          throw thrown;
        });
  }

  // Publishers

  /** Publishes 1, 2 and so on as requested, in the thread that requests. */
  private final class Counting implements Flow.Publisher<Integer> {
    final AtomicInteger subscribed = new AtomicInteger();
    final AtomicInteger cancelled = new AtomicInteger();

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
      subscribed.incrementAndGet();
      AtomicInteger last = new AtomicInteger();
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long n) {
              for (long i = 0; i < n && cancelled.get() < subscribed.get(); i++) {
                taken.incrementAndGet();
                subscriber.onNext(last.incrementAndGet());
              }
            }

            @Override
            public void cancel() {
              cancelled.incrementAndGet();
            }
          });
    }
  }

  @Test
  void publisherIsSubscribedToByEachRun() throws Exception {
    Counting publisher = new Counting();
    Pipeline<Integer> pipeline = Pipeline.<Integer>fromPublisher(publisher, 4).take(3);
    assertThat(publisher.subscribed).hasValue(0);
    for (int run = 1; run <= 2; run++) {
      assertThat(pipeline.collect(Collectors.toList())).containsExactly(1, 2, 3);
      assertThat(publisher.subscribed).hasValue(run);
      int all = run;
      Await.until(() -> publisher.cancelled.get() == all, "cancelled");
    }
  }

  /** With the last element that is wanted, not when somebody asks again. */
  @Test
  void subscriptionIsCancelledByTake() throws Exception {
    Counting publisher = new Counting();
    Pipeline.<Integer>fromPublisher(publisher, 1)
        .take(1)
        .forEach(v -> Await.until(() -> publisher.cancelled.get() == 1, "cancelled"));
  }

  @Test
  void publisherIsAskedForItsCapacity() {
    Counting publisher = new Counting();
    try (Outlet<Integer> outlet = Pipeline.fromPublisher(publisher, 4).on(host).open(0)) {
      Await.until(() -> outlet.channel().waitingSenders() == 1, "one waits");
      assertThat(taken.get()).isBetween(4, 6);
    }
    Await.until(() -> publisher.cancelled.get() == 1, "cancelled");
    host.assertNobodyLeft();
  }

  @Test
  void endAndFailureOfAPublisherTravelDown() throws Exception {
    assertThat(
            Pipeline.fromPublisher(Flows.toPublisher(Given.closed(9)), 2)
                .collect(Collectors.toList()))
        .isEqualTo(Given.upTo(9));
    assertThat(
            Pipeline.fromPublisher(Flows.toPublisher(Given.closed(0)), 2)
                .collect(Collectors.counting()))
        .isZero();
    List<Integer> found = new ArrayList<>();
    assertThatThrownBy(() ->
            Pipeline.fromPublisher(Flows.toPublisher(Given.broken(2, failure)), 2)
                .forEach(found::add))
        .isInstanceOf(ExecutionException.class)
        .hasMessage("from failed: java.io.IOException: broken")
        .hasCause(failure);
    assertThat(found).containsExactly(1, 2);
  }

  @Test
  void publisherThatCannotBeSubscribedToFails() {
    IllegalStateException no = new IllegalStateException("no");
    Flow.Publisher<Integer> broken =
        subscriber -> {
          throw no;
        };
    assertThatThrownBy(() -> Pipeline.fromPublisher(broken, 1).forEach(v -> {})).hasCause(no);
  }

  @Test
  void cancellationOfARunCancelsTheSubscription() {
    try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>();
        Workers workers = new Workers()) {
      Stop stop = new Stop();
      Worker<Void> run =
          workers.virtual(
              "run", () -> Pipeline.fromPublisher(publisher, 1).buffer(1).forEach(v -> {}, stop));
      workers.until(publisher::hasSubscribers, "subscribed");
      run.awaitParked();
      stop.end(new CancellationException("enough"));
      assertThat(run.failure()).isInstanceOf(CancellationException.class).hasMessage("enough");
      publisher.submit(1);
      workers.until(() -> !publisher.hasSubscribers(), "cancelled");
    }
  }

  /** There and back, with a goroutine at each end. */
  @Test
  void pipelineOfThePublisherOfAPipelineIsAsThePipeline() throws Exception {
    Pipeline<Integer> there = Pipeline.from(Given.upTo(100)).parallel(3, v -> v).on(host);
    assertThat(Pipeline.fromPublisher(there.toPublisher(), 5).collect(Collectors.toList()))
        .isEqualTo(Given.upTo(100));
    assertThat(Pipeline.fromPublisher(there.toPublisher(), 5).take(2).collect(Collectors.toList()))
        .containsExactly(1, 2);
    host.assertNobodyLeft();
  }

  // Futures

  @Test
  void futureGivesItsResultToEachRun() throws Exception {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    Pipeline<Integer> pipeline = Pipeline.fromFuture(future);
    try (Workers workers = new Workers()) {
      Worker<List<Integer>> run =
          workers.<List<Integer>>virtual("run", () -> pipeline.collect(Collectors.toList()));
      run.awaitParked();
      future.complete(7);
      assertThat(run.result()).containsExactly(7);
    }
    assertThat(pipeline.collect(Collectors.toList())).containsExactly(7);
    assertThat(
            Pipeline.fromFuture(CompletableFuture.completedStage((Integer) null))
                .collect(Collectors.toList()))
        .isEmpty();
    assertThatThrownBy(
            () -> Pipeline.fromFuture(CompletableFuture.failedFuture(failure)).forEach(v -> {}))
        .hasMessage("from failed: java.io.IOException: broken")
        .hasCause(failure);
  }

  @Test
  void runThatIsOverDoesNotCancelTheFuture() {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    Channel<Integer> quiet = Channel.unbuffered();
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(quiet).merge(Pipeline.fromFuture(future));
    Outlet<Integer> outlet = pipeline.on(host).open(0);
    Await.until(() -> quiet.waitingReceivers() == 1, "waits");
    outlet.close();
    host.assertNobodyLeft();
    assertThat(future).isNotDone();
    assertThat(future.complete(1)).isTrue();
  }
}
