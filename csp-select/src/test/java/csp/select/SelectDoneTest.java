// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.ChannelClosedException;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clauses on a cancellation, and what receive clauses do when their channel is closed. */
class SelectDoneTest {
  private static final RuntimeException ENDED = new RuntimeException("ended");

  private final TestCancellation cancellation = new TestCancellation();
  private final Channel<Integer> quiet = Channel.unbuffered();

  @Test
  void endedBeforeIsReadyAndGivesTheError() throws InterruptedException {
    cancellation.end(ENDED);
    RuntimeException error =
        select(onDone(cancellation, e -> e), onReceive(quiet, v -> null), onDefault(() -> null));
    assertThat(error).isSameAs(ENDED);
    List<RuntimeException> got = new ArrayList<>();
    select(doOnDone(cancellation, got::add), onReceive(quiet, v -> null));
    assertThat(got).containsExactly(ENDED);
  }

  @Test
  void endEndsAParkedSelect() {
    try (Workers workers = new Workers()) {
      Worker<RuntimeException> worker =
          workers.virtual(
              "select", () -> select(onReceive(quiet, v -> null), onDone(cancellation, e -> e)));
      workers.until(() -> cancellation.done.waitingReceivers() == 1, "queued");
      worker.awaitParked();
      cancellation.end(ENDED);
      assertThat(worker.result()).isSameAs(ENDED);
    }
    Probe.assertIdle(quiet, cancellation.done);
  }

  @Test
  void oneThatHasNotEndedIsNotReadyAndIsLeft() throws InterruptedException {
    Channel<Integer> ready = Probe.full(1, 2);
    Integer first = select(onDone(cancellation, e -> -1), onReceive(ready, v -> v));
    Integer second = selectFirst(onDone(cancellation, e -> -1), onReceive(ready, v -> v));
    Integer third = select(onDone(TestCancellation.never(), e -> -1), onDefault(() -> 3));
    assertThat(List.of(first, second, third)).containsExactly(1, 2, 3);
    Probe.assertIdle(cancellation.done);
  }

  @Test
  void brokenCancellationWithoutAnErrorIsGivenOne() throws InterruptedException {
    cancellation.done.close();
    RuntimeException error = select(onDone(cancellation, e -> e), null);
    assertThat(error)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("done is closed but error() is null: test cancellation");
  }

  @Test
  void guardedDoneIsAbsentWhenItsGuardIsFalse() throws InterruptedException {
    cancellation.end(ENDED);
    Clause<String> done = onDone(cancellation, e -> "done");
    assertThat(select(done.when(() -> false), onDefault(() -> "default"))).isEqualTo("default");
    assertThat(select(done.when(() -> true), onDefault(() -> "default"))).isEqualTo("done");
  }

  // Closed channels

  @Test
  void onClosedHandlersRunForTheEndOnly() throws InterruptedException {
    Channel<Integer> channel = Probe.full(7);
    channel.close();
    List<String> heard = new ArrayList<>();
    Clause<String> supplier =
        Select.<Integer, String>onReceive(channel, v -> "got " + v).onClosed(() -> "end");
    Clause<String> runnable =
        Select.<Integer, String>onReceive(channel, v -> "got " + v)
            .onClosed(() -> {
              heard.add("end");
            });
    Clause<String> function =
        Select.<Integer, String>onReceive(channel, v -> "got " + v)
            .onClosed(cause -> "end with " + cause);
    assertThat(select(supplier, runnable, function)).isEqualTo("got 7");
    assertThat(select(supplier)).isEqualTo("end");
    assertThat(select(runnable)).isNull();
    assertThat(heard).containsExactly("end");
    assertThat(select(function)).isEqualTo("end with null");
  }

  @Test
  void closeWithAFailureThrowsUnlessTheClauseTakesTheCause() throws InterruptedException {
    Channel<Integer> channel = Channel.unbuffered();
    Exception cause = new Exception("boom");
    channel.close(cause);
    ReceiveClause<Integer, Object> plain = onReceive(channel, v -> "handler");
    List<Clause<Object>> throwing =
        List.of(plain, plain.onClosed(() -> "end"), plain.onClosed(() -> {}));
    for (Clause<Object> clause : throwing) {
      assertThatThrownBy(() -> select(clause, onDefault(() -> "default")))
          .isExactlyInstanceOf(ChannelClosedException.class)
          .hasMessage("channel closed with a failure: java.lang.Exception: boom")
          .hasCause(cause);
    }
    assertThat(select(plain.onClosed(failure -> failure))).isSameAs(cause);
  }

  @Test
  void closeWithAFailureEndsParkedSelectsTheSameWay() {
    Exception cause = new Exception("boom");
    try (Workers workers = new Workers()) {
      Worker<Object> plain =
          workers.virtual(
              "plain", () -> Select.<Object>select(onReceive(quiet, v -> "handler"), null));
      Worker<Object> asking =
          workers.virtual(
              "asking",
              () ->
                  Select.<Object>select(
                      Select.<Integer, Object>onReceive(quiet, v -> "handler")
                          .onClosed(failure -> failure)));
      workers.until(() -> quiet.waitingReceivers() == 2, "queued");
      quiet.close(cause);
      assertThat(plain.failure()).isExactlyInstanceOf(ChannelClosedException.class).hasCause(cause);
      assertThat(asking.result()).isSameAs(cause);
    }
    Probe.assertIdle(quiet);
  }

  @Test
  void guardAndOnClosedMayComeInEitherOrder() throws InterruptedException {
    quiet.close();
    ReceiveClause<Integer, String> clause = onReceive(quiet, v -> "got " + v);
    Clause<String> fallback = onDefault(() -> "default");
    assertThat(select(clause.when(() -> false).onClosed(() -> "end"), fallback))
        .isEqualTo("default");
    assertThat(select(clause.onClosed(() -> "end").when(() -> false), fallback))
        .isEqualTo("default");
    assertThat(select(clause.when(() -> true).onClosed(() -> "end"), fallback)).isEqualTo("end");
    assertThat(select(clause.onClosed(() -> "end").when(() -> true), fallback)).isEqualTo("end");
  }
}
