// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.ChannelClosedException;
import csp.ReceiveChannel;
import csp.Task;
import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goroutines that cannot be started: a failure like any other, and nobody waits for them. */
class CrewTest {
  private static final AtomicInteger TAKEN = new AtomicInteger();

  private static Pipeline<Integer> endless() {
    return Pipeline.from(Given.endless(TAKEN));
  }

  private static List<Operators.Operator> withGoroutines() {
    return Operators.all()
        .filter(operator -> {
          HandHost host = operator.host();
          operator.on().apply(endless()).on(host).open(0).close();
          return host.started() > 1;
        })
        .toList();
  }

  @Test
  void thereAreOperatorsWithGoroutines() {
    assertThat(withGoroutines()).hasSizeGreaterThanOrEqualTo(7);
  }

  /** For each number of goroutines that is too small, in the thread of the caller and not. */
  @ParameterizedTest
  @MethodSource("withGoroutines")
  void goroutineThatCannotStartIsAFailure(Operators.Operator operator) {
    Pipeline<?> pipeline = operator.on().apply(endless().buffer(1));
    try (Workers workers = new Workers()) {
      HandHost rich = HandHost.still();
      pipeline.on(rich).open(0).close();
      int needed = rich.started() - 1; // one is the outlet's
      for (int most = 0; most < needed; most++) {
        HandHost host = HandHost.poor(most);
        Worker<Void> run = workers.virtual("run", () -> pipeline.on(host).forEach(v -> {}));
        Throwable failure = run.failure();
        assertThat(failure)
            .isInstanceOf(ExecutionException.class)
            .hasMessageEndingWith(" failed: java.lang.OutOfMemoryError: no thread")
            .hasCauseInstanceOf(OutOfMemoryError.class);
        assertThat(host.started()).isEqualTo(most);
        host.assertNobodyLeft();
      }
    }
  }

  @Test
  void outletThatCannotStartIsClosedWithTheFailure() {
    try (Workers workers = new Workers()) {
      HandHost host = HandHost.poor(1);
      Outlet<Integer> outlet = endless().buffer(1).on(host).open(0);
      assertThatThrownBy(outlet.channel()::receive)
          .isInstanceOf(ChannelClosedException.class)
          .hasCauseInstanceOf(OutOfMemoryError.class);
      workers.virtual("close", outlet::close);
      workers.joinAll();
      host.assertNobodyLeft();
    }
  }

  @Test
  void futureThatCannotStartFails() {
    HandHost host = HandHost.poor(0);
    CompletableFuture<Long> future = endless().on(host).toFuture(Collectors.counting());
    assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(OutOfMemoryError.class);
  }

  /**
   * A worker that has its place in the order and is stopped because another could not start:
   * whoever waits in its place hears why. Seen to fail: a worker that is stopped and says nothing.
   */
  @Test
  void workerThatIsStoppedInItsPlaceSaysWhy() {
    Channel<Integer> source = Channel.buffered(1);
    source.trySend(1);
    Channel<Integer> never = Channel.unbuffered();
    HandHost host = HandHost.poor(1);
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
            if (host.started() == 1) {
              Await.until(() -> never.waitingReceivers() == 1, "in its function");
            }
            host.go(name, task);
          }
        };
    try (Workers workers = new Workers()) {
      Worker<Void> run =
          workers.virtual(
              "run",
              () ->
                  Pipeline.<Integer>from(source)
                      .parallel(2, v -> never.receive())
                      .on(slow)
                      .forEach(v -> {}));
      assertThat(run.failure())
          .hasMessage("parallel failed: java.lang.OutOfMemoryError: no thread");
    }
    host.assertNobodyLeft();
  }
}
