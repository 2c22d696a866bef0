// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.DeadlockError;
import csp.ReceiveChannel;
import csp.Received;
import csp.sync.SingleFlight.Result;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SingleFlightTest {
  private static final Duration LONG = Duration.ofSeconds(100);

  private final RuntimeException why = new RuntimeException("enough");
  private final TestCancellation cancellation = new TestCancellation();
  private final SingleFlight<String, Integer> flights = new SingleFlight<>();
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Workers workers = new Workers();

  @AfterEach
  void end() {
    gate.countDown();
    workers.close();
    Await.until(() -> flights.toString().equals("SingleFlight[0 in flight]"), "all have landed");
    assertThat(cancellation.done.waitingReceivers()).as("queued on done").isZero();
  }

  private Integer work() throws InterruptedException {
    int run = runs.incrementAndGet();
    gate.await();
    return run;
  }

  private void awaitRuns(int count) {
    workers.until(() -> runs.get() == count, count + " runs");
  }

  @Test
  void callsOneAfterTheOtherRunEachTheirTask() throws Exception {
    assertThat(flights.run("k", runs::incrementAndGet)).isEqualTo(new Result.Value<>(1, false));
    assertThat(flights.tryRun("k", runs::incrementAndGet, LONG))
        .isEqualTo(new Result.Value<>(2, false));
    assertThat(flights.run("k", runs::incrementAndGet, cancellation).get()).isEqualTo(3);
    assertThat(flights.start("k", runs::incrementAndGet).receive())
        .isEqualTo(new Result.Value<>(4, false));
  }

  @ParameterizedTest
  @EnumSource
  void callsForOneKeyShareOneRunInWhateverForm(ThreadKind kind) throws Exception {
    List<Worker<Result<Integer>>> callers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      callers.add(workers.start(kind, "plain", () -> flights.run("k", this::work)));
      callers.add(workers.start(kind, "timed", () -> flights.tryRun("k", this::work, LONG)));
      callers.add(
          workers.start(kind, "cancellable", () -> flights.run("k", this::work, cancellation)));
    }
    awaitRuns(1);
    List<ReceiveChannel<Result<Integer>>> channels = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      channels.add(flights.start("k", this::work));
    }
    workers.until(() -> flights.waiting("k") == 15, "all wait");
    gate.countDown();
    callers.forEach(caller -> assertThat(caller.result()).isEqualTo(new Result.Value<>(1, true)));
    for (ReceiveChannel<Result<Integer>> channel : channels) {
      assertThat(channel.receive()).isEqualTo(new Result.Value<>(1, true));
      assertThat(channel.tryReceive())
          .as("one result, and no end")
          .isInstanceOf(Received.Empty.class);
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void otherKeysRunOnTheirOwn() throws Exception {
    ReceiveChannel<Result<Integer>> slow = flights.start("slow", this::work);
    assertThat(flights.run("other", () -> 7)).isEqualTo(new Result.Value<>(7, false));
    gate.countDown();
    assertThat(slow.receive()).isEqualTo(new Result.Value<>(1, false));
  }

  @Test
  void nullIsAValue() throws Exception {
    assertThat(flights.run("k", () -> null)).isEqualTo(new Result.Value<>(null, false));
    assertThat(flights.start("k", () -> null).receive()).isEqualTo(new Result.Value<>(null, false));
  }

  // Giving up

  @ParameterizedTest
  @EnumSource
  void firstCallerThatGivesUpDoesNotEndTheRun(ThreadKind kind) throws Exception {
    Worker<?> first = workers.start(kind, "first", () -> flights.run("k", this::work));
    awaitRuns(1);
    Worker<Result<Integer>> second =
        workers.start(kind, "second", () -> flights.run("k", this::work));
    workers.until(() -> flights.waiting("k") == 2, "both wait");
    first.interruptAndJoin();
    workers.start(kind, "timed", () -> flights.tryRun("k", this::work, LONG)).interruptAndJoin();
    Worker<?> cancelled =
        workers.start(kind, "cancelled", () -> flights.run("k", this::work, cancellation));
    workers.until(() -> flights.waiting("k") == 2, "waits");
    cancellation.end(why);
    assertThat(cancelled.failure()).isSameAs(why);
    assertThat(flights.tryRun("k", this::work, Duration.ofMillis(1))).isNull();
    assertThat(flights.waiting("k")).isEqualTo(1);
    gate.countDown();
    assertThat(second.result()).isEqualTo(new Result.Value<>(1, true));
    assertThat(runs).hasValue(1);
  }

  @Test
  void callThatHasEndedOnEntryStartsNothing() {
    TestCancellation ended = TestCancellation.ended(why);
    assertThatThrownBy(() -> flights.run("k", this::work, ended)).isSameAs(why);
    Worker<?> interrupted =
        workers.virtual(
            "interrupted",
            () -> {
              Thread.currentThread().interrupt();
              return flights.run("k", this::work);
            });
    assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
    assertThat(runs).hasValue(0);
  }

  // Failures

  @Test
  void failureIsThrownToEveryCallerInAnExceptionOfItsOwn() throws Exception {
    for (Throwable failure : List.of(new IOException("io"), why, new AssertionError("wrong"))) {
      runs.set(0);
      CountDownLatch fails = new CountDownLatch(1);
      Callable<Integer> task =
          () -> {
            runs.incrementAndGet();
            fails.await();
            Rethrow.<RuntimeException>ifAny(failure);
            return 0;
          };
      Worker<?> first = workers.virtual("first", () -> flights.run("k", task));
      awaitRuns(1);
      Worker<?> second = workers.platform("second", () -> flights.tryRun("k", task, LONG));
      ReceiveChannel<Result<Integer>> results = flights.start("k", task);
      workers.until(() -> flights.waiting("k") == 2, "both wait");
      fails.countDown();
      assertThat(first.failure()).isExactlyInstanceOf(ExecutionException.class).hasCause(failure);
      assertThat(second.failure()).isExactlyInstanceOf(ExecutionException.class);
      assertThat(second.failure().getCause()).isSameAs(failure);
      assertThat(second.failure()).isNotSameAs(first.failure());
      Result<Integer> result = results.receive();
      assertThat(result).isEqualTo(new Result.Failure<>(failure, true));
      assertThatThrownBy(result::get)
          .isExactlyInstanceOf(ExecutionException.class)
          .cause()
          .isSameAs(failure);
    }
  }

  /** It is not kept for callers that are no longer there. */
  @Test
  void failureThatNobodyWaitsForGoesToTheHandler() {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> seen.set(thrown));
    try {
      Callable<Integer> fails =
          () -> {
            work();
            throw why;
          };
      workers.virtual("gives up", () -> flights.run("k", fails)).interruptAndJoin();
      gate.countDown();
      Await.until(() -> seen.get() != null, "the handler is called");
      assertThat(seen.get()).isSameAs(why);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(null);
    }
  }

  @Test
  void taskThatCallsForItsOwnKeyIsReportedInsteadOfWaitingForEver() {
    assertThatThrownBy(() -> flights.run("k", () -> flights.run("k", () -> 1).value()))
        .isExactlyInstanceOf(ExecutionException.class)
        .cause()
        .isExactlyInstanceOf(DeadlockError.class)
        .hasMessage(
            "single flight waits for itself: the task for a key has called run for that key");
  }

  // Keys

  @Test
  void forgottenKeyStartsAnewAndTheRunUnderWayGoesOn() throws Exception {
    ReceiveChannel<Result<Integer>> old = flights.start("k", this::work);
    awaitRuns(1);
    flights.forget("k");
    flights.forget("none");
    ReceiveChannel<Result<Integer>> fresh = flights.start("k", this::work);
    awaitRuns(2);
    gate.countDown();
    assertThat(old.receive()).isEqualTo(new Result.Value<>(1, false));
    assertThat(fresh.receive()).isEqualTo(new Result.Value<>(2, false));
  }

  /** Fails when the end of a forgotten run takes the entry of the next one. */
  @Test
  void endOfAForgottenRunLeavesTheNextOneInPlace() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    ReceiveChannel<Result<Integer>> old =
        flights.start(
            "k",
            () -> {
              first.await();
              return 0;
            });
    flights.forget("k");
    ReceiveChannel<Result<Integer>> fresh = flights.start("k", this::work);
    first.countDown();
    assertThat(old.receive()).isEqualTo(new Result.Value<>(0, false));
    ReceiveChannel<Result<Integer>> joins = flights.start("k", this::work);
    gate.countDown();
    assertThat(fresh.receive()).isEqualTo(new Result.Value<>(1, true));
    assertThat(joins.receive()).isEqualTo(new Result.Value<>(1, true));
  }

  @Test
  void nullArgumentsAreNamed() {
    assertNull("key must not be null", () -> flights.run(null, this::work));
    assertNull("task must not be null", () -> flights.run("k", null));
    assertNull("timeout must not be null", () -> flights.tryRun("k", this::work, null));
    assertNull("cancellation must not be null", () -> flights.run("k", this::work, null));
    assertNull("key must not be null", () -> flights.start(null, this::work));
    assertNull("task must not be null", () -> flights.start("k", null));
    assertNull("key must not be null", () -> flights.forget(null));
    assertThat(runs).hasValue(0);
  }

  private static void assertNull(
      String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(NullPointerException.class).hasMessage(message);
  }

  // Stress

  /**
   * Callers of two keys, in every form, are interrupted and timed out. Never do two runs of a key
   * overlap, whoever gets a value sees all that its run wrote, and in the end nothing is in flight.
   * Seen red with a flight that leaves the map before its task has run.
   */
  @Test
  void runsOfOneKeyNeverOverlap() {
    AtomicInteger got = new AtomicInteger();
    AtomicInteger gaveUp = new AtomicInteger();
    Stress.run(
        "single flight",
        random -> {
          SingleFlight<Integer, int[]> shared = new SingleFlight<>();
          AtomicInteger[] inside = {new AtomicInteger(), new AtomicInteger()};
          List<Worker<Void>> users = new ArrayList<>();
          try (Workers crew = new Workers()) {
            for (int t = 0; t < 6; t++) {
              int form = t % 3;
              ThreadKind kind = t % 2 == 0 ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM;
              users.add(
                  crew.start(
                      kind,
                      "user " + t,
                      () -> {
                        for (int i = 0; i < 100; i++) {
                          int key = i % 2;
                          Callable<int[]> task =
                              () -> {
                                int[] written = new int[1];
                                assertThat(inside[key].incrementAndGet()).isEqualTo(1);
                                Thread.yield();
                                written[0] = 7;
                                inside[key].decrementAndGet();
                                return written;
                              };
                          try {
                            int[] value = value(shared, form, key, task);
                            if (value != null) {
                              assertThat(value[0]).isEqualTo(7);
                              got.incrementAndGet();
                            } else {
                              gaveUp.incrementAndGet();
                            }
                          } catch (InterruptedException early) {
                            gaveUp.incrementAndGet();
                          }
                        }
                      }));
            }
            for (int i = 0; i < 50; i++) {
              users.get(random.nextInt(users.size())).interrupt();
              Thread.yield();
            }
          }
          Await.until(() -> shared.toString().equals("SingleFlight[0 in flight]"), "all landed");
        });
    assertThat(got).hasPositiveValue();
    assertThat(gaveUp).hasPositiveValue();
  }

  private static int[] value(
      SingleFlight<Integer, int[]> shared, int form, int key, Callable<int[]> task)
      throws Exception {
    return switch (form) {
      case 0 -> shared.run(key, task).value();
      case 1 -> {
        Result.Value<int[]> value = shared.tryRun(key, task, Duration.ofNanos(50_000));
        yield value == null ? null : value.value();
      }
      default -> {
        Result<int[]> result = shared.start(key, task).receive();
        yield result.get();
      }
    };
  }
}
