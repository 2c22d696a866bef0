// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clauses on a future. Red without the end of the watch: dependents pile up in the future. */
class OnCompleteTest {
  private static final Exception FAILURE = new Exception("boom");

  enum End {
    VALUE("value 7, null", future -> future.complete(7)),
    NULL("value null, null", future -> future.complete(null)),
    FAILED("value null, " + FAILURE, future -> future.completeExceptionally(FAILURE)),
    CANCELLED(
        "value null, java.util.concurrent.CancellationException", future -> future.cancel(false));

    final String expected;
    final Consumer<CompletableFuture<Integer>> end;

    End(String expected, Consumer<CompletableFuture<Integer>> end) {
      this.expected = expected;
      this.end = end;
    }
  }

  private final Channel<Integer> quiet = Channel.unbuffered();
  private final CompletableFuture<Integer> future = new CompletableFuture<>();
  private final Clause<String> completes =
      onComplete(future, (value, failure) -> "value " + value + ", " + failure);

  @ParameterizedTest
  @EnumSource
  void completedBeforeIsReady(End end) throws InterruptedException {
    end.end.accept(future);
    assertThat(select(completes, onReceive(quiet, v -> "no"))).isEqualTo(end.expected);
    assertThat(select(completes, onDefault(() -> "no"))).isEqualTo(end.expected);
    assertThat(selectFirst(completes)).isEqualTo(end.expected);
  }

  @ParameterizedTest
  @EnumSource
  void completionEndsAParkedSelect(End end) {
    try (Workers workers = new Workers()) {
      Worker<String> worker =
          workers.virtual("select", () -> select(onReceive(quiet, v -> "no"), completes));
      workers.until(() -> future.getNumberOfDependents() > 0, "watched");
      worker.awaitParked();
      end.end.accept(future);
      assertThat(worker.result()).isEqualTo(end.expected);
    }
    Probe.assertIdle(quiet);
  }

  @Test
  void causeOfADependentStageIsGivenPlain() throws InterruptedException {
    CompletableFuture<Integer> dependent = future.thenApply(value -> value + 1);
    future.completeExceptionally(FAILURE);
    Throwable plain = select(onComplete(dependent, (value, failure) -> failure));
    assertThat(plain).isSameAs(FAILURE);
    CompletableFuture<Integer> cancelled = new CompletableFuture<>();
    cancelled.cancel(true);
    Throwable given = select(onComplete(cancelled, (value, failure) -> failure));
    assertThat(given).isInstanceOf(CancellationException.class);
  }

  @Test
  void futureThatIsNotCompleteIsNotReady() throws InterruptedException {
    assertThat(select(completes, onDefault(() -> "default"))).isEqualTo("default");
    assertThat(future.getNumberOfDependents()).isZero();
  }

  @Test
  void losingSelectsLeaveNothingInTheFuture() {
    int count = 100_000;
    Channel<Integer> busy = Channel.unbuffered();
    int[] most = {0};
    try (Workers workers = new Workers()) {
      workers.virtual(
          "sender",
          () -> {
            for (int i = 0; i < count; i++) {
              busy.send(i);
            }
          });
      workers.virtual(
          "receiver",
          () -> {
            for (int i = 0; i < count; i++) {
              select(completes, onReceive(busy, v -> null));
              most[0] = Math.max(most[0], future.getNumberOfDependents());
            }
          });
    }
    assertThat(most[0]).as("dependents behind a select's back").isLessThanOrEqualTo(1);
    Probe.assertIdle(busy);
    assertThat(future.getNumberOfDependents()).isLessThanOrEqualTo(1);
  }

  @Test
  void interruptedSelectLeavesNothingInTheFuture() {
    try (Workers workers = new Workers()) {
      Worker<String> worker = workers.virtual("select", () -> select(completes));
      workers.until(() -> future.getNumberOfDependents() > 0, "watched");
      worker.interruptAndJoin();
    }
    assertThat(future.getNumberOfDependents()).isLessThanOrEqualTo(1);
  }

  @Test
  void oneClauseServesManySelectsAtOnce() {
    try (Workers workers = new Workers()) {
      List<Worker<String>> all = new ArrayList<>();
      List<Worker<String>> leaving = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(workers.virtual("select " + i, () -> select(completes)));
        leaving.add(
            workers.virtual(
                "leaving " + i, () -> select(completes, onReceive(quiet, v -> "left"))));
      }
      workers.until(() -> quiet.waitingReceivers() == 50, "queued");
      all.forEach(Worker::awaitParked);
      leaving.forEach(Worker::awaitParked);
      quiet.close(); // half of them go, perhaps the one that started the watch
      leaving.forEach(worker -> assertThat(worker.result()).isEqualTo("left"));
      future.complete(7);
      all.forEach(worker -> assertThat(worker.result()).isEqualTo("value 7, null"));
    }
  }

  // complete | select
  //
  // Red if there is no watch.
  @Test
  void completionThatRacesWithTheParkingIsNotMissed() {
    try (Workers workers = new Workers()) {
      for (int i = 0; i < 3_000; i++) {
        CompletableFuture<Integer> fresh = new CompletableFuture<>();
        Worker<Integer> worker =
            workers.virtual("select", () -> select(onComplete(fresh, (value, failure) -> value)));
        for (int spin = 0; spin < i % 300; spin++) {
          Thread.onSpinWait();
        }
        fresh.complete(i);
        assertThat(worker.result()).isEqualTo(i);
      }
    }
  }

  @Test
  void guardMakesItAbsent() throws InterruptedException {
    future.complete(1);
    assertThat(select(completes.when(() -> false), onDefault(() -> "default")))
        .isEqualTo("default");
  }

  @Test
  void selectorSwitchesItOffWhenItWasReady() throws InterruptedException {
    List<String> heard = new ArrayList<>();
    try (Selector selector =
        Selector.random(
            onComplete(future, (value, failure) -> heard.add("completed")),
            onDefault(() -> heard.add("default")))) {
      assertThat(selector.select()).isTrue();
      assertThat(selector.select()).isTrue();
      assertThat(future.getNumberOfDependents()).as("stays watched").isEqualTo(1);
      future.complete(1);
      assertThat(selector.select()).isTrue();
      assertThat(selector.select()).isFalse();
    }
    assertThat(heard).containsExactly("default", "default", "completed");
  }

  @Test
  void closedSelectorLeavesNothingInTheFuture() throws InterruptedException {
    try (Selector selector = Selector.random(completes, onDefault(() -> {}))) {
      selector.select();
    }
    assertThat(future.getNumberOfDependents()).isLessThanOrEqualTo(1);
  }
}
