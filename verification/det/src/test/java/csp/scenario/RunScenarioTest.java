// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.exhaustOneAndSample;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.pipeline.Outlet;
import csp.pipeline.Pipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;
import java.util.stream.Gatherer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs that are a stream, a subscription, a gatherer's or several consumers', and end at any
 * moment. A goroutine that is left is a leak, and fails its run. What is noted here is plain: two
 * threads that meet in a function are a data race.
 */
class RunScenarioTest {
  private static final long SAMPLES = 200;

  /**
   * trySend | next element of the stream | close: when that returns, nobody is in a function, and
   * the element was drawn, or is in the channel. Seen to fail: a close that does not wait for the
   * turn; one that waits for it before it ends the wait of who has it.
   */
  @Test
  void closedStreamHasEnded() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> source = Channel.buffered(1);
          List<Integer> seen = new ArrayList<>(); // without a lock: close() orders it
          Stream<Integer> stream = Pipeline.<Integer>from(source).tap(seen::add).toStream();
          Spliterator<Integer> elements = stream.spliterator();
          go(() -> source.trySend(1));
          Thread drawer =
              go(() -> {
                try {
                  elements.forEachRemaining(v -> {});
                } catch (CancellationException closed) {
                  // before it had begun, or while it waited
                }
              });
          stream.close();
          List<Integer> before = List.copyOf(seen);
          drawer.join();
          return () -> {
            assertThat(seen).isEqualTo(before);
            assertThat(left(source)).isEqualTo(before.isEmpty() ? List.of(1) : List.of());
          };
        });
  }

  private static final class Signals implements Flow.Subscriber<Integer> {
    final List<Integer> items = new ArrayList<>();
    int ends;
    volatile Flow.Subscription subscription; // a goroutine brings it

    /** A subscriber to {@code pipeline}, whose subscription has arrived. */
    static Signals of(Pipeline<Integer> pipeline) {
      Signals signals = new Signals();
      pipeline.toPublisher().subscribe(signals);
      while (signals.subscription == null) {
        Thread.onSpinWait();
      }
      return signals;
    }

    @Override
    public void onSubscribe(Flow.Subscription offered) {
      subscription = offered;
    }

    @Override
    public void onNext(Integer item) {
      items.add(item);
    }

    @Override
    public void onError(Throwable failure) {
      ends++;
    }

    @Override
    public void onComplete() {
      ends++;
    }
  }

  /**
   * request | cancel, of a run that would wait for ever. Seen to fail: a cancel that stops only a
   * run that has begun when it looks.
   */
  @Test
  void cancelledSubscriptionLeavesNoRun() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> quiet = Channel.unbuffered();
          Signals signals = Signals.of(Pipeline.from(quiet));
          go(() -> signals.subscription.request(1));
          signals.subscription.cancel();
          return () -> {
            settled(quiet);
            assertThat(signals.items).isEmpty();
            assertThat(signals.ends).isZero();
          };
        });
  }

  /**
   * request | request, of a pipeline of one: its element, and one end. Seen to fail: a start that
   * is asked for, then noted.
   */
  @Test
  void requestsThatMeetBeginOneRun() {
    exhaust(
        twoPreemptions(),
        () -> {
          Signals signals = Signals.of(Pipeline.from(List.of(1)));
          go(() -> signals.subscription.request(1));
          signals.subscription.request(1);
          return () -> {
            assertThat(signals.items).containsExactly(1);
            assertThat(signals.ends).isEqualTo(1);
          };
        });
  }

  /**
   * trySend | close of an outlet below a gatherer: its finisher is called once, if its initializer
   * was. Seen to fail: a close that calls no finisher.
   */
  @Test
  void gathererIsFinishedOnce() {
    exhaust(
        twoPreemptions(),
        () -> {
          int[] begun = new int[1]; // without a lock: close() orders them
          int[] finished = new int[1];
          Gatherer<Integer, int[], Integer> sums =
              Gatherer.ofSequential(
                  () -> {
                    begun[0]++;
                    return new int[1];
                  },
                  Gatherer.Integrator.of((sum, v, below) -> below.push(sum[0] += v)),
                  (sum, below) -> {
                    finished[0]++;
                    below.push(-sum[0]);
                  });
          Channel<Integer> source = Channel.buffered(1);
          go(() -> source.trySend(1));
          Outlet<Integer> outlet = Pipeline.<Integer>from(source).gather(sums).open(2);
          outlet.close();
          int started = begun[0];
          int ended = finished[0];
          return () -> {
            assertThat(ended).isEqualTo(started).isLessThanOrEqualTo(1);
            assertThat(left(outlet.channel())).isIn(List.of(), List.of(1));
            assertThat(left(source)).isIn(List.of(), List.of(1));
          };
        });
  }

  /** An element for two consumers. Seen to fail: a consumer that subscribes when it starts. */
  @Test
  void consumersOfABroadcastSeeWhatThereIs() {
    exhaustOneAndSample(
        SAMPLES,
        UnaryOperator.identity(),
        () -> {
          int[][] boxes = new int[2][]; // without a lock: the end of the run orders them
          Pipeline.from(List.of(1))
              .map(v -> new int[] {v})
              .broadcast(
                  1,
                  all -> all.forEach(box -> boxes[0] = box),
                  all -> all.take(1).forEach(box -> boxes[1] = box));
          int one = boxes[0][0];
          int two = boxes[1][0];
          return () -> assertThat(List.of(one, two)).containsExactly(1, 1);
        });
  }

  /**
   * A consumer fails | another one waits for a quiet source: both end, and what is above. Seen to
   * fail: consumers that never ask whether they were stopped.
   */
  @Test
  void consumerThatFailsEndsTheRun() {
    exhaustOneAndSample(
        SAMPLES,
        UnaryOperator.identity(),
        () -> {
          IOException failure = new IOException("broken");
          Channel<Integer> quiet = Channel.unbuffered();
          assertThatThrownBy(() ->
                  Pipeline.from(quiet)
                      .broadcast(
                          1,
                          all -> all.forEach(v -> {}),
                          all -> {
                            throw failure;
                          }))
              .hasCause(failure);
          return () -> settled(quiet);
        });
  }
}
