// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.pipeline.Given.Stop;
import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs in the background that complete a future. */
class ToFutureTest {
  private final HandHost host = HandHost.still();

  private static List<Operators.Operator> all() {
    return Operators.all().toList();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @MethodSource("all")
  void resultIsThatOfCollect(Operators.Operator operator) throws Exception {
    for (int length : new int[] {0, 1, 10}) {
      HandHost host = operator.host();
      Pipeline<?> pipeline = operator.on().apply(Pipeline.from(Given.closed(length))).on(host);
      long expected = operator.of().apply(Given.upTo(length)).size();
      assertThat(get(pipeline.toFuture(Collectors.counting()))).isEqualTo(expected);
      host.assertNobodyLeft();
    }
  }

  @Test
  void goroutinesOfTheRunHaveEndedWhenItIsCompleted() throws Exception {
    Pipeline<Integer> pipeline = Pipeline.from(Given.upTo(9)).buffer(1).parallel(3, v -> v);
    assertThat(get(pipeline.on(host).toFuture(Collectors.toList()))).isEqualTo(Given.upTo(9));
    host.assertNobodyLeft();
  }

  /** Seen to fail: a crew that tells its end before it has closed what is above. */
  @Test
  void futureWaitsForAFunctionAboveThatHeedsNoInterrupt() throws Exception {
    Channel<Integer> never = Channel.unbuffered();
    Channel<Integer> release = Channel.unbuffered();
    CompletableFuture<Long> future =
        Pipeline.from(Given.upTo(2))
            .map(v -> {
              try {
                return v == 1 ? v : never.receive();
              } catch (InterruptedException swallowed) {
                return release.receive();
              }
            })
            .buffer(0)
            .map(v -> {
              Await.until(() -> never.waitingReceivers() == 1, "one ahead");
              return Given.boom(3, v);
            })
            .on(host)
            .toFuture(Collectors.counting());
    Await.until(() -> release.waitingReceivers() == 1, "interrupted");
    host.awaitQuiet();
    assertThat(future).isNotDone();
    release.send(7);
    assertThatThrownBy(() -> get(future)).hasCauseInstanceOf(IOException.class);
    host.assertNobodyLeft();
  }

  @Test
  void failureIsThatOfTheFunction() {
    Pipeline<Integer> pipeline =
        Pipeline.from(Given.upTo(9)).parallel(3, v -> Given.boom(v, v)).on(host);
    CompletableFuture<Long> future = pipeline.toFuture(Collectors.counting());
    assertThatThrownBy(future::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("boom");
    assertThat(future.isCancelled()).isFalse();
    host.assertNobodyLeft();

    IOException failure = new IOException("broken");
    Pipeline<Integer> above = Pipeline.from(Given.broken(2, failure));
    assertThatThrownBy(() -> get(above.toFuture(Collectors.counting()))).hasCause(failure);
    assertThatThrownBy(() ->
            get(
                Pipeline.from(Given.upTo(2))
                    .toFuture(Collectors.collectingAndThen(Collectors.toList(), list -> null))))
        .hasCauseInstanceOf(NullPointerException.class);
  }

  private interface Completion {
    boolean of(CompletableFuture<Long> future) throws Exception;
  }

  /** Whoever completes the future stops the run, in a wait and in a function. */
  @Test
  void completionByOthersStopsTheRun() throws Exception {
    List<Completion> completions =
        List.of(
            future -> future.cancel(false),
            future -> future.complete(5L),
            future -> future.completeExceptionally(new IOException()),
            future -> future.orTimeout(1, TimeUnit.MILLISECONDS) != null);
    for (Completion completion : completions) {
      Channel<Integer> quiet = Channel.unbuffered();
      Channel<Integer> never = Channel.unbuffered();
      HandHost host = HandHost.still();
      Pipeline<Integer> pipeline =
          Pipeline.<Integer>from(quiet)
              .merge(Pipeline.from(Given.upTo(1)).map(v -> never.receive()));
      CompletableFuture<Long> future = pipeline.on(host).toFuture(Collectors.counting());
      Await.until(() -> quiet.waitingReceivers() + never.waitingReceivers() == 2, "waits");
      assertThat(completion.of(future)).isTrue();
      Await.until(future::isDone, "done");
      host.assertNobodyLeft();
      assertThat(quiet.waitingReceivers()).isZero();
    }
  }

  @Test
  void timeOutOfTheFutureIsItsOwn() {
    CompletableFuture<Long> future =
        Pipeline.<Integer>from(Channel.nil())
            .on(host)
            .toFuture(Collectors.counting())
            .orTimeout(1, TimeUnit.MILLISECONDS);
    assertThatThrownBy(future::join).hasCauseInstanceOf(TimeoutException.class);
    host.assertNobodyLeft();
  }

  @Test
  void cancellationFailsItWithTheError() {
    Stop stop = new Stop();
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(Channel.nil()).buffer(1).on(host);
    CompletableFuture<Long> future = pipeline.toFuture(Collectors.counting(), stop);
    IllegalStateException error = new IllegalStateException("enough");
    stop.end(error);
    Await.until(future::isDone, "done");
    assertThat(future.exceptionNow()).isSameAs(error);
    host.assertNobodyLeft();
    assertThat(pipeline.toFuture(Collectors.counting(), stop)).failsWithin(Duration.ofSeconds(20));
  }

  /**
   * The thread that completes it runs what hangs on it. Fault: its own end interrupts it before.
   */
  @Test
  void whatHangsOnTheResultIsNotInterrupted() throws Exception {
    for (int i = 0; i < 50; i++) {
      Channel<Integer> source = Channel.unbuffered();
      CompletableFuture<Long> future =
          Pipeline.<Integer>from(source).on(host).toFuture(Collectors.counting());
      CompletableFuture<Boolean> interrupted =
          future.thenApply(count -> Thread.currentThread().isInterrupted());
      source.close();
      assertThat(get(interrupted)).isFalse();
    }
  }

  /**
   * {@code send*, close | cancel}: cancelled, or completed with all that was sent; no goroutine is
   * left and nobody is queued on the source. Faults: a cancel that stops nothing; one that stops
   * only those goroutines that have come to wait.
   */
  @Test
  void cancelMayComeAtAnyMoment() throws Exception {
    long start = System.nanoTime();
    long nanos = Duration.ofMillis(Long.getLong("csp.stress.seconds", 0) * 1000 + 500).toNanos();
    for (int round = 0; System.nanoTime() - start < nanos; round++) {
      int number = round;
      HandHost host = HandHost.still();
      AtomicInteger taken = new AtomicInteger();
      Channel<Integer> source = Channel.buffered(number % 3);
      CompletableFuture<List<Integer>> future =
          Pipeline.<Integer>from(source)
              .tap(v -> taken.incrementAndGet())
              .buffer(number % 4)
              .on(host)
              .toFuture(Collectors.toList());
      boolean won;
      try (Workers workers = new Workers()) {
        workers.virtual(
            "send",
            () -> {
              for (int i = 1; i <= 20 && !future.isDone(); ) {
                i += source.trySend(i, Duration.ofMillis(1)) ? 1 : 0;
              }
              if (!future.isDone()) {
                source.close();
              }
            });
        Worker<Boolean> cancel =
            workers.<Boolean>platform(
                "cancel",
                () -> {
                  workers.until(() -> taken.get() >= number % 21 || future.isDone(), "some");
                  return future.cancel(true);
                });
        won = cancel.result();
      }
      host.assertNobodyLeft();
      assertThat(source.waitingReceivers()).isZero();
      if (won) {
        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
      } else {
        assertThat(get(future)).isEqualTo(Given.upTo(20));
      }
    }
  }
}
