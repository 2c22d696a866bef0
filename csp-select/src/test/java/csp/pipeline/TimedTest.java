// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.Received;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Operators that go by the clock, which is moved by hand. */
class TimedTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration ALMOST = SECOND.minusNanos(1);
  private static final Duration NANO = Duration.ofNanos(1);

  private final HandHost host = HandHost.still();
  private final Channel<Integer> source = Channel.unbuffered();
  private final List<Object> found = Collections.synchronizedList(new ArrayList<>());

  private Worker<Void> run(Workers workers, Pipeline<?> pipeline) {
    return workers.virtual("run", () -> pipeline.on(host).forEach(found::add));
  }

  private void end(Worker<Void> run) {
    source.close();
    assertThat(run.result()).isNull();
    host.assertNobodyLeft();
  }

  /** Time begins with the first element of a batch, and anew with the next batch. */
  @Test
  void batchIsOverWhenItsTimeHasPassed() throws Exception {
    try (Workers workers = new Workers()) {
      Worker<Void> run = run(workers, Pipeline.from(source).batch(3, SECOND));
      workers.until(() -> source.waitingReceivers() == 1, "asks");
      host.advance(SECOND.multipliedBy(9)); // before the first element: does not count
      source.send(1);
      host.awaitAlarms(1);
      host.advance(ALMOST);
      source.send(2);
      workers.until(() -> source.waitingReceivers() == 1, "took 2");
      host.awaitAlarms(1);
      assertThat(found).isEmpty();
      host.advance(NANO);
      workers.until(() -> found.size() == 1, "first batch");
      for (int i = 3; i <= 5; i++) {
        source.send(i);
      }
      workers.until(() -> found.size() == 2, "full batch");
      source.send(6);
      end(run);
    }
    assertThat(found).containsExactly(List.of(1, 2), List.of(3, 4, 5), List.of(6));
  }

  @Test
  void debounceGivesWhatNothingFollows() throws Exception {
    try (Workers workers = new Workers()) {
      Worker<Void> run = run(workers, Pipeline.from(source).debounce(SECOND));
      source.send(1);
      host.awaitAlarms(1);
      host.advance(ALMOST);
      source.send(2); // a nanosecond before 1 would have come out
      host.awaitAlarms(2);
      host.advance(ALMOST);
      assertThat(found).isEmpty();
      host.awaitAlarms(1);
      host.advance(NANO);
      workers.until(() -> found.size() == 1, "2");
      source.send(3);
      end(run);
    }
    assertThat(found).containsExactly(2, 3);
  }

  @Test
  void throttleTakesNoElementBeforeItsTime() throws Exception {
    try (Workers workers = new Workers()) {
      Worker<Void> run = run(workers, Pipeline.from(source).throttle(SECOND));
      source.send(1);
      host.awaitAlarms(1);
      assertThat(found).containsExactly(1);
      host.advance(ALMOST);
      host.awaitAlarms(1);
      assertThat(source.trySend(2)).as("somebody asks for it").isFalse();
      host.advance(NANO);
      source.send(2);
      host.awaitAlarms(1);
      host.advance(SECOND.multipliedBy(5));
      workers.until(() -> source.waitingReceivers() == 1, "asks for 3");
      host.advance(SECOND);
      source.send(3); // late, and yet it counts from here
      host.awaitAlarms(1);
      host.advance(SECOND);
      workers.until(() -> source.waitingReceivers() == 1, "asks for the end");
      end(run);
    }
    assertThat(found).containsExactly(1, 2, 3);
  }

  @Test
  void timeoutIsForEachElement() throws Exception {
    try (Workers workers = new Workers()) {
      Worker<Void> run = run(workers, Pipeline.from(source).timeout(SECOND));
      for (int i = 1; i <= 3; i++) {
        host.awaitAlarms(i);
        source.send(i); // alarms that are not needed any more stay behind
        int count = i;
        workers.until(() -> found.size() == count, "came out");
        host.awaitAlarms(i + 1);
      }
      host.advance(SECOND);
      assertThat(run.failure())
          .isInstanceOf(ExecutionException.class)
          .hasMessage(
              "timeout failed: java.util.concurrent.TimeoutException: no element within PT1S")
          .hasCauseInstanceOf(TimeoutException.class);
    }
    host.assertNobodyLeft();
    assertThat(source.waitingReceivers()).isZero();
    assertThat(found).containsExactly(1, 2, 3);
  }

  /** An element or an end that is there comes before a moment that is there. Red with a select. */
  @Test
  void timeDoesNotOvertakeAnElement() throws Exception {
    HandHost hasty = HandHost.hasty();
    for (int i = 0; i < 50; i++) {
      Channel<Integer> ready = Given.closed(1);
      Scope scope = new Scope(hasty, null);
      assertThat(scope.receive(ready, hasty.after(1))).isEqualTo(new Received.Value<>(1));
      assertThat(scope.receive(ready, hasty.after(1))).isEqualTo(Received.closed(null));
      assertThat(scope.receive(source, hasty.after(1))).isEqualTo(Received.empty());
    }
  }

  @Test
  void retryPausesBetweenCallsAndGivesTheLastFailure() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (Workers workers = new Workers()) {
      Worker<Void> run =
          run(
              workers,
              Pipeline.from(List.of(1))
                  .retry(
                      3,
                      SECOND,
                      v -> {
                        throw new IllegalStateException("call " + calls.incrementAndGet());
                      }));
      for (int i = 1; i <= 2; i++) {
        host.awaitAlarms(1);
        assertThat(calls).hasValue(i);
        host.advance(SECOND);
      }
      assertThat(run.failure()).cause().hasMessage("call 3");
    }
  }

  @Test
  void retryGoesOnAfterASuccessButNotAfterAnError() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    assertThat(
            Pipeline.from(Given.upTo(3))
                .retry(2, Duration.ZERO, v -> Given.boom(v + calls.getAndIncrement(), v))
                .collect(Collectors.toList()))
        .containsExactly(1, 2, 3); // the second call fails: 2 + 1
    assertThat(calls).hasValue(4);

    AssertionError error = new AssertionError("no use");
    calls.set(0);
    assertThatThrownBy(() ->
            Pipeline.from(Given.upTo(1))
                .retry(
                    9,
                    Duration.ZERO,
                    v -> {
                      calls.incrementAndGet();
                      throw error;
                    })
                .forEach(v -> {}))
        .hasCause(error);
    assertThat(calls).hasValue(1);
  }

  /** With the clock of the machine. */
  @Test
  void timePassesForRealToo() throws Exception {
    long start = System.nanoTime();
    assertThat(
            Pipeline.from(Given.upTo(3))
                .throttle(Duration.ofMillis(5))
                .collect(Collectors.toList()))
        .containsExactly(1, 2, 3);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(10_000_000);
    assertThatThrownBy(
            () -> Pipeline.from(source).timeout(Duration.ofMillis(5)).collect(Collectors.toList()))
        .hasCauseInstanceOf(TimeoutException.class);
  }
}
