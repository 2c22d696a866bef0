// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.InterruptedReceiveException;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that a stream draws from. */
class ToStreamTest {
  private final HandHost host = HandHost.still();

  private static List<Operators.Operator> all() {
    return Operators.all().toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void streamGivesWhatThePipelineGives(Operators.Operator operator) {
    for (int length : new int[] {0, 1, 3, 10}) {
      HandHost host = operator.host();
      Stream<?> stream =
          operator.on().apply(Pipeline.from(Given.closed(length))).on(host).toStream();
      List<?> found = stream.toList();
      if (operator.name().equals("parallelUnordered")) {
        assertThat(List.<Object>copyOf(found))
            .containsExactlyInAnyOrderElementsOf(operator.of().apply(Given.upTo(length)));
      } else {
        assertThat((Object) found).isEqualTo(operator.of().apply(Given.upTo(length)));
      }
      host.assertNobodyLeft(); // though nobody closed it
      stream.close();
      stream.close();
    }
  }

  @Test
  void nothingRunsBeforeTheFirstElementIsAskedFor() {
    AtomicInteger taken = new AtomicInteger();
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(Given.endless(taken)).buffer(3).on(host);
    try (Stream<Integer> stream = pipeline.toStream()) {
      assertThat(stream.map(v -> v).isParallel()).isFalse();
    }
    assertThat(host.started()).isZero();
    assertThat(taken).hasValue(0);
  }

  @Test
  void shortStreamTakesNoMoreThanItGivesAndIsClosed() {
    AtomicInteger taken = new AtomicInteger();
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(Given.endless(taken)).on(host);
    try (Stream<Integer> stream = pipeline.toStream()) {
      assertThat(stream.filter(v -> v > 4).findFirst()).contains(5);
    }
    assertThat(taken).hasValue(5);

    try (Stream<Integer> stream = pipeline.buffer(2).toStream()) {
      assertThat(stream.findFirst()).isPresent();
      host.awaitQuiet();
    }
    host.assertNobodyLeft();
  }

  @Test
  void parallelStreamTakesOneByOne() {
    AtomicInteger taken = new AtomicInteger();
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(Given.endless(taken)).on(host);
    try (Stream<Integer> stream = pipeline.toStream().parallel()) {
      assertThat(stream.findFirst()).contains(1);
    }
    assertThat(taken).hasValue(1);
    try (Stream<Integer> stream = pipeline.toStream()) {
      Spliterator<Integer> elements = stream.spliterator();
      assertThat(elements.trySplit()).isNull();
      assertThat(elements.estimateSize()).isEqualTo(Long.MAX_VALUE);
      assertThat(elements.hasCharacteristics(Spliterator.ORDERED | Spliterator.NONNULL)).isTrue();
      assertThat(elements.hasCharacteristics(Spliterator.SIZED)).isFalse();
      assertThatThrownBy(() -> elements.tryAdvance(null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("action must not be null");
    }
  }

  @Test
  void failureComesAfterWhatWasBeforeIt() {
    IOException failure = new IOException("broken");
    List<Integer> found = new ArrayList<>();
    Pipeline<Integer> above = Pipeline.<Integer>from(Given.broken(3, failure)).buffer(1).on(host);
    assertThatThrownBy(() -> above.toStream().forEach(found::add))
        .isInstanceOf(CompletionException.class)
        .hasMessage("from failed: java.io.IOException: broken")
        .cause()
        .isSameAs(failure);
    assertThat(found).containsExactly(1, 2, 3);
    host.assertNobodyLeft();

    Pipeline<Integer> here = Pipeline.from(Given.upTo(9)).buffer(1).map(v -> Given.boom(v, v));
    assertThatThrownBy(() -> here.on(host).toStream().toList())
        .hasMessage("map failed: java.io.IOException: boom");
    host.assertNobodyLeft();
  }

  @Test
  void afterItsEndThereIsNoMore() {
    Pipeline<Integer> failing = Pipeline.from(Given.upTo(9)).map(v -> Given.boom(v, v));
    Spliterator<Integer> elements = failing.toStream().spliterator();
    List<Integer> found = new ArrayList<>();
    assertThatThrownBy(() -> elements.forEachRemaining(found::add))
        .isInstanceOf(CompletionException.class);
    assertThat(elements.tryAdvance(found::add)).isFalse();
    assertThat(found).containsExactly(1, 2);
  }

  @Test
  void whatTheStreamThrowsLeavesTheRunToItsClose() {
    AtomicInteger taken = new AtomicInteger();
    IllegalStateException mine = new IllegalStateException("mine");
    try (Stream<Integer> stream =
        Pipeline.<Integer>from(Given.endless(taken)).buffer(1).on(host).toStream()) {
      assertThatThrownBy(() ->
              stream.forEach(v -> {
                throw mine;
              }))
          .isSameAs(mine);
    }
    host.assertNobodyLeft();
  }

  @ParameterizedTest
  @EnumSource
  void interruptEndsTheRun(ThreadKind kind) {
    Channel<Integer> quiet = Channel.unbuffered();
    HandHost host = HandHost.still();
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(quiet).timeout(Operators.HOUR).on(host);
    try (Workers workers = new Workers()) {
      Worker<Boolean> run =
          workers.<Boolean>start(
              kind,
              "run",
              () -> {
                assertThatThrownBy(() -> pipeline.toStream().toList())
                    .isInstanceOf(InterruptedReceiveException.class);
                return Thread.interrupted();
              });
      workers.until(() -> quiet.waitingReceivers() == 1, "asks the source");
      run.awaitParked().interrupt();
      assertThat(run.result()).as("the flag is set again").isTrue();
    }
    host.assertNobodyLeft();
  }

  /** next | close: who waits for an element is ended. */
  @ParameterizedTest
  @EnumSource
  void closeByAnotherThreadEndsTheWait(ThreadKind kind) {
    for (boolean goroutine : new boolean[] {false, true}) {
      Channel<Integer> quiet = Channel.unbuffered();
      HandHost host = HandHost.still();
      Pipeline<Integer> source = Pipeline.from(quiet);
      Stream<Integer> stream = (goroutine ? source.buffer(1) : source).on(host).toStream();
      try (Workers workers = new Workers()) {
        Worker<Long> run = workers.<Long>start(kind, "run", () -> stream.count());
        workers.until(() -> quiet.waitingReceivers() == 1, "asks the source");
        run.awaitParked();
        stream.close();
        assertThat(quiet.waitingReceivers()).as("when close has returned").isZero();
        assertThat(run.failure())
            .isInstanceOf(CancellationException.class)
            .hasMessage("stream was closed");
      }
      host.assertNobodyLeft();
    }
  }

  /** next, in a function | close, which waits for it | close. */
  @Test
  void closeWaitsForTheFunctionOfAnotherThread() throws Exception {
    Channel<Integer> release = Channel.unbuffered();
    Pipeline<Integer> pipeline = Pipeline.from(Given.upTo(3)).map(v -> release.receive());
    Stream<Integer> stream = pipeline.on(host).toStream();
    try (Workers workers = new Workers()) {
      Worker<List<Integer>> run = workers.<List<Integer>>virtual("run", () -> stream.toList());
      workers.until(() -> release.waitingReceivers() == 1, "is called");
      Worker<Void> close = workers.virtual("close", stream::close).awaitParked();
      release.send(7);
      assertThat(close.result()).isNull();
      assertThat(run.failure()).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void actionMayCloseTheStream() {
    List<Integer> found = new ArrayList<>();
    Stream<Integer> stream =
        Pipeline.<Integer>from(Given.endless(new AtomicInteger())).buffer(1).on(host).toStream();
    assertThatThrownBy(() ->
            stream.forEach(v -> {
              found.add(v);
              stream.close();
            }))
        .isInstanceOf(CancellationException.class);
    assertThat(found).containsExactly(1);
    host.assertNobodyLeft();
  }

  @Test
  void closedStreamGivesNothing() {
    AtomicInteger taken = new AtomicInteger();
    Stream<Integer> stream = Pipeline.<Integer>from(Given.endless(taken)).on(host).toStream();
    Spliterator<Integer> elements = stream.spliterator();
    stream.close();
    assertThatThrownBy(() -> elements.tryAdvance(v -> {}))
        .isInstanceOf(CancellationException.class);
    assertThat(taken).hasValue(0);
  }

  /**
   * {@code draw* | close}: what was drawn is a beginning of all, whoever draws is ended or has all,
   * and no goroutine is left when the close has returned. Faults: a close that does not wait for
   * the turn; one that ends nobody's wait.
   */
  @Test
  void closeMayComeAtAnyMoment() {
    long start = System.nanoTime();
    long nanos = Duration.ofMillis(Long.getLong("csp.stress.seconds", 0) * 1000 + 500).toNanos();
    for (int round = 0; System.nanoTime() - start < nanos; round++) {
      int number = round;
      HandHost host = HandHost.still();
      AtomicInteger drawn = new AtomicInteger();
      Channel<Integer> source = Channel.buffered(number % 3);
      Pipeline<Integer> pipeline = Pipeline.<Integer>from(source);
      pipeline = number % 2 == 0 ? pipeline.parallel(2, v -> v) : pipeline.flatMap(this::inner);
      Stream<Integer> stream = pipeline.on(host).toStream();
      Spliterator<Integer> elements = stream.spliterator(); // a closed stream gives none
      List<Integer> found = new ArrayList<>();
      try (Workers workers = new Workers()) {
        Worker<Void> run =
            workers.virtual(
                "draw",
                () -> {
                  try {
                    elements.forEachRemaining(v -> {
                      found.add(v);
                      drawn.incrementAndGet();
                    });
                  } catch (CancellationException closed) {
                    found.add(-1);
                  }
                });
        workers.virtual(
            "send",
            () -> {
              for (int i = 1; i <= 20 && !run.isDone(); ) {
                i += source.trySend(i, Duration.ofMillis(1)) ? 1 : 0;
              }
              source.close();
            });
        workers.platform(
            "close",
            () -> {
              workers.until(() -> drawn.get() >= number % 20 || run.isDone(), "some");
              stream.close();
              assertThat(source.waitingReceivers()).isZero();
              host.assertNobodyLeft();
            });
      }
      assertThat(found).isEqualTo(expected(found));
    }
  }

  private Pipeline<Integer> inner(int value) {
    return Pipeline.<Integer>from(List.of(value)).buffer(0);
  }

  private static List<Integer> expected(List<Integer> found) {
    if (found.isEmpty() || found.getLast() != -1) {
      return Given.upTo(20);
    }
    List<Integer> expected = new ArrayList<>(Given.upTo(found.size() - 1));
    expected.add(-1);
    return expected;
  }
}
