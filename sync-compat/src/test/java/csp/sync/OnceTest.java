// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.DeadlockError;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnceTest {
  private static final Duration LONG = Duration.ofSeconds(100);

  private final RuntimeException why = new RuntimeException("enough");
  private final TestCancellation cancellation = new TestCancellation();
  private final Once once = new Once();
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Workers workers = new Workers();

  @AfterEach
  void end() {
    gate.countDown();
    workers.close();
    assertThat(queued()).isZero();
    assertThat(cancellation.done.waitingReceivers()).as("queued on done").isZero();
  }

  // run

  @Test
  void firstTaskRunsAndNoOther() {
    assertThat(once.isDone()).isFalse();
    assertThat(once).hasToString("Once[new]");
    once.run(() -> {
      runs.incrementAndGet();
      assertThat(once.isDone()).as("within").isFalse();
      assertThat(once).hasToString("Once[running]");
    });
    assertThat(once.isDone()).isTrue();
    assertThat(once).hasToString("Once[done]");
    once.run(() -> runs.addAndGet(10));
    assertThat(runs).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void callsThatComeMeanwhileWaitForTheEndOfTheTask(ThreadKind kind) {
    Worker<Void> first = running(kind);
    List<Worker<Void>> others = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      others.add(
          workers.start(
              kind,
              "other",
              () -> {
                once.run(runs::incrementAndGet);
                assertThat(once.isDone()).isTrue();
              }));
    }
    awaitQueued(10);
    assertThat(others).noneMatch(Worker::isDone);
    gate.countDown();
    first.result();
    others.forEach(Worker::result);
    assertThat(runs).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void interruptDoesNotEndTheWaitOfRunAndIsKept(ThreadKind kind) {
    running(kind);
    Worker<Boolean> other =
        workers.start(
            kind,
            "other",
            () -> {
              once.run(runs::incrementAndGet);
              return Thread.currentThread().isInterrupted();
            });
    awaitQueued(1);
    other.awaitParked().interrupt();
    Await.until(() -> !other.thread().isInterrupted(), "the interrupt is put aside");
    gate.countDown();
    assertThat(other.result()).isTrue();
  }

  @Test
  void taskThatThrowsHasRunAndOnlyTheFirstCallHearsOfIt() {
    Worker<Void> first =
        workers.virtual(
            "first",
            () ->
                once.run(() -> {
                  await(gate);
                  throw why;
                }));
    Await.until(() -> once.toString().equals("Once[running]"), "runs");
    Worker<Void> other = workers.virtual("other", () -> once.run(runs::incrementAndGet));
    awaitQueued(1);
    gate.countDown();
    assertThat(first.failure()).isSameAs(why);
    other.result();
    assertThat(once.isDone()).isTrue();
    once.run(runs::incrementAndGet);
    assertThat(runs).hasValue(0);
  }

  @Test
  void callFromTheTaskItselfIsReportedInsteadOfWaitingForEver() throws InterruptedException {
    once.run(() -> {
      assertThatThrownBy(() -> once.run(runs::incrementAndGet))
          .isExactlyInstanceOf(DeadlockError.class)
          .hasMessage("once waits for itself: the task that it runs has called run");
      assertThatThrownBy(once::await)
          .isExactlyInstanceOf(DeadlockError.class)
          .hasMessage("once waits for itself: the task that it runs has called await");
      assertThat(timedAwait(Duration.ofMillis(1))).as("this one does not wait for ever").isFalse();
      assertThat(once.isDone()).isFalse();
      runs.incrementAndGet();
    });
    assertThat(runs).hasValue(1);
    once.await();
  }

  @Test
  void deadlockThatTheTaskLetsPassReachesTheFirstCall() {
    assertThatThrownBy(() -> once.run(() -> once.run(() -> {})))
        .isExactlyInstanceOf(DeadlockError.class);
    assertThat(once.isDone()).isTrue();
  }

  @Test
  void twoOncesMayNest() {
    Once inner = new Once();
    once.run(() -> inner.run(runs::incrementAndGet));
    assertThat(runs).hasValue(1);
  }

  // await

  @ParameterizedTest
  @EnumSource
  void everyFormWaitsForTheEndThoughNobodyHasBegun(ThreadKind kind) throws InterruptedException {
    List<Worker<?>> waiters =
        List.of(
            workers.start(kind, "plain", () -> once.await()),
            workers.start(kind, "timed", () -> assertThat(once.await(LONG)).isTrue()),
            workers.start(kind, "cancellable", () -> once.await(cancellation)));
    awaitQueued(3);
    once.run(runs::incrementAndGet);
    waiters.forEach(Worker::result);
    once.await();
    assertThat(once.await(Duration.ZERO)).isTrue();
    once.await(cancellation);
  }

  @ParameterizedTest
  @EnumSource
  void waitThatEndsEarlyLeavesNothingBehind(ThreadKind kind) throws InterruptedException {
    workers.start(kind, "plain", () -> once.await()).interruptAndJoin();
    workers.start(kind, "timed", () -> once.await(LONG)).interruptAndJoin();
    workers.start(kind, "cancellable", () -> once.await(cancellation)).interruptAndJoin();
    assertThat(queued()).isZero();
    Worker<Void> cancelled = workers.start(kind, "cancelled", () -> once.await(cancellation));
    awaitQueued(1);
    cancellation.end(why);
    assertThat(cancelled.failure()).isSameAs(why);
    assertThat(queued()).isZero();
    once.run(runs::incrementAndGet);
    assertThatThrownBy(() -> once.await(cancellation)).as("though done").isSameAs(why);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, 0, 1, 2_000_000})
  void timedOutAwaitIsFalseAndLeavesNothingBehind(long nanos) throws InterruptedException {
    assertThat(once.await(Duration.ofNanos(nanos))).isFalse();
    assertThat(queued()).isZero();
  }

  // func and value

  @Test
  void funcRunsItsTaskOnce() {
    Runnable func = Once.func(runs::incrementAndGet);
    assertThat(runs).hasValue(0);
    func.run();
    func.run();
    assertThat(runs).hasValue(1);
  }

  @Test
  void valueIsAskedForOnceAndMayBeNull() {
    Supplier<Integer> value = Once.value(runs::incrementAndGet);
    assertThat(value.get()).isEqualTo(1);
    assertThat(value.get()).isEqualTo(1);
    Supplier<String> nothing =
        Once.value(() -> {
          runs.incrementAndGet();
          return null;
        });
    assertThat(nothing.get()).isNull();
    assertThat(nothing.get()).isNull();
    assertThat(runs).hasValue(2);
  }

  @Test
  void everyCallThrowsTheSameObject() {
    for (Throwable failure : List.of(why, new AssertionError("wrong"), new Exception("checked"))) {
      Runnable func =
          Once.func(() -> {
            runs.incrementAndGet();
            OnceTest.<RuntimeException>sneak(failure);
          });
      Supplier<Object> value =
          Once.value(() -> {
            runs.incrementAndGet();
            OnceTest.<RuntimeException>sneak(failure);
            return "";
          });
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(func::run).isSameAs(failure);
        assertThatThrownBy(value::get).isSameAs(failure);
      }
    }
    assertThat(runs).hasValue(6);
  }

  @Test
  void valueThatAsksItselfFailsForAll() {
    Supplier<?>[] self = new Supplier<?>[1];
    Supplier<Object> value = Once.value(() -> self[0].get());
    self[0] = value;
    assertThatThrownBy(value::get).isExactlyInstanceOf(DeadlockError.class);
    assertThatThrownBy(value::get).isExactlyInstanceOf(DeadlockError.class);
  }

  @ParameterizedTest
  @EnumSource
  void concurrentCallersGetTheOneValue(ThreadKind kind) {
    Supplier<Object> value =
        Once.value(() -> {
          runs.incrementAndGet();
          await(gate);
          return new Object();
        });
    List<Worker<Object>> callers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      callers.add(workers.start(kind, "caller", value::get));
    }
    callers.getFirst().awaitParked();
    gate.countDown();
    Object got = value.get();
    callers.forEach(caller -> assertThat(caller.result()).isSameAs(got));
    assertThat(runs).hasValue(1);
  }

  /** Fails when the supplier stays in a field after the first call. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasAskedIsLetGoAlsoAfterAFailure(boolean fails) {
    byte[] held = new byte[1_000];
    WeakReference<byte[]> seen = new WeakReference<>(held);
    Supplier<Integer> value = Once.value(asks(held, fails));
    Runnable func = Once.func(asks(held, fails)::get);
    held = null;
    if (fails) {
      assertThatThrownBy(value::get).isSameAs(why);
      assertThatThrownBy(func::run).isSameAs(why);
    } else {
      value.get();
      func.run();
    }
    Await.until(
        () -> {
          System.gc();
          return seen.get() == null;
        },
        "collected");
    if (!fails) {
      assertThat(value.get()).isEqualTo(1_000);
      func.run();
    }
  }

  private Supplier<Integer> asks(byte[] held, boolean fails) {
    return () -> {
      if (fails) {
        throw why;
      }
      return held.length;
    };
  }

  @Test
  void nullArgumentsAreNamed() {
    assertThatThrownBy(() -> once.run(null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("task must not be null");
    assertThatThrownBy(() -> Once.func(null)).hasMessage("task must not be null");
    assertThatThrownBy(() -> Once.value(null)).hasMessage("supplier must not be null");
    assertThatThrownBy(() -> once.await((Duration) null)).hasMessage("timeout must not be null");
    assertThatThrownBy(() -> once.await((csp.Cancellation) null))
        .hasMessage("cancellation must not be null");
    assertThat(once.isDone()).isFalse();
  }

  // Stress

  /**
   * Many threads meet at a fresh once, some with an interruptible wait. One task runs, and
   * everybody sees what it wrote. Seen red with a begin that lets a second thread run, and with a
   * done that is set before the task has ended.
   */
  @Test
  void oneTaskRunsAndAllSeeItsEnd() {
    Stress.run(
        "once",
        random -> {
          Once[] fresh = new Once[200];
          AtomicIntegerArray starts = new AtomicIntegerArray(fresh.length);
          int[] written = new int[fresh.length]; // plain: the once makes them visible
          for (int i = 0; i < fresh.length; i++) {
            fresh[i] = new Once();
          }
          List<Worker<Void>> all = new ArrayList<>();
          try (Workers crew = new Workers()) {
            for (int t = 0; t < 6; t++) {
              boolean runner = t < 4;
              ThreadKind kind = t % 2 == 0 ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM;
              all.add(
                  crew.start(
                      kind,
                      "caller " + t,
                      () -> {
                        for (int i = 0; i < fresh.length; i++) {
                          int at = i;
                          boolean ended = true;
                          if (runner) {
                            fresh[i].run(() -> {
                              starts.incrementAndGet(at);
                              for (int spin = 0; spin < 50; spin++) {
                                Thread.onSpinWait();
                              }
                              written[at] = 1;
                            });
                          } else {
                            ended = awaitOrGiveUp(fresh[i]);
                          }
                          if (ended) {
                            assertThat(written[i]).isEqualTo(1);
                          }
                        }
                      }));
            }
            for (int i = 0; i < 20; i++) {
              all.get(random.nextInt(all.size())).interrupt();
            }
          }
          for (int i = 0; i < fresh.length; i++) {
            assertThat(starts.get(i)).isEqualTo(1);
            assertThat(fresh[i].site().queuedAcquire(EventSite.QUEUE)).isZero();
          }
        });
  }

  private static boolean awaitOrGiveUp(Once once) {
    try {
      return once.await(Duration.ofNanos(50_000));
    } catch (InterruptedException gaveUp) {
      return false;
    }
  }

  /** Starts a thread whose task waits for the gate. */
  private Worker<Void> running(ThreadKind kind) {
    Worker<Void> first =
        workers.start(
            kind,
            "first",
            () ->
                once.run(() -> {
                  await(gate);
                  runs.incrementAndGet();
                }));
    Await.until(() -> once.toString().equals("Once[running]"), "runs", first.thread());
    return first;
  }

  private int queued() {
    return once.site().queuedAcquire(EventSite.QUEUE);
  }

  private void awaitQueued(int count) {
    workers.until(() -> queued() == count, count + " queued");
  }

  private boolean timedAwait(Duration timeout) {
    try {
      return once.await(timeout);
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable failure) throws E {
    throw (E) failure;
  }
}
