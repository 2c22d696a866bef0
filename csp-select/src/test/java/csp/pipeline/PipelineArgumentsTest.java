// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.ReceiveChannel;
import csp.pipeline.Given.Stop;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Arguments that are refused, before anything runs. */
class PipelineArgumentsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Pipeline<Integer> p = Pipeline.from(List.of(1));
  private final Channel<Integer> sink = Channel.buffered(1);
  private final Stop stop = new Stop();

  private static void nullIs(String name, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(NullPointerException.class)
        .hasMessage(name + " must not be null");
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void nullIsRefused() {
    nullIs("channel", () -> Pipeline.from((ReceiveChannel<Integer>) null));
    nullIs("elements", () -> Pipeline.from((Iterable<Integer>) null));
    nullIs("stream", () -> Pipeline.from((Stream<Integer>) null));
    nullIs("publisher", () -> Pipeline.fromPublisher(null, 1));
    nullIs("stage", () -> Pipeline.fromFuture(null));
    nullIs("gatherer", () -> p.gather(null));
    nullIs("subscriber", () -> p.toPublisher().subscribe(null));
    nullIs("collector", () -> p.toFuture(null));
    nullIs("collector", () -> p.toFuture(null, stop));
    nullIs("cancellation", () -> p.toFuture(Collectors.toList(), null));
    nullIs("function", () -> p.map(null));
    nullIs("predicate", () -> p.filter(null));
    nullIs("action", () -> p.tap(null));
    nullIs("initial", () -> p.scan((Integer) null, Integer::sum));
    nullIs("function", () -> p.scan(1, null));
    nullIs("pause", () -> p.retry(1, null, v -> v));
    nullIs("function", () -> p.retry(1, SECOND, null));
    nullIs("time", () -> p.batch(1, null));
    nullIs("period", () -> p.throttle(null));
    nullIs("quiet", () -> p.debounce(null));
    nullIs("limit", () -> p.timeout(null));
    nullIs("function", () -> p.parallel(1, null));
    nullIs("function", () -> p.parallelUnordered(1, null));
    nullIs("function", () -> p.flatMap(null));
    nullIs("others", () -> p.merge((Pipeline<Integer>[]) null));
    nullIs("other", () -> p.merge(p, null));
    nullIs("other", () -> p.zip((Pipeline<Integer>) null, Integer::sum));
    nullIs("function", () -> p.zip(p, null));
    nullIs("action", () -> p.forEach(null));
    nullIs("action", () -> p.forEach(null, stop));
    nullIs("cancellation", () -> p.forEach(v -> {}, null));
    nullIs("collector", () -> p.collect(null));
    nullIs("cancellation", () -> p.collect(Collectors.toList(), null));
    nullIs("sink", () -> p.into(null));
    nullIs("cancellation", () -> p.into(sink, null));
    nullIs("predicate", () -> p.partition(null, sink, sink));
    nullIs("matching", () -> p.partition(v -> true, null, sink));
    nullIs("others", () -> p.partition(v -> true, sink, null));
    nullIs("cancellation", () -> p.partition(v -> true, sink, sink, null));
    nullIs("cancellation", () -> p.open(0, null));
    assertThat(sink.isClosed()).isFalse();
  }

  @Test
  void numbersAndTimesOutOfRangeAreRefused() {
    refused("capacity must be >= 1, was 0", () -> Pipeline.fromPublisher(p.toPublisher(), 0));
    refused("count must be >= 0, was -1", () -> p.take(-1));
    refused("count must be >= 0, was -1", () -> p.drop(-1));
    refused("count must be >= 1, was 0", () -> p.batch(0));
    refused("count must be >= 1, was 0", () -> p.batch(0, SECOND));
    refused("time must be > 0, was PT0S", () -> p.batch(1, Duration.ZERO));
    refused("size must be >= 1, was 0", () -> p.window(0, 1));
    refused("step must be >= 1, was 0", () -> p.window(1, 0));
    refused("period must be > 0, was PT-1S", () -> p.throttle(SECOND.negated()));
    refused("quiet must be > 0, was PT0S", () -> p.debounce(Duration.ZERO));
    refused("limit must be > 0, was PT0S", () -> p.timeout(Duration.ZERO));
    refused("attempts must be >= 1, was 0", () -> p.retry(0, SECOND, v -> v));
    refused("capacity must be >= 0, was -1", () -> p.buffer(-1));
    refused("capacity must be >= 0, was -1", () -> p.open(-1));
    refused("workers must be >= 1, was 0", () -> p.parallel(0, v -> v));
    refused("workers must be >= 1, was 0", () -> p.parallelUnordered(0, v -> v));
  }
}
