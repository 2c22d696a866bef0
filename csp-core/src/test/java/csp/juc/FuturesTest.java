// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.ReceiveChannel;
import csp.Received;
import csp.Timers;
import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Futures as channels, and the next element of a channel as a future. */
class FuturesTest {
  private final IOException failure = new IOException("broken");

  private static void nullIs(String name, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(NullPointerException.class)
        .hasMessage(name + " must not be null");
  }

  // toChannel

  @Test
  void valueComesOnceAndThenTheEnd() throws Exception {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    ReceiveChannel<Number> channel = Futures.toChannel(future);
    assertThat(channel.tryReceive()).isEqualTo(Received.empty());
    assertThat(channel.isClosed()).isFalse();
    future.complete(7);
    assertThat(channel.isClosed()).isTrue();
    assertThat(channel.length()).isEqualTo(1);
    assertThat(channel.receive()).isEqualTo(7);
    assertThat(channel.receive()).isNull();
    assertThat(channel.name()).isEqualTo("from-future");
  }

  @Test
  void completedStageIsThereAtOnce() throws Exception {
    assertThat(Futures.toChannel(CompletableFuture.completedStage(7)).receive()).isEqualTo(7);
    assertThat(Futures.toChannel(CompletableFuture.failedStage(failure)).tryReceive())
        .isEqualTo(Received.closed(failure));
  }

  @Test
  void valueComesToOneOfThoseWhoWait() {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    ReceiveChannel<Integer> channel = Futures.toChannel(future);
    try (Workers workers = new Workers()) {
      Worker<Integer> one = workers.<Integer>virtual("one", () -> channel.receive()).awaitParked();
      Worker<Integer> two = workers.<Integer>platform("two", () -> channel.receive()).awaitParked();
      future.complete(7);
      assertThat(one.result()).isEqualTo(7);
      assertThat(two.result()).isNull();
    }
  }

  @Test
  void nullIsTheEnd() throws Exception {
    CompletableFuture<Void> future = new CompletableFuture<>();
    ReceiveChannel<Void> channel = Futures.toChannel(future);
    future.complete(null);
    assertThat(channel.receive()).isNull();
    assertThat(channel.isDrained()).isTrue();
  }

  /** The future itself tells its exception as it is, those made of it with a layer more. */
  @Test
  void failureClosesWithTheExceptionItself() {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    ReceiveChannel<Integer> itself = Futures.toChannel(future);
    ReceiveChannel<Integer> after = Futures.toChannel(future.thenApply(v -> v + 1));
    ReceiveChannel<Integer> both =
        Futures.toChannel(future.thenCombine(new CompletableFuture<Integer>(), Integer::sum));
    future.completeExceptionally(failure);
    assertThat(itself.tryReceive()).isEqualTo(Received.closed(failure));
    assertThat(after.tryReceive()).isEqualTo(Received.closed(failure));
    assertThat(both.isClosed()).as("it still waits for the other").isFalse();

    CompletionException bare = new CompletionException("no cause", null);
    assertThat(Futures.toChannel(CompletableFuture.failedFuture(bare)).tryReceive())
        .isEqualTo(Received.closed(bare));
  }

  @Test
  void cancelClosesWithTheCancellation() {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    ReceiveChannel<Integer> itself = Futures.toChannel(future);
    ReceiveChannel<Integer> after = Futures.toChannel(future.thenApply(v -> v + 1));
    future.cancel(true);
    for (ReceiveChannel<Integer> channel : List.of(itself, after)) {
      assertThatThrownBy(channel::receive).hasCauseInstanceOf(CancellationException.class);
    }
  }

  @Test
  void nullArgumentIsRefused() {
    nullIs("stage", () -> Futures.toChannel(null));
    nullIs("channel", () -> Futures.next(null));
  }

  // next

  @Test
  void elementCompletes() throws Exception {
    Channel<Integer> channel = Channel.buffered(1);
    channel.send(1);
    assertThat(Futures.next(channel)).isCompletedWithValue(1);

    CompletableFuture<Integer> waiting = Futures.next(channel);
    assertThat(channel.waitingReceivers()).isEqualTo(1);
    assertThat(waiting).isNotDone();
    channel.send(2);
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(channel.waitingReceivers()).isZero();
    assertThat(channel.length()).isZero();
  }

