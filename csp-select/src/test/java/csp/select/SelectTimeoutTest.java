// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.Ticker;
import csp.Timers;
import csp.testkit.ThreadKind;
import csp.testkit.Threads;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Time-outs, and timers' channels as clauses. */
class SelectTimeoutTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Channel<Integer> quiet = Channel.unbuffered();
  private final Clause<String> never = onReceive(quiet, v -> "received");

  @ParameterizedTest
  @EnumSource
  void timeoutWinsWhenNothingIsReadyInTimeAndNotBefore(ThreadKind kind) {
    Duration limit = Duration.ofMillis(20);
    try (Workers workers = new Workers()) {
      long start = System.nanoTime();
      Worker<String> worker =
          workers.<String>start(
              kind, "select", () -> select(never, onTimeout(limit, () -> "timeout")));
      assertThat(worker.result()).isEqualTo("timeout");
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(limit.toNanos());
    }
    Probe.assertIdle(quiet);
  }

  @Test
  void zeroAndNegativeAreAtOnceButAfterWhatIsReady() throws InterruptedException {
    Channel<Integer> ready = Probe.full(1, 2);
    for (Duration limit :
        new Duration[] {Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE)}) {
      Clause<String> atOnce = onTimeout(limit, () -> "timeout");
      assertThat(select(never, atOnce)).isEqualTo("timeout");
      assertThat(selectFirst(atOnce, never)).isEqualTo("timeout");
      assertThat(select(atOnce)).isEqualTo("timeout");
    }
    Clause<String> atOnce = onTimeout(Duration.ZERO, () -> "timeout");
    assertThat(select(atOnce, onReceive(ready, v -> "received"))).isEqualTo("received");
    assertThat(selectFirst(atOnce, onReceive(ready, v -> "received"))).isEqualTo("received");
  }

  @Test
  void shortestOfSeveralCounts() throws InterruptedException {
    assertThat(
            select(
                onTimeout(HOUR, () -> "hour"),
                never,
                onTimeout(Duration.ofNanos(10), () -> "short"),
                onTimeout(Duration.ofMinutes(1), () -> "minute")))
        .isEqualTo("short");
    assertThat(select(never, onTimeout(HOUR, () -> "hour"), onDefault(() -> "default")))
        .isEqualTo("default");
  }

  @Test
  void timeoutAloneIsASleep() throws InterruptedException {
    long start = System.nanoTime();
    assertThat(select(onTimeout(Duration.ofMillis(5), () -> "slept"))).isEqualTo("slept");
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(5_000_000);
  }

  @Test
  void hugeTimeoutIsNever() {
    for (Duration limit :
        new Duration[] {
          Duration.ofDays(293 * 365),
          Duration.ofSeconds(Long.MAX_VALUE),
          Duration.ofNanos(Long.MAX_VALUE),
          Duration.ofNanos(Long.MAX_VALUE - 1)
        }) {
      try (Workers workers = new Workers()) {
        Worker<String> worker =
            workers.virtual("select", () -> select(never, onTimeout(limit, () -> "timeout")));
        workers.until(() -> quiet.waitingReceivers() == 1, "queued");
        worker.awaitParked();
        assertThat(quiet.trySend(1)).isTrue();
        assertThat(worker.result()).isEqualTo("received");
      }
    }
    Probe.assertIdle(quiet);
  }

  @Test
  void elementBeforeTheTimeoutWins() {
    try (Workers workers = new Workers()) {
      Worker<String> worker =
          workers.platform("select", () -> select(never, onTimeout(HOUR, () -> "timeout")));
      workers.until(() -> quiet.waitingReceivers() == 1, "queued");
      assertThat(quiet.trySend(1)).isTrue();
      assertThat(worker.result()).isEqualTo("received");
    }
  }

  @Test
  void timeoutMakesNoThread() {
    try (Workers workers = new Workers()) {
      List<Thread> started = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        started.add(
            workers
                .platform("select " + i, () -> select(never, onTimeout(HOUR, () -> "timeout")))
                .thread());
      }
      workers.until(() -> quiet.waitingReceivers() == 10, "queued");
      started.forEach(Threads::awaitParked);
      String dump = Jvm.dump();
      assertThat(dump).contains("select 9");
      assertThat(
              Thread.getAllStackTraces().keySet().stream()
                  .filter(thread -> thread.getName().startsWith("csp-"))
                  .map(Thread::getName))
          .as("threads of the library")
          .isSubsetOf("csp-timers");
      assertThat(dump.lines().filter(line -> line.contains("csp.internal.select.OneShot.select(")))
          .as("threads in the select")
          .hasSize(10);
      quiet.close();
    }
  }

  // time-out | send | select
  //
  // Red if a time that has passed is told though a peer was faster.
  @Test
  void elementIsDeliveredOrStillTheSenders() {
    int rounds = 10_000;
    Channel<Integer> a = Channel.unbuffered();
    CyclicBarrier barrier = new CyclicBarrier(2);
    int[] received = {0};
    int[] sent = {0};
    try (Workers workers = new Workers()) {
      workers.virtual(
          "receiver",
          () -> {
            for (int round = 0; round < rounds; round++) {
              barrier.await(20, TimeUnit.SECONDS);
              select(
                  doOnReceive(quiet, v -> {}),
                  doOnReceive(a, v -> received[0]++),
                  onTimeout(Duration.ofNanos(round % 100 * 200L + 1), () -> {}));
              barrier.await(20, TimeUnit.SECONDS);
            }
          });
      workers.platform(
          "sender",
          () -> {
            for (int round = 0; round < rounds; round++) {
              barrier.await(20, TimeUnit.SECONDS);
              for (int spin = 0; spin < round / 100 % 100 * 4; spin++) {
                Thread.onSpinWait();
              }
              sent[0] += a.trySend(round) ? 1 : 0;
              barrier.await(20, TimeUnit.SECONDS);
            }
          });
    }
    assertThat(received[0]).isEqualTo(sent[0]);
    Probe.assertIdle(a, quiet);
    System.out.println("time-out and send: " + sent[0] + " of " + rounds + " received");
  }

  // Timers' channels

  /** Red if threads that the enqueueing readies, here the timer thread, are not woken. */
  @ParameterizedTest
  @EnumSource
  void timerChannelEndsAParkedSelect(ThreadKind kind) {
    // A later deadline is pending, so that the timer thread sleeps past the one of the select.
    ReceiveChannel<Instant> later = Timers.after(HOUR);
    try (Workers workers = new Workers()) {
      Worker<String> other =
          workers.virtual("later", () -> select(onReceive(later, v -> "later"), never));
      workers.until(() -> later.waitingReceivers() == 1, "the later one waits");
      Worker<Instant> worker =
          workers.<Instant>start(
              kind,
              "select",
              () ->
                  select(
                      onReceive(quiet, v -> null),
                      onReceive(Timers.after(Duration.ofMillis(20)), moment -> moment)));
      assertThat(worker.result()).isNotNull();
      other.interruptAndJoin();
    }
    Probe.assertIdle(quiet, later);
  }

  @Test
  void dueTimerChannelIsReady() throws InterruptedException {
    ReceiveChannel<Instant> due = Timers.after(Duration.ZERO);
    Clause<String> fallback = onDefault(() -> "default");
    assertThat(select(onReceive(due, v -> "due"), fallback)).isEqualTo("due");
    assertThat(select(onReceive(due, v -> "due"), fallback)).isEqualTo("default");
  }

  @Test
  void tickerBeatsInSelectAndSelector() throws InterruptedException {
    int[] ticks = {0};
    try (Ticker ticker = Timers.ticker(Duration.ofMillis(2));
        Selector selector =
            Selector.random(
                doOnReceive(ticker.channel(), v -> ticks[0]++), doOnReceive(quiet, v -> {}))) {
      for (int i = 0; i < 5; i++) {
        select(doOnReceive(ticker.channel(), v -> ticks[0]++), doOnReceive(quiet, v -> {}));
        assertThat(selector.select()).isTrue();
      }
      assertThat(ticks[0]).isEqualTo(10);
    }
    Probe.assertIdle(quiet);
  }
}
