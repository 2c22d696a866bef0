// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Gatherer;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gatherers as operators: they give what a stream gives, and are told of the end in any case. */
class GatherTest {
  private final AtomicInteger taken = new AtomicInteger();
  private final List<String> log = new ArrayList<>();

  private static List<Gatherer<Integer, ?, ?>> gatherers() {
    return List.of(
        Gatherers.<Integer>windowFixed(3),
        Gatherers.<Integer>windowSliding(2),
        Gatherers.<Integer, Integer>fold(() -> 0, Integer::sum),
        Gatherers.<Integer, Integer>scan(() -> 0, Integer::sum),
        Gatherers.<Integer, Integer>mapConcurrent(3, v -> -v),
        Gatherers.<Integer>windowFixed(2)
            .andThen(Gatherers.<List<Integer>, String>scan(() -> "", (all, w) -> all + w)),
        Gatherer.<Integer, Integer>of((nothing, v, below) -> below.push(v) && below.push(v)),
        Gatherer.<Integer, Integer>of((nothing, v, below) -> v % 2 == 0 || below.push(v)),
        Gatherer.<Integer, Integer>of((nothing, v, below) -> v < 3 && below.push(v)));
  }

  @ParameterizedTest
  @MethodSource("gatherers")
  void givesWhatAStreamGives(Gatherer<Integer, ?, ?> gatherer) throws Exception {
    for (int length : new int[] {0, 1, 2, 3, 4, 10}) {
      Pipeline<?> pipeline = Pipeline.from(Given.upTo(length)).gather(gatherer);
      for (int run = 0; run < 2; run++) {
        assertThat((Object) pipeline.collect(Collectors.toList()))
            .isEqualTo(Given.upTo(length).stream().gather(gatherer).toList());
      }
    }
  }

  /** Notes its calls; has enough after {@code most} elements. */
  private Gatherer<Integer, List<Integer>, Integer> noting(int most) {
    return Gatherer.ofSequential(
        () -> {
          log.add("begin");
          return new ArrayList<>();
        },
        (seen, value, below) -> {
          seen.add(value);
          log.add("rejecting " + below.isRejecting());
          return below.push(value) && seen.size() < most;
        },
        (seen, below) -> log.add("end " + seen + below.isRejecting() + below.push(-1)));
  }

  @Test
  void finisherRunsAtTheEndAndMayPush() throws Exception {
    assertThat(Pipeline.from(Given.upTo(2)).gather(noting(9)).collect(Collectors.toList()))
        .containsExactly(1, 2, -1);
    assertThat(log)
        .containsExactly("begin", "rejecting false", "rejecting false", "end [1, 2]falsetrue");
  }

  @Test
  void gathererWithEnoughTakesNoMore() throws Exception {
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(Given.endless(taken)).gather(noting(2));
    assertThat(pipeline.collect(Collectors.toList())).containsExactly(1, 2, -1);
    assertThat(taken).hasValue(2);
    assertThat(log).last().isEqualTo("end [1, 2]falsetrue");
  }

  @Test
  void whoHasEnoughBelowIsToldToTheFinisher() throws Exception {
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(Given.endless(taken)).gather(noting(9));
    assertThat(pipeline.take(1).collect(Collectors.toList())).containsExactly(1);
    assertThat(log).containsExactly("begin", "rejecting false", "end [1]truefalse");
    log.clear();
    assertThat(pipeline.take(0).collect(Collectors.toList())).isEmpty();
    assertThat(log).as("nothing was begun").isEmpty();
  }

  @Test
  void failureAboveIsToldToTheFinisher() {
    Pipeline<Integer> failing = Pipeline.from(Given.upTo(9)).map(v -> Given.boom(v, v));
    assertThatThrownBy(() -> failing.gather(noting(9)).forEach(v -> {}))
        .hasMessage("map failed: java.io.IOException: boom");
    assertThat(log).last().isEqualTo("end [1, 2]truefalse");
  }

  @Test
  void failureOfAPartIsAFailureOfGather() throws Exception {
    IllegalStateException broken = new IllegalStateException("broken");
    Gatherer<Integer, Object, Integer> begin =
        Gatherer.ofSequential(
            () -> {
              throw broken;
            },
            (state, v, below) -> true,
            (state, below) -> log.add("end"));
    Gatherer<Integer, ?, Integer> middle =
        Gatherer.ofSequential(
            (nothing, v, below) -> {
              throw broken;
            },
            (nothing, below) -> log.add("end"));
    Gatherer<Integer, ?, Integer> end =
        Gatherer.ofSequential(
            (nothing, v, below) -> below.push(v),
            (nothing, below) -> {
              throw broken;
            });
    for (Gatherer<Integer, ?, Integer> each : List.of(begin, middle, end)) {
      assertThatThrownBy(() -> Pipeline.from(Given.upTo(2)).gather(each).forEach(v -> {}))
          .isInstanceOf(ExecutionException.class)
          .hasMessage("gather failed: java.lang.IllegalStateException: broken")
          .hasCause(broken);
    }
    assertThat(log).as("no finisher after a failure of its own").isEmpty();
    // After an early end there is nobody left below: the handler of the thread gets it.
    List<Throwable> handled = new ArrayList<>();
    Thread thread = Thread.currentThread();
    Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
    thread.setUncaughtExceptionHandler((where, what) -> handled.add(what));
    try {
      Pipeline.from(Given.upTo(2)).gather(end).take(1).forEach(v -> {});
    } finally {
      thread.setUncaughtExceptionHandler(before);
    }
    assertThat(handled).containsExactly(broken);
  }

  /** mapConcurrent has threads of its own, which nobody but its finisher ends. */
  @Test
  void threadsOfAGathererEndWithTheRun() throws Exception {
    Channel<Integer> never = Channel.unbuffered();
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    Gatherer<Integer, ?, Integer> concurrent =
        Gatherers.mapConcurrent(
            3,
            v -> {
              threads.add(Thread.currentThread());
              try {
                return v == 1 ? v : never.receive();
              } catch (InterruptedException stopped) {
                throw new CancellationException();
              }
            });
    Pipeline<Integer> first = Pipeline.<Integer>from(Given.endless(taken)).gather(concurrent);
    assertThat(first.take(1).collect(Collectors.toList())).containsExactly(1);
    assertThat(threads).isNotEmpty();
    Await.until(() -> threads.stream().noneMatch(Thread::isAlive), "cancelled, and soon ended");
    threads.clear();

    IOException failure = new IOException("broken");
    Pipeline<Integer> failing = Pipeline.<Integer>from(Given.broken(2, failure)).gather(concurrent);
    assertThatThrownBy(() -> failing.forEach(v -> {})).hasCause(failure);
    Await.until(() -> threads.stream().noneMatch(Thread::isAlive), "ended");
  }

  @Test
  void interruptedRunEndsTheGatherer() {
    Channel<Integer> quiet = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      Worker<Void> run =
          workers.virtual(
              "run", () -> Pipeline.<Integer>from(quiet).gather(noting(9)).forEach(v -> {}));
      workers.until(() -> quiet.waitingReceivers() == 1, "asks");
      run.interruptAndJoin();
    }
    assertThat(log).containsExactly("begin", "end []truefalse");
  }

  @Test
  void nullIsNotAnElement() {
    Gatherer<Integer, ?, Integer> nothing = Gatherer.of((state, v, below) -> below.push(null));
    assertThatThrownBy(() -> Pipeline.from(Stream.of(1)).gather(nothing).forEach(v -> {}))
        .cause()
        .isInstanceOf(NullPointerException.class)
        .hasMessage("gather returned null");
  }
}