  @Test
  void elementOfAWaitingSenderCompletes() {
    Channel<Integer> channel = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      workers.virtual("sender", () -> channel.send(1)).awaitParked();
      assertThat(Futures.next(channel)).isCompletedWithValue(1);
    }
  }

  @Test
  void futuresAreServedInTheOrderOfTheCalls() throws Exception {
    Channel<Integer> channel = Channel.unbuffered();
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      futures.add(Futures.next(channel));
    }
    for (int i = 0; i < 9; i++) {
      channel.send(i);
    }
    for (int i = 0; i < 9; i++) {
      assertThat(futures.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(i);
    }
  }

  @Test
  void endCompletesWithNullAndFailureWithItself() {
    Channel<Integer> closed = Channel.unbuffered();
    CompletableFuture<Integer> before = Futures.next(closed);
    closed.close();
    Await.until(before::isDone, "done");
    assertThat(before).isCompletedWithValue(null);
    assertThat(Futures.next(closed)).isCompletedWithValue(null);

    Channel<Integer> broken = Channel.unbuffered();
    CompletableFuture<Integer> waiting = Futures.next(broken);
    broken.close(failure);
    Await.until(waiting::isDone, "done");
    assertThat(waiting.exceptionNow()).isSameAs(failure);
    assertThat(Futures.next(broken).exceptionNow()).isSameAs(failure);
  }

  /** There and back: what comes out is what went in. */
  @Test
  void futureOfAFuturesChannelIsAsTheFuture() {
    assertThat(Futures.next(Futures.toChannel(CompletableFuture.completedFuture(7))))
        .isCompletedWithValue(7);
    assertThat(Futures.next(Futures.toChannel(CompletableFuture.completedFuture(null))))
        .isCompletedWithValue(null);
    assertThat(Futures.next(Futures.toChannel(CompletableFuture.failedFuture(failure))))
        .isCompletedExceptionally()
        .satisfies(future -> assertThat(future.exceptionNow()).isSameAs(failure));
  }

  private interface Completion {
    boolean of(CompletableFuture<Integer> future);
  }

  /** Whichever way the future is completed by others, the next element is somebody else's. */
  @Test
  void completionByOthersTakesTheReceiveBack() {
    List<Completion> completions =
        List.of(
            future -> future.cancel(true),
            future -> future.complete(5),
            future -> future.completeExceptionally(failure),
            future -> future.completeAsync(() -> 5, Runnable::run).isDone(),
            future ->
                future
                    .completeAsync(
                        () -> {
                          throw new IllegalStateException();
                        },
                        Runnable::run)
                    .isDone(),
            future -> {
              future.obtrudeValue(5);
              return true;
            },
            future -> {
              future.obtrudeException(failure);
              return true;
            });
    for (Completion completion : completions) {
      Channel<Integer> channel = Channel.unbuffered();
      CompletableFuture<Integer> future = Futures.next(channel);
      assertThat(completion.of(future)).isTrue();
      assertThat(future).isDone();
      assertThat(channel.waitingReceivers()).isZero();
      assertThat(channel.trySend(1)).as("taken for a future that is done").isFalse();
      assertThat(future.complete(6)).isFalse();
    }
  }

  @Test
  void timeOutsTakeTheReceiveBack() {
    Channel<Integer> channel = Channel.unbuffered();
    CompletableFuture<Integer> late = Futures.next(channel).orTimeout(1, TimeUnit.MILLISECONDS);
    assertThatThrownBy(late::join).hasCauseInstanceOf(TimeoutException.class);
    CompletableFuture<Integer> instead =
        Futures.next(channel).completeOnTimeout(5, 1, TimeUnit.MILLISECONDS);
    assertThat(instead.join()).isEqualTo(5);
    assertThat(channel.waitingReceivers()).isZero();
  }

  @Test
  void whatCompletesADoneFutureChangesNothing() throws Exception {
    Channel<Integer> channel = Channel.buffered(1);
    channel.send(1);
    CompletableFuture<Integer> future = Futures.next(channel);
    CompletableFuture<Integer> next = Futures.next(channel);
    assertThat(future.complete(2)).isFalse();
    assertThat(future.completeExceptionally(failure)).isFalse();
    assertThat(future.cancel(true)).isFalse();
    future.completeAsync(
        () -> {
          throw new AssertionError("not asked");
        },
        Runnable::run);
    assertThat(future).isCompletedWithValue(1);
    assertThat(channel.waitingReceivers()).as("the other waits").isEqualTo(1);
    assertThat(next.cancel(true)).isTrue();
    assertThat(next.cancel(true)).as("is cancelled").isTrue();
    assertThatThrownBy(next::get).isInstanceOf(CancellationException.class);
  }

  @Test
  void nullArgumentsOfTheFutureChangeNothing() {
    Channel<Integer> channel = Channel.unbuffered();
    CompletableFuture<Integer> future = Futures.next(channel);
    nullIs("failure", () -> future.completeExceptionally(null));
    nullIs("failure", () -> future.obtrudeException(null));
    nullIs("supplier", () -> future.completeAsync(null, Runnable::run));
    assertThat(channel.waitingReceivers()).isEqualTo(1);
    assertThat(future.complete(null)).isTrue();
  }

  /** As for any future of the JDK. */
  @Test
  void cancelOfADependentLeavesTheReceive() throws Exception {
    Channel<Integer> channel = Channel.unbuffered();
    CompletableFuture<Integer> future = Futures.next(channel);
    CompletableFuture<Integer> dependent = future.thenApply(v -> v + 1);
    dependent.cancel(true);
    channel.send(1);
    assertThat(future.get(20, TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  void whatHangsOnItRunsInAGoroutineAndNotUnderTheLock() throws Exception {
    Channel<Integer> channel = Channel.unbuffered();
    CompletableFuture<Thread> where =
        Futures.next(channel)
            .thenApply(v -> {
              channel.trySend(2); // takes the lock
              return Thread.currentThread();
            });
    channel.send(1);
    Thread goroutine = where.get(20, TimeUnit.SECONDS);
    assertThat(goroutine).isNotSameAs(Thread.currentThread());
    assertThat(goroutine.isVirtual()).isTrue();
    assertThat(goroutine.getName()).isEqualTo("next");
  }

  @Test
  void goroutineEndsWithTheWait() {
    Channel<Integer> channel = Channel.unbuffered();
    AtomicReference<Thread> goroutine = new AtomicReference<>();
    CompletableFuture<Integer> future =
        FutureReceive.of(
            channel,
            thread -> {
              goroutine.set(thread);
              thread.start();
            });
    assertThat(channel.waitingReceivers()).isEqualTo(1);
    future.cancel(true);
    Await.until(() -> goroutine.get().getState() == Thread.State.TERMINATED, "ended");
  }

  @Test
  void goroutineThatCannotStartLeavesNothing() {
    Channel<Integer> channel = Channel.unbuffered();
    OutOfMemoryError none = new OutOfMemoryError("no thread");
    assertThatThrownBy(() ->
            FutureReceive.of(
                channel,
                thread -> {
                  throw none;
                }))
        .isSameAs(none);
    assertThat(channel.waitingReceivers()).isZero();

    CompletableFuture<Integer> lucky =
        FutureReceive.of(
            channel,
            thread -> {
              channel.trySend(1);
              throw none;
            });
    assertThat(lucky).isCompletedWithValue(1);
  }

  @Test
  void nilChannelIsWaitedForInVain() {
    CompletableFuture<Integer> future = Futures.next(Channel.nil());
    assertThat(future).isNotDone();
    assertThat(future.cancel(true)).isTrue();
  }

  @Test
  void timersAndViewsAreChannelsToo() throws Exception {
    CompletableFuture<Instant> alarm = Futures.next(Timers.after(Duration.ofMillis(1)));
    assertThat(alarm.get(20, TimeUnit.SECONDS)).isNotNull();
    ReceiveChannel<Instant> never = Timers.after(Duration.ofDays(1));
    CompletableFuture<Instant> late = Futures.next(never);
    late.cancel(true);
    assertThat(never.waitingReceivers()).isZero();
  }

  @Test
  void exceptionsOfGetAreThoseOfAnyFuture() {
    Channel<Integer> broken = Channel.unbuffered();
    broken.close(failure);
    assertThatThrownBy(() -> Futures.next(broken).get())
        .isInstanceOf(ExecutionException.class)
        .hasCause(failure);
    assertThatThrownBy(() -> Futures.next(broken).join())
        .isInstanceOf(CompletionException.class)
        .hasCause(failure);
  }
}
