// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.pipeline.Given.Stop;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pipelines of operators by chance, each of which gives what it gets, are run over a channel, and
 * ended by chance: not at all, by {@code take}, a cancellation, an interrupt, a failure of the
 * action or of the source. In every round:
 *
 * <ul>
 *   <li>no element comes out twice, and in order if all operators keep it;
 *   <li>if nothing ended it all come out; what came out of the source and not out of the pipeline
 *       is no more than what the operators may be ahead; the rest is in the source;
 *   <li>no goroutine is left, and nobody is queued on the source.
 * </ul>
 *
 * <p>Seen to fail: a worker that cannot ask for more and does not say so in its place (O2).
 *
 * <p>For long, and again from a seed that was printed: {@code -Dcsp.stress.seconds=45
 * -Dcsp.stress.seed=42}. The seed decides what is run, not when.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class PipelineStressTest {
  private static final Duration QUICK = Duration.ofMillis(500);
  private static final int ELEMENTS = 20;

  private enum End {
    NONE,
    TAKE,
    CANCELLATION,
    INTERRUPT,
    ACTION,
    SOURCE
  }

  private final List<Integer> found = Collections.synchronizedList(new ArrayList<>());
  private final List<String> plan = new ArrayList<>();
  private Pipeline<Integer> pipeline = Pipeline.from(List.of());
  private boolean ordered;
  private int ahead;

  @ParameterizedTest
  @EnumSource
  void nothingIsLostOrDoubledOrLeft(ThreadKind kind) throws Exception {
    Long seconds = Long.getLong("csp.stress.seconds");
    Duration time = seconds == null ? QUICK : Duration.ofSeconds(seconds);
    long seed = Long.getLong("csp.stress.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    long start = System.nanoTime();
    for (int round = 0; System.nanoTime() - start < time.toNanos(); round++) {
      try {
        round(kind, random.split());
      } catch (AssertionError error) {
        throw new AssertionError("seed " + seed + ", round " + round + ": " + plan, error);
      }
    }
  }

  private void round(ThreadKind kind, SplittableRandom random) {
    Channel<Integer> source = Channel.buffered(random.nextInt(3) * ELEMENTS / 2);
    HandHost host = HandHost.still();
    found.clear();
    plan.clear();
    ordered = true;
    ahead = 0;
    pipeline = Pipeline.from(source);
    for (int i = random.nextInt(4); i >= 0; i--) {
      add(random.nextInt(9), 1 + random.nextInt(3));
    }
    End end = End.values()[random.nextInt(End.values().length)];
    int when = random.nextInt(ELEMENTS);
    plan.add(end + " at " + when);
    Pipeline<Integer> run = (end == End.TAKE ? pipeline.take(when) : pipeline).on(host);
    Stop stop = new Stop();
    int[] sent = new int[1];
    try (Workers workers = new Workers()) {
      Worker<Void> consumer =
          workers.start(
              kind,
              "consumer",
              () ->
                  run.forEach(
                      v -> {
                        found.add(v);
                        if (end == End.ACTION && found.size() > when) {
                          throw new IOException("action");
                        }
                      },
                      stop));
      Worker<Void> producer =
          workers.virtual(
              "producer",
              () -> {
                for (int i = 1; i <= ELEMENTS && !(end == End.SOURCE && i > when); i++) {
                  source.send(i);
                  sent[0] = i;
                }
                if (end == End.SOURCE) {
                  source.close(new IOException("source"));
                } else {
                  source.close();
                }
              });
      if (end == End.CANCELLATION || end == End.INTERRUPT) {
        workers.until(() -> found.size() >= when / 2 || consumer.isDone(), "some came out");
      }
      if (end == End.CANCELLATION) {
        stop.end(new CancellationException());
      } else if (end == End.INTERRUPT) {
        consumer.interrupt();
      }
      check(end, when, consumer);
      host.assertNobodyLeft();
      assertThat(source.waitingReceivers()).as("queued on the source").isZero();
      List<Integer> rest = new ArrayList<>();
      while (!producer.isDone() || source.length() > 0) {
        source.drainTo(rest, ELEMENTS);
      }
      assertThat(producer.result()).isNull();
      conserved(rest, sent[0], end);
    }
  }

  private void check(End end, int when, Worker<Void> consumer) {
    switch (end) {
      case NONE -> assertThat(consumer.result()).isNull();
      case TAKE -> {
        assertThat(consumer.result()).isNull();
        assertThat(found).hasSize(when);
      }
      case ACTION, SOURCE ->
          assertThat(consumer.failure())
              .isInstanceOf(ExecutionException.class)
              .hasCauseInstanceOf(IOException.class);
      case CANCELLATION, INTERRUPT -> {
        try {
          assertThat(consumer.result()).isNull(); // it was faster
        } catch (AssertionError ended) {
          assertThat(consumer.failure())
              .isInstanceOfAny(InterruptedException.class, CancellationException.class);
        }
      }
    }
  }

  private void conserved(List<Integer> rest, int sent, End end) {
    List<Integer> all = new ArrayList<>(found);
    if (ordered) {
      assertThat(all).isEqualTo(Given.upTo(all.size()));
    }
    assertThat(rest).as("the rest is in order").isSorted();
    all.addAll(rest);
    assertThat(new HashSet<>(all)).as("each once").hasSameSizeAs(all);
    assertThat(sent - all.size()).as("taken and lost").isBetween(0, end == End.NONE ? 0 : ahead);
  }

  /** Adds an operator that gives what it gets, and how many elements it may hold. */
  private void add(int kind, int size) {
    switch (kind) {
      case 0 -> add("buffer " + size, size + 2, pipeline.buffer(size));
      case 1 -> add("parallel " + size, size + 1, pipeline.parallel(size, v -> v));
      case 2 -> {
        add("parallelUnordered " + size, size + 1, pipeline.parallelUnordered(size, v -> v));
        ordered &= size == 1;
      }
      case 3 -> add("merge", 2, pipeline.merge(Pipeline.from(List.of())));
      case 4 -> add("timeout", 2, pipeline.timeout(Operators.HOUR));
      case 5 ->
          add(
              "timed batch " + size,
              size + 2,
              pipeline.batch(size, Operators.HOUR).flatMap(list -> Pipeline.from(list)));
      case 6 ->
          add("batch " + size, size + 1, pipeline.batch(size).flatMap(list -> Pipeline.from(list)));
      case 7 -> add("distinct", 1, pipeline.distinct());
      default ->
          add("flatMap", 3, pipeline.flatMap(v -> Pipeline.<Integer>from(List.of(v)).buffer(0)));
    }
  }

  private void add(String what, int most, Pipeline<Integer> next) {
    plan.add(what);
    ahead += most;
    pipeline = next;
  }
}
