// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Broadcast;
import csp.Channel;
import csp.ChannelClosedException;
import csp.ReceiveChannel;
import csp.Received;
import csp.Task;
import csp.pipeline.Given.Stop;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs for several consumers, and runs that end in a broadcast of somebody's, or begin with one.
 */
class SharingTest {
  private final HandHost host = HandHost.still();
  private final AtomicInteger taken = new AtomicInteger();
  private final IOException failure = new IOException("broken");

  private Pipeline<Integer> endless() {
    return Pipeline.<Integer>from(Given.endless(taken)).on(host);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64})
  void eachConsumerSeesEveryElementInOrder(int capacity) throws Exception {
    for (int length : new int[] {0, 1, 50}) {
      List<Integer> one = new ArrayList<>(); // without a lock: the end of the run orders it
      List<Integer> two = new ArrayList<>();
      List<Integer> three = new ArrayList<>();
      Pipeline.from(Given.upTo(length))
          .on(host)
          .broadcast(
              capacity,
              all -> all.forEach(one::add),
              all -> all.buffer(1).map(v -> -v).forEach(two::add),
              all -> three.addAll(all.take(2).collect(Collectors.toList())));
      assertThat(one).isEqualTo(Given.upTo(length));
      assertThat(two).isEqualTo(one.stream().map(v -> -v).toList());
      assertThat(three).isEqualTo(Given.upTo(Math.min(2, length)));
    }
    host.assertNobodyLeft();
    assertThat(host.started()).as("feeder, consumers, buffer").isEqualTo(3 * 5);
  }

  /** In the buffer, in the hands of the slow consumer and of the feeder: no more is taken. */
  @Test
  void slowestSetsThePace() {
    Channel<Integer> never = Channel.unbuffered();
    List<Integer> seen = new ArrayList<>();
    Stop stop = new Stop();
    try (Workers workers = new Workers()) {
      Worker<Void> run =
          workers.virtual(
              "run",
              () ->
                  endless()
                      .broadcast(
                          2, stop, all -> all.forEach(seen::add), all -> all.forEach(never::send)));
      workers.until(() -> never.waitingSenders() == 1, "slow");
      workers.until(() -> taken.get() == 4, "taken");
      host.awaitQuiet();
      assertThat(taken).hasValue(4);
      CancellationException error = new CancellationException("enough");
      stop.end(error);
      assertThat(run.failure()).isSameAs(error);
    }
    assertThat(seen).containsExactly(1, 2, 3);
    assertThat(never.waitingSenders()).isZero();
    host.assertNobodyLeft();
  }

  /**
   * Seen to fail: a run of a consumer that leaves only when it is told to stop, or only at its end.
   */
  @Test
  void consumerWithEnoughHoldsUpNobody() throws Exception {
    Channel<Boolean> over = Channel.unbuffered();
    List<Integer> seen = new ArrayList<>();
    Pipeline.from(Given.upTo(50))
        .on(host)
        .broadcast(
            1,
            all -> all.take(1).forEach(v -> over.receive()), // with the last element
            all -> {
              try (Stream<Integer> elements = all.toStream()) {
                assertThat(elements.findFirst()).contains(1);
              }
              over.receive(); // after its run
            },
            all -> {
              all.forEach(seen::add);
              over.sendAll(List.of(true, true));
            },
            all -> {}); // runs nothing
    assertThat(seen).hasSize(50);
    host.assertNobodyLeft();
  }

  /** Seen to fail: a feeder that is stopped when the consumers have ended. */
  @Test
  void whatIsAboveEndsWhenAllHaveEnough() throws Exception {
    Channel<Integer> quiet = Channel.unbuffered();
    Channel<Boolean> over = Channel.unbuffered();
    Pipeline.from(List.of(1, 2))
        .merge(Pipeline.from(quiet))
        .on(host)
        .broadcast(
            4,
            all -> {
              all.take(1).forEach(v -> {});
              over.receive();
            },
            all -> {
              all.take(2).forEach(v -> {});
              host.awaitEnded(3); // merge and the feeder
              over.send(true);
            });
    assertThat(quiet.waitingReceivers()).isZero();
    assertThat(host.started()).isEqualTo(5);
    host.assertNobodyLeft();
  }

  @Test
  void failureAboveComesToEachConsumerAfterTheElementsBeforeIt() {
    List<Integer> one = new ArrayList<>();
    List<Throwable> heard = new ArrayList<>();
    assertThatThrownBy(() ->
            Pipeline.from(Given.upTo(9))
                .map(v -> Given.boom(v, v))
                .on(host)
                .broadcast(
                    9,
                    all -> {
                      try {
                        all.forEach(one::add);
                      } catch (ExecutionException failed) {
                        heard.add(failed);
                        throw failed;
                      }
                    }))
        .isInstanceOf(ExecutionException.class)
        .hasMessage("map failed: java.io.IOException: boom")
        .hasCauseInstanceOf(IOException.class);
    assertThat(one).containsExactly(1, 2);
    assertThat(heard)
        .singleElement()
        .isInstanceOfSatisfying(
            ExecutionException.class,
            failed -> assertThat(failed).hasMessage("map failed: java.io.IOException: boom"));
    host.assertNobodyLeft();
  }

  @Test
  void sourceThatWasClosedWithAFailureIsAFailure() {
    assertThatThrownBy(() ->
            Pipeline.<Integer>from(Given.broken(2, failure))
                .broadcast(1, all -> all.forEach(v -> {}), all -> all.forEach(v -> {})))
        .hasMessage("from failed: java.io.IOException: broken")
        .hasCause(failure);
  }

  /** The other one waits for what never comes, in a channel of its own. */
  @Test
  void consumerThatFailsEndsTheOthers() {
    Channel<Integer> never = Channel.unbuffered();
    List<ThrowingConsumer<Pipeline<Integer>>> failing =
        List.of(
            all -> {
              throw failure;
            },
            all -> all.forEach(v -> Given.boom(v, v)),
            all -> all.toStream().forEach(v -> Given.upTo(-v).getFirst()));
    List<String> messages =
        List.of(
            "java.io.IOException: broken", "java.io.IOException: boom", "NoSuchElementException");
    for (int i = 0; i < failing.size(); i++) {
      int number = i;
      assertThatThrownBy(() ->
              Pipeline.from(Given.upTo(99))
                  .on(host)
                  .broadcast(4, failing.get(number), all -> all.buffer(0).forEach(never::send)))
          .isInstanceOf(ExecutionException.class)
          .hasMessageStartingWith("broadcast failed: java.")
          .hasMessageContaining(messages.get(number))
          .cause()
          .isNotInstanceOf(ExecutionException.class);
      assertThat(never.waitingSenders()).isZero();
    }
    host.assertNobodyLeft();
  }

  /** Seen to fail: a goroutine that does not ask, before it begins, whether it was stopped. */
  @Test
  void consumerThatStartsTooLateDoesNotBegin() {
    Channel<Integer> quiet = Channel.unbuffered();
    Host slow =
        new Host() {
          @Override
          public long nanoTime() {
            return host.nanoTime();
          }

          @Override
          public ReceiveChannel<Instant> after(long nanos) {
            return host.after(nanos);
          }

          @Override
          public void go(String name, Task task) {
            if (host.started() == 2) {
              host.awaitEnded(1); // the first consumer
            }
            host.go(name, task);
          }
        };
    assertThatThrownBy(() ->
            Pipeline.from(quiet)
                .on(slow)
                .broadcast(
                    1,
                    all -> {
                      throw failure;
                    },
                    all -> Channel.nil().receive()))
        .hasCause(failure);
    assertThat(host.started()).isEqualTo(3);
    host.assertNobodyLeft();
  }

  /** Seen to fail: a pipeline that does not ask whether the consumers were stopped. */
  @Test
  void consumerThatSwallowsTheInterruptEndsAsWell() {
    Channel<Integer> never = Channel.unbuffered();
    assertThatThrownBy(() ->
            endless()
                .broadcast(
                    4,
                    all ->
                        all.forEach(v -> {
                          try {
                            never.send(v);
                          } catch (InterruptedException swallowed) {
                            // as some functions do
                          }
                        }),
                    all -> {
                      while (never.waitingSenders() == 0) {
                        Thread.onSpinWait();
                      }
                      throw failure;
                    }))
        .hasCause(failure);
    host.assertNobodyLeft();
  }

  @Test
  void interruptEndsTheRun() {
    Channel<Integer> quiet = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      Worker<Void> run =
          workers.virtual(
              "run", () -> Pipeline.from(quiet).on(host).broadcast(1, all -> all.forEach(v -> {})));
      workers.until(() -> quiet.waitingReceivers() == 1, "waits");
      run.interruptAndJoin();
      assertThat(run.failure()).isInstanceOf(InterruptedException.class);
    }
    assertThat(quiet.waitingReceivers()).isZero();
    host.assertNobodyLeft();
  }

  @Test
  void endedCancellationStartsNothing() {
    Stop stop = new Stop();
    CancellationException error = new CancellationException("enough");
    stop.end(error);
    assertThatThrownBy(() -> endless().broadcast(1, stop, all -> taken.incrementAndGet()))
        .isSameAs(error);
    assertThat(taken).hasValue(0);
    assertThat(host.started()).isZero();
  }

  @Test
  void pipelineOfAConsumerIsRunOnce() {
    assertThatThrownBy(() ->
            Pipeline.from(Given.upTo(3))
                .on(host)
                .broadcast(4, all -> all.merge(all).forEach(v -> {})))
        .hasMessage("broadcast failed: java.lang.IllegalStateException: this was run before");
    host.assertNobodyLeft();
  }

  /** For each number of goroutines that is too small. */
  @Test
  void goroutineThatCannotStartIsAFailure() {
    for (int most = 0; most < 4; most++) {
      HandHost poor = HandHost.poor(most);
      try (Workers workers = new Workers()) {
        Worker<Void> run =
            workers.virtual(
                "run",
                () ->
                    Pipeline.<Integer>from(Given.endless(taken))
                        .buffer(1)
                        .on(poor)
                        .broadcast(1, all -> all.forEach(v -> {}), all -> all.forEach(v -> {})));
        assertThat(run.failure()).hasCauseInstanceOf(OutOfMemoryError.class);
      }
      assertThat(poor.started()).isEqualTo(most);
      poor.assertNobodyLeft();
    }
  }

  @Test
  void badArgumentsStartNothing() {
    Pipeline<Integer> pipeline = endless();
    ThrowingConsumer<Pipeline<Integer>> none = null;
    assertThatThrownBy(() -> pipeline.broadcast(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("consumers must be >= 1, was 0");
    assertThatThrownBy(() -> pipeline.broadcast(0, all -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("capacity must be >= 1, was 0");
    assertThatThrownBy(() -> pipeline.broadcast((1 << 30) + 1, all -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("capacity must be <= 1073741824, was 1073741825");
    assertThatThrownBy(() -> pipeline.broadcast(1, all -> {}, none))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("consumer must not be null");
    assertThatThrownBy(
            () -> pipeline.broadcast(1, (ThrowingConsumer<? super Pipeline<Integer>>[]) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("consumers must not be null");
    assertThatThrownBy(() -> pipeline.broadcast(1, (csp.Cancellation) null, all -> {}))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("cancellation must not be null");
    assertThat(taken).hasValue(0);
    assertThat(host.started()).isZero();
  }

  /**
   * Consumers that have enough after random numbers of elements: each has seen a beginning of what
   * there was. Fault: a consumer that subscribes when it starts.
   */
  @Test
  void consumersLeaveWhenTheyLike() throws Exception {
    long start = System.nanoTime();
    long nanos = Duration.ofMillis(Long.getLong("csp.stress.seconds", 0) * 1000 + 500).toNanos();
    for (int round = 0; System.nanoTime() - start < nanos; round++) {
      HandHost host = HandHost.still();
      int number = round;
      List<Integer> one = new ArrayList<>();
      List<Integer> two = new ArrayList<>();
      Pipeline.<Integer>from(Given.endless(new AtomicInteger()))
          .on(host)
          .broadcast(
              number % 3 + 1,
              all -> all.take(number % 7).forEach(one::add),
              all -> all.buffer(1).take(number % 11).forEach(two::add));
      assertThat(one).isEqualTo(Given.upTo(number % 7));
      assertThat(two).isEqualTo(Given.upTo(number % 11));
      host.assertNobodyLeft();
    }
  }

  // A broadcast of somebody's

  @Test
  void intoABroadcastGoesAtThePaceOfTheSlowestAndEndsIt() {
    Broadcast<Integer> sink = Broadcast.buffered(2);
    Broadcast.Subscription<Integer> slow = sink.subscribe();
    Broadcast.Subscription<Integer> fast = sink.subscribe();
    List<Integer> seen = new ArrayList<>();
    try (Workers workers = new Workers()) {
      workers.virtual("fast", () -> fast.forEach(seen::add));
      Worker<Void> run =
          workers.virtual("run", () -> Pipeline.from(Given.upTo(5)).tap(taken::set).into(sink));
      workers.until(() -> sink.waitingSenders() == 1, "full");
      assertThat(taken).hasValue(3);
      assertThat(slow).containsExactly(1, 2, 3, 4, 5);
      assertThat(run.result()).isNull();
      workers.joinAll();
    }
    assertThat(seen).containsExactly(1, 2, 3, 4, 5);
    assertThat(sink.isClosed()).isTrue();
  }

  @Test
  void intoABroadcastEndsItWithTheFailure() throws Exception {
    Broadcast<Integer> sink = Broadcast.buffered(4);
    Broadcast.Subscription<Integer> mine = sink.subscribe();
    assertThatThrownBy(() -> Pipeline.<Integer>from(Given.broken(1, failure)).into(sink))
        .hasCause(failure);
    assertThat(mine.receive()).isEqualTo(1);
    assertThatThrownBy(mine::receive).isInstanceOf(ChannelClosedException.class).hasCause(failure);
  }

  @Test
  void cancelLeavesASenderOfABroadcastNowhere() {
    Broadcast<Integer> sink = Broadcast.buffered(1);
    Broadcast.Subscription<Integer> slow = sink.subscribe();
    Stop stop = new Stop();
    CancellationException error = new CancellationException("enough");
    try (Workers workers = new Workers()) {
      Worker<Void> run = workers.virtual("run", () -> endless().buffer(1).into(sink, stop));
      workers.until(() -> sink.waitingSenders() == 1, "full");
      stop.end(error);
      assertThat(run.failure()).isSameAs(error);
    }
    assertThat(sink.waitingSenders()).isZero();
    assertThat(slow.tryReceive()).isEqualTo(new Received.Value<>(1));
    assertThatThrownBy(slow::receive).hasCause(error);
    host.assertNobodyLeft();
  }

  @Test
  void subscriptionIsASourceLikeAnyChannel() throws Exception {
    Broadcast<Integer> prices = Broadcast.buffered(8);
    try (Broadcast.Subscription<Integer> mine = prices.subscribe()) {
      Pipeline<Integer> pipeline = Pipeline.<Integer>from(mine).on(host);
      for (int i = 1; i <= 5; i++) {
        prices.send(i);
      }
      assertThat(pipeline.take(2).collect(Collectors.toList())).containsExactly(1, 2);
      prices.close(failure);
      List<Integer> rest = new ArrayList<>();
      assertThatThrownBy(() -> pipeline.buffer(1).forEach(rest::add)).hasCause(failure);
      assertThat(rest).containsExactly(3, 4, 5);
    }
    host.assertNobodyLeft();
  }
}
