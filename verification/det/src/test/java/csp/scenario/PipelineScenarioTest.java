// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.exhaustOneAndSample;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.context.CanceledException;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.pipeline.Outlet;
import csp.pipeline.Pipeline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs of pipelines. A goroutine that is left when all is over is a leak, and fails its run.
 *
 * <p>Seen to fail: a turn that is passed on before the place in the order is taken (O1).
 */
class PipelineScenarioTest {
  private static final long SAMPLES = 300;

  /** Three elements, two workers, the second element fails. */
  @Test
  void parallelKeepsTheOrderAndFailsInItsPlace() {
    exhaustOneAndSample(
        SAMPLES,
        UnaryOperator.identity(),
        () -> {
          IOException failure = new IOException("two");
          List<Integer> found = new ArrayList<>();
          Pipeline<Integer> pipeline =
              Pipeline.from(List.of(1, 2, 3))
                  .parallel(
                      2,
                      v -> {
                        if (v == 2) {
                          throw failure;
                        }
                        return v;
                      });
          assertThatThrownBy(() -> pipeline.forEach(found::add)).hasCause(failure);
          return () -> assertThat(found).containsExactly(1);
        });
  }

  /** send, close | merge with a channel that is closed already. */
  @Test
  void mergeGivesAllAndEndsWithTheLast() {
    exhaustOneAndSample(
        SAMPLES,
        UnaryOperator.identity(),
        () -> {
          Channel<Integer> one = Channel.unbuffered();
          Channel<Integer> two = Channel.buffered(1);
          sendAndClose(two, 2);
          go(() -> sendAndClose(one, 1));
          List<Integer> found =
              Pipeline.<Integer>from(one).merge(Pipeline.from(two)).collect(Collectors.toList());
          return () -> assertThat(found).containsExactlyInAnyOrder(1, 2);
        });
  }

  /** close with a failure | merge with a quiet channel, which stays as it is. */
  @Test
  void mergeThatFailsLeavesTheOtherSource() {
    exhaustOneAndSample(
        SAMPLES,
        UnaryOperator.identity(),
        () -> {
          IOException failure = new IOException("broken");
          Channel<Integer> broken = Channel.unbuffered();
          Channel<Integer> quiet = Channel.unbuffered();
          go(() -> broken.close(failure));
          assertThatThrownBy(() ->
                  Pipeline.<Integer>from(broken)
                      .merge(Pipeline.from(quiet))
                      .collect(Collectors.toList()))
              .hasCause(failure);
          return () -> assertThat(left(quiet)).isEmpty();
        });
  }

  /** send, send, close | batches of two, and time passes when it likes. */
  @Test
  void batchesHaveAllElementsInOrderWheneverTheirTimeIsOver() {
    exhaustOneAndSample(
        SAMPLES,
        options -> options.timeMayPass(),
        () -> {
          Channel<Integer> source = Channel.unbuffered();
          go(() -> {
            source.send(1);
            sendAndClose(source, 2);
          });
          List<List<Integer>> batches =
              Pipeline.<Integer>from(source)
                  .batch(2, Duration.ofMillis(1))
                  .collect(Collectors.toList());
          return () ->
              assertThat(batches).isIn(List.of(List.of(1, 2)), List.of(List.of(1), List.of(2)));
        });
  }

  /** trySend | close of an outlet, whose goroutine may have taken the element. */
  @Test
  void closedOutletHasEnded() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> source = Channel.unbuffered();
          List<Integer> seen = new ArrayList<>(); // without a lock: close() orders it
          Outlet<Integer> outlet = Pipeline.<Integer>from(source).tap(seen::add).open(1);
          boolean[] sent = new boolean[1];
          Thread sender = go(() -> sent[0] = source.trySend(1));
          outlet.close();
          List<Integer> before = List.copyOf(seen);
          sender.join();
          List<Integer> after = Stream.of(1).filter(v -> sent[0]).toList();
          return () -> {
            assertThat(before).isEqualTo(after);
            assertThat(left(outlet.channel())).isIn(before, List.of());
            assertThat(left(source)).isEmpty();
          };
        });
  }

  /** cancel | forEach over a buffer, which waits for a quiet source. */
  @Test
  void cancelledRunHasEnded() {
    exhaustOneAndSample(
        SAMPLES,
        UnaryOperator.identity(),
        () -> {
          Channel<Integer> quiet = Channel.unbuffered();
          CancellableContext context = Context.withCancel(Context.background());
          go(() -> context.cancel());
          assertThatThrownBy(() -> Pipeline.from(quiet).buffer(0).forEach(v -> {}, context))
              .isInstanceOf(CanceledException.class);
          return () -> assertThat(left(quiet)).isEmpty();
        });
  }

  private static void sendAndClose(Channel<Integer> channel, int value)
      throws InterruptedException {
    channel.send(value);
    channel.close();
  }
}
