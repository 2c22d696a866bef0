// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaustOneAndSample;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ChannelClosedException;
import csp.context.CanceledException;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.pipeline.Outlet;
import csp.pipeline.Pipeline;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What happens before what in a run: the rows of {@code docs/memory-model.md}. All that threads
 * pass on here is in plain fields and arrays, so an edge that is missing is a data race.
 */
class PipelineEdgesScenarioTest {
  private static final long SAMPLES = 100;

  private static void explore(csp.det.Scenario scenario) {
    exhaustOneAndSample(SAMPLES, UnaryOperator.identity(), scenario);
  }

  /** Made above, changed by an operator with goroutines, read below. */
  @Test
  void elementCarriesWhatWasDoneWithIt() {
    List<UnaryOperator<Pipeline<int[]>>> operators =
        List.of(
            above -> above.buffer(1),
            above -> above.conflate(),
            above -> above.merge(Pipeline.from(List.of())),
            above -> above.parallel(2, PipelineEdgesScenarioTest::increment),
            above -> above.parallelUnordered(2, PipelineEdgesScenarioTest::increment));
    for (UnaryOperator<Pipeline<int[]>> operator : operators) {
      explore(() -> {
        int[] sum = new int[1];
        operator
            .apply(Pipeline.from(List.of(1)).map(v -> new int[] {v}))
            .forEach(box -> sum[0] += box[0]);
        int total = sum[0];
        return () -> assertThat(total).isBetween(1, 2);
      });
    }
  }

  private static int[] increment(int[] box) {
    box[0]++;
    return box;
  }

  /** 1 and 2, counted without a lock. */
  private static final class Two implements Iterator<Integer> {
    private int count;

    @Override
    public boolean hasNext() {
      return count < 2;
    }

    @Override
    public Integer next() {
      return ++count;
    }
  }

  /** Seen to fail: a worker that asks what is above without having the turn. */
  @Test
  void workersTakeTurnsWithWhatIsAbove() {
    explore(() -> {
      Iterable<Integer> source = Two::new;
      List<Integer> found =
          Pipeline.from(source).parallelUnordered(2, v -> v).collect(Collectors.toList());
      return () -> assertThat(found).containsExactlyInAnyOrder(1, 2);
    });
  }

  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1;
    int why;

    static Pipeline<Integer> at(int why) {
      return Pipeline.from(List.of(1))
          .<Integer>map(v -> {
            Failed failure = new Failed();
            failure.why = why;
            throw failure;
          })
          .buffer(1);
    }
  }

  /** In a goroutine; told to the caller, and to who receives from an outlet. */
  @Test
  void failureCarriesWhatWasDoneBeforeIt() {
    explore(() -> {
      int why = 0;
      try {
        Failed.at(7).forEach(v -> {});
      } catch (ExecutionException failed) {
        why = ((Failed) failed.getCause()).why;
      }
      int told = why;
      return () -> assertThat(told).isEqualTo(7);
    });
    explore(() -> {
      int why = 0;
      try (Outlet<Integer> outlet = Failed.at(7).open(0)) {
        outlet.channel().receive();
      } catch (ChannelClosedException failed) {
        why = ((Failed) failed.getCause()).why;
      }
      int told = why;
      return () -> assertThat(told).isEqualTo(7);
    });
  }

  /** To the caller of a run that was cancelled. */
  @Test
  void cancelCarriesWhatWasDoneBeforeIt() {
    explore(() -> {
      int[] box = new int[1];
      Channel<Integer> quiet = Channel.unbuffered();
      CancellableContext context = Context.withCancel(Context.background());
      go(() -> {
        box[0] = 7;
        context.cancel();
      });
      int seen = 0;
      try {
        Pipeline.from(quiet).buffer(0).forEach(v -> {}, context);
      } catch (CanceledException ended) {
        seen = box[0];
      }
      int told = seen;
      return () -> assertThat(told).isEqualTo(7);
    });
  }

  /**
   * What a run did that was ended early: by a take, by the close of an outlet, and by the only
   * consumer. Seen to fail: consumers that end without closing their feeder.
   */
  @Test
  void endOfARunIsAfterAllThatItDid() {
    explore(() -> {
      int[] count = new int[1];
      Pipeline.from(List.of(1, 2, 3)).tap(v -> count[0]++).buffer(0).take(1).forEach(v -> {});
      int taken = count[0];
      return () -> assertThat(taken).isBetween(1, 3);
    });
    explore(() -> {
      int[] count = new int[1];
      Pipeline.from(List.of(1, 2))
          .tap(v -> count[0]++)
          .broadcast(1, all -> all.take(1).forEach(v -> {}));
      int taken = count[0];
      return () -> assertThat(taken).isBetween(1, 2);
    });
    explore(() -> {
      int[] count = new int[1];
      Pipeline.from(List.of(1, 2)).tap(v -> count[0]++).buffer(0).open(0).close();
      int taken = count[0];
      return () -> assertThat(taken).isBetween(0, 2);
    });
  }
}
