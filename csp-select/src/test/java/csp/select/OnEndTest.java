// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.Go;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clauses on the end of a thread. Red if the helper that joins is not ended with the select. */
class OnEndTest {
  private final Channel<Integer> quiet = Channel.unbuffered();

  @ParameterizedTest
  @EnumSource
  void threadThatHasEndedIsReady(ThreadKind kind) throws InterruptedException {
    try (Workers workers = new Workers()) {
      Worker<Void> ended = workers.start(kind, "ended", () -> {});
      ended.result();
      workers.until(ended::isDone, "terminated");
      Clause<String> end = onEnd(ended.thread(), () -> "ended");
      assertThat(select(end, onReceive(quiet, v -> "no"))).isEqualTo("ended");
      assertThat(select(end, onDefault(() -> "no"))).isEqualTo("ended");
    }
  }

  @ParameterizedTest
  @EnumSource
  void endEndsAParkedSelectAndPublishesWhatTheThreadDid(ThreadKind kind) {
    int[] plain = {0};
    try (Workers workers = new Workers()) {
      CountDownLatch go = new CountDownLatch(1);
      Worker<Void> ending =
          workers.start(
              kind,
              "ending",
              () -> {
                go.await();
                plain[0] = 42;
              });
      Worker<Integer> worker =
          workers.virtual(
              "select",
              () -> select(onReceive(quiet, v -> -1), onEnd(ending.thread(), () -> plain[0])));
      workers.until(() -> quiet.waitingReceivers() == 1, "queued");
      worker.awaitParked();
      go.countDown();
      assertThat(worker.result()).isEqualTo(42);
    }
    Probe.assertIdle(quiet);
  }

  @Test
  void goroutineThatEndsByAnExceptionHasEnded() throws InterruptedException {
    Thread goroutine = Go.go("failing", () -> quiet.receive());
    goroutine.setUncaughtExceptionHandler((thread, failure) -> {});
    goroutine.interrupt();
    String said = select(onEnd(goroutine, () -> "ended"));
    assertThat(said).isEqualTo("ended");
    Probe.assertIdle(quiet);
  }

  @Test
  void livingThreadIsNotReady() throws InterruptedException {
    assertThat(select(onEnd(Thread.currentThread(), () -> "no"), onDefault(() -> "default")))
        .isEqualTo("default");
  }

  @Test
  void ownEndIsNeverReadyAndTheSelectCanBeInterrupted() {
    try (Workers workers = new Workers()) {
      Worker<String> worker =
          workers.virtual("select", () -> select(onEnd(Thread.currentThread(), () -> "no")));
      worker.interruptAndJoin();
    }
  }

  @Test
  void losingSelectsLeaveNoHelper() {
    Channel<Integer> busy = Channel.unbuffered();
    CountDownLatch go = new CountDownLatch(1);
    try (Workers workers = new Workers()) {
      Worker<Void> target = workers.virtual("target", () -> go.await());
      String helper = "join-target";
      Worker<String> watching =
          workers.virtual("watching", () -> select(onEnd(target.thread(), () -> "ended")));
      workers.until(() -> Jvm.dump().contains(helper), "the dump shows helpers");
      watching.interruptAndJoin();
      workers.virtual(
          "sender",
          () -> {
            for (int i = 0; i < 300; i++) {
              busy.send(i);
            }
          });
      Worker<Void> receiver =
          workers.virtual(
              "receiver",
              () -> {
                for (int i = 0; i < 300; i++) {
                  select(onEnd(target.thread(), () -> null), onReceive(busy, v -> null));
                }
              });
      receiver.result();
      workers.until(() -> !Jvm.dump().contains(helper), "no helper is left");
      go.countDown();
    }
    Probe.assertIdle(busy);
  }

  @Test
  void oneClauseServesManySelectsAtOnce() {
    CountDownLatch go = new CountDownLatch(1);
    try (Workers workers = new Workers()) {
      Worker<Void> ending = workers.virtual("ending", () -> go.await());
      Clause<String> end = onEnd(ending.thread(), () -> "ended");
      List<Worker<String>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(workers.virtual("select " + i, () -> select(end, onReceive(quiet, v -> "left"))));
      }
      workers.until(() -> quiet.waitingReceivers() == 50, "queued");
      all.get(0).interruptAndJoin(); // perhaps the one that started the helper
      go.countDown();
      all.subList(1, 50).forEach(worker -> assertThat(worker.result()).isEqualTo("ended"));
    }
    Probe.assertIdle(quiet);
  }

  @Test
  void selectorSwitchesItOffWhenItWasReady() throws InterruptedException {
    Thread thread = Thread.ofVirtual().start(() -> {});
    thread.join();
    int[] ends = {0};
    try (Selector selector = Selector.random(onEnd(thread, () -> ends[0]++))) {
      assertThat(selector.select()).isTrue();
      assertThat(selector.select()).isFalse();
    }
    assertThat(ends[0]).isEqualTo(1);
  }
}
