// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.threePreemptions;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.DeadlockError;
import csp.sync.Inside;
import csp.sync.Once;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Tasks that run once. What they do is plain: the once alone orders it before the callers.
 *
 * <p>Seen to fail: a waiter that queues when the task has ended; a task that throws and does not
 * end; a first caller that forgets that there was one; an end that releases one; a field {@code
 * done} that is plain; a task that calls itself and is not told.
 */
class OnceScenarioTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  /** run | run | isDone. */
  @Test
  void allSeeTheOneRun() {
    exhaust(
        threePreemptions(),
        () -> {
          Once once = new Once();
          int[] runs = new int[1];
          go(() -> {
            once.run(() -> runs[0]++);
            assertThat(runs[0]).isEqualTo(1);
          });
          go(() -> {
            if (once.isDone()) {
              assertThat(runs[0]).isEqualTo(1);
            }
          });
          once.run(() -> runs[0]++);
          assertThat(runs[0]).isEqualTo(1);
          return () -> Inside.assertIdle(once);
        });
  }

  /** run | run, of a task that throws: one of them hears of it. */
  @Test
  void failureIsThrownToTheOneThatRan() {
    exhaust(
        threePreemptions(),
        () -> {
          Once once = new Once();
          int[] runs = new int[1];
          AtomicInteger heard = new AtomicInteger();
          go(() -> runFailing(once, runs, heard));
          runFailing(once, runs, heard);
          return () -> {
            assertThat(heard.get()).isEqualTo(1);
            Inside.assertIdle(once);
          };
        });
  }

  /** run | await | await. */
  @Test
  void bothWaitersAreReleased() {
    exhaust(
        twoPreemptions(),
        () -> {
          Once once = new Once();
          int[] runs = new int[1];
          go(() -> {
            once.await();
            assertThat(runs[0]).isEqualTo(1);
          });
          go(() -> once.run(() -> runs[0]++));
          once.await();
          assertThat(runs[0]).isEqualTo(1);
          return () -> Inside.assertIdle(once);
        });
  }

  /** run | a wait with a limit | a wait that is interrupted. */
  @Test
  void waitsThatEndEarlyLeaveNothing() {
    exhaust(
        twoPreemptions(),
        () -> {
          Once once = new Once();
          int[] runs = new int[1];
          AtomicBoolean released = new AtomicBoolean();
          AtomicBoolean thrown = new AtomicBoolean();
          Thread waiter =
              go(() -> {
                try {
                  once.await();
                  assertThat(runs[0]).isEqualTo(1);
                  released.set(true);
                } catch (InterruptedException e) {
                  thrown.set(true);
                }
              });
          go(waiter::interrupt);
          go(() -> once.run(() -> runs[0]++));
          if (once.await(MILLISECOND)) {
            assertThat(runs[0]).isEqualTo(1);
          }
          return () -> {
            assertThat(released.get()).isNotEqualTo(thrown.get());
            Inside.assertIdle(once);
          };
        });
  }

  /** run | a wait whose limit may be over at any moment. */
  @Test
  void waitIsOverByTheRunOrByTheTime() {
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          Once once = new Once();
          int[] runs = new int[1];
          go(() -> once.run(() -> runs[0]++));
          if (once.await(MILLISECOND)) {
            assertThat(runs[0]).isEqualTo(1);
          }
          return () -> Inside.assertIdle(once);
        });
  }

  /** A task that calls itself is told so; who waits meanwhile is released all the same. */
  @Test
  void taskThatRunsItselfIsToldSo() {
    exhaust(
        threePreemptions(),
        () -> {
          Once once = new Once();
          AtomicInteger told = new AtomicInteger();
          Runnable task =
              () -> {
                assertThatThrownBy(() -> once.run(() -> {}))
                    .isInstanceOf(DeadlockError.class)
                    .hasMessage("once waits for itself: the task that it runs has called run");
                told.incrementAndGet();
              };
          go(() -> once.run(task));
          once.run(task);
          assertThat(told.get()).isEqualTo(1);
          return () -> Inside.assertIdle(once);
        });
  }

  /** get | get: both get the one value. */
  @Test
  void valueIsAskedForOnce() {
    exhaust(
        threePreemptions(),
        () -> {
          int[] calls = new int[1];
          Supplier<int[]> value = Once.value(() -> new int[] {++calls[0]});
          go(() -> assertThat(value.get()[0]).isEqualTo(1));
          assertThat(value.get()[0]).isEqualTo(1);
          return () -> assertThat(calls[0]).isEqualTo(1);
        });
  }

  /** get | get of a supplier that throws: both get the same exception. */
  @Test
  void failureIsThrownToAllWhoAsk() {
    exhaust(
        threePreemptions(),
        () -> {
          IllegalStateException failure = new IllegalStateException("the one");
          Supplier<Integer> value =
              Once.value(() -> {
                throw failure;
              });
          go(() -> assertThatThrownBy(value::get).isSameAs(failure));
          assertThatThrownBy(value::get).isSameAs(failure);
          return () -> {};
        });
  }

  private static void runFailing(Once once, int[] runs, AtomicInteger heard) {
    try {
      once.run(() -> {
        runs[0]++;
        throw new IllegalStateException("the one");
      });
    } catch (IllegalStateException e) {
      heard.incrementAndGet();
    }
    assertThat(runs[0]).isEqualTo(1);
  }
}
