// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.pipeline.Given.Stop;
import csp.pipeline.Operators.Operator;
import csp.pipeline.Operators.WithFunction;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every operator, whatever ends it. That no goroutine is left is asked each time.
 *
 * <p>Seen to fail: a worker that cannot ask for more and does not say so in its place (O2).
 */
class OperatorsTest {
  private static List<Operator> all() {
    return Operators.all().toList();
  }

  private static List<WithFunction> withFunction() {
    return Operators.withFunction().toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyElementComesOutOnce(Operator operator) throws Exception {
    for (int length : new int[] {0, 1, 2, 3, 4, 10}) {
      HandHost host = operator.host();
      List<?> expected = operator.of().apply(Given.upTo(length));
      List<?> found =
          operator
              .on()
              .apply(Pipeline.from(Given.closed(length)))
              .on(host)
              .collect(Collectors.toList());
      if (operator.name().equals("parallelUnordered")) {
        assertThat(List.<Object>copyOf(found)).containsExactlyInAnyOrderElementsOf(expected);
      } else {
        assertThat((Object) found).isEqualTo(expected);
      }
      host.assertNobodyLeft();
    }
  }

  /** One description, several runs: nothing is kept from one to the next. */
  @ParameterizedTest
  @MethodSource("all")
  void descriptionCanBeRunAgain(Operator operator) throws Exception {
    HandHost host = operator.host();
    Pipeline<?> pipeline = operator.on().apply(Pipeline.from(Given.upTo(4))).on(host);
    assertThat(host.started()).as("goroutines before a terminal operation").isZero();
    long first = pipeline.collect(Collectors.counting());
    assertThat(pipeline.collect(Collectors.counting())).isEqualTo(first).isPositive();
    host.assertNobodyLeft();
  }

  /** What came before the failure comes out, where it comes in order. */
  @ParameterizedTest
  @MethodSource("all")
  void failureAboveTravelsDown(Operator operator) {
    IOException failure = new IOException("broken");
    HandHost host = operator.host();
    List<Object> found = new ArrayList<>();
    Pipeline<?> pipeline = operator.on().apply(Pipeline.from(Given.broken(6, failure))).on(host);
    if (operator.name().equals("take")) {
      pipeline = operator.on().apply(Pipeline.from(Given.broken(2, failure))).on(host);
    }
    Pipeline<?> failing = pipeline;
    assertThatThrownBy(() -> failing.forEach(found::add))
        .isInstanceOf(ExecutionException.class)
        .hasMessage("from failed: java.io.IOException: broken")
        .cause()
        .isSameAs(failure);
    if (operator.name().startsWith("parallelU") || operator.name().equals("merge")) {
      assertThat(found).as("ended at once").hasSizeLessThanOrEqualTo(6);
    } else {
      int length = operator.name().equals("take") ? 2 : 6;
      assertThat((Object) found).isEqualTo(operator.of().apply(Given.upTo(length)));
    }
    host.assertNobodyLeft();
  }

  @ParameterizedTest
  @MethodSource("withFunction")
  void failureOfAFunctionKeepsItsStack(WithFunction operator) {
    HandHost host = HandHost.hasty();
    List<Object> found = new ArrayList<>();
    AtomicInteger taken = new AtomicInteger();
    Pipeline<?> pipeline = operator.failing().apply(Pipeline.from(Given.endless(taken))).on(host);
    assertThatThrownBy(() -> pipeline.forEach(found::add))
        .isInstanceOf(ExecutionException.class)
        .hasMessage(operator.name() + " failed: java.io.IOException: boom")
        .satisfies(
            thrown -> assertThat(methods(thrown)).contains("failureOfAFunctionKeepsItsStack"))
        .cause()
        .isInstanceOf(IOException.class)
        .satisfies(thrown -> assertThat(methods(thrown)).contains("boom"));
    if (!operator.name().equals("parallelUnordered")) {
      assertThat(found).as("before the failure").hasSize(2);
    }
    host.assertNobodyLeft();
  }

  private static List<String> methods(Throwable thrown) {
    return List.of(thrown.getStackTrace()).stream().map(StackTraceElement::getMethodName).toList();
  }

  @ParameterizedTest
  @MethodSource("withFunction")
  void nullOfAFunctionIsAFailure(WithFunction operator) {
    if (operator.nulling() == null) {
      return;
    }
    HandHost host = HandHost.hasty();
    Pipeline<?> pipeline =
        operator.nulling().apply(Pipeline.from(Given.endless(new AtomicInteger()))).on(host);
    assertThatThrownBy(() -> pipeline.forEach(value -> {}))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(NullPointerException.class)
        .hasMessage(operator.name() + " returned null");
    host.assertNobodyLeft();
  }

  /** The source is endless; who asks for one result gets it, and all ends. */
  @ParameterizedTest
  @MethodSource("all")
  void earlyEndBelowEndsAllAbove(Operator operator) throws Exception {
    HandHost host = operator.host();
    AtomicInteger taken = new AtomicInteger();
    if (operator.taken() > 0) {
      Pipeline<?> pipeline = operator.on().apply(Pipeline.from(Given.endless(taken))).on(host);
      assertThat(pipeline.take(1).collect(Collectors.counting())).isEqualTo(1);
      host.assertNobodyLeft();
      assertThat(taken.get()).isBetween(1, operator.taken() + 1);
    }
  }

  /** How far an operator reads ahead when nobody takes its results. */
  @ParameterizedTest
  @MethodSource("all")
  void readAheadIsBounded(Operator operator) {
    HandHost host = operator.host();
    AtomicInteger taken = new AtomicInteger();
    if (operator.taken() > 0) {
      Pipeline<?> pipeline = operator.on().apply(Pipeline.from(Given.endless(taken))).on(host);
      try (Outlet<?> outlet = pipeline.open(0)) {
        Await.until(() -> taken.get() >= operator.taken(), "read ahead");
        Await.until(() -> outlet.channel().waitingSenders() == 1, "a result waits");
        host.awaitQuiet();
        assertThat(taken).hasValue(operator.taken());
      }
      host.assertNobodyLeft();
      assertThat(taken).hasValue(operator.taken());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void cancellationEndsTheRunAndLeavesTheSource(Operator operator) throws Exception {
    for (ThreadKind kind : ThreadKind.values()) {
      Channel<Integer> quiet = Channel.unbuffered();
      HandHost host = operator.host();
      Stop stop = new Stop();
      CancellationException error = new CancellationException("enough");
      Pipeline<?> pipeline = operator.on().apply(Pipeline.from(quiet)).on(host);
      try (Workers workers = new Workers()) {
        Worker<Void> run = workers.start(kind, "run", () -> pipeline.forEach(v -> {}, stop));
        workers.until(() -> quiet.waitingReceivers() == 1, "asks the source");
        run.awaitParked();
        stop.end(error);
        assertThat(run.failure()).isSameAs(error);
      }
      host.assertNobodyLeft();
      assertThat(quiet.waitingReceivers()).isZero();
      assertThat(quiet.isClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void interruptEndsTheRunAndLeavesTheSource(Operator operator) {
    for (ThreadKind kind : ThreadKind.values()) {
      Channel<Integer> quiet = Channel.unbuffered();
      HandHost host = operator.host();
      Pipeline<?> pipeline = operator.on().apply(Pipeline.from(quiet)).on(host);
      try (Workers workers = new Workers()) {
        Worker<Void> run = workers.start(kind, "run", () -> pipeline.forEach(v -> {}));
        workers.until(() -> quiet.waitingReceivers() == 1, "asks the source");
        run.interruptAndJoin();
      }
      host.assertNobodyLeft();
      assertThat(quiet.waitingReceivers()).isZero();
    }
  }
}
