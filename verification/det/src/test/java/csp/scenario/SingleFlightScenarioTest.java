// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.threePreemptions;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.sync.SingleFlight;
import csp.sync.SingleFlight.Result;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Calls that share a run. The runs of a key count in a plain counter: they exclude each other,
 * unless one was forgotten. Calls of the map of flights are one step each, as nobody stops within
 * the JDK.
 *
 * <p>Seen to fail: a caller that joins what has ended; a flight that is put over another (a data
 * race); a result that never tells that it is shared; a caller that gave up and is taken for one
 * who waits (a failure that nobody hears).
 */
class SingleFlightScenarioTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  /** run | run: one run that both know to be shared, or two that are not. */
  @Test
  void twoCallersShareARunOrHaveOneEach() {
    AtomicInteger shared = new AtomicInteger();
    exhaust(
        twoPreemptions(),
        () -> {
          SingleFlight<String, Integer> flights = new SingleFlight<>();
          int[] runs = new int[1];
          AtomicReference<Result.Value<Integer>> other = new AtomicReference<>();
          Thread caller = go(() -> other.set(flights.run("a", () -> ++runs[0])));
          Result.Value<Integer> mine = flights.run("a", () -> ++runs[0]);
          caller.join();
          shared.addAndGet(runs[0] == 1 ? 1 : 0);
          return () -> {
            if (runs[0] == 1) {
              assertThat(mine).isEqualTo(new Result.Value<>(1, true));
              assertThat(other.get()).isEqualTo(mine);
            } else {
              assertThat(runs[0]).isEqualTo(2);
              assertThat(mine.value() + other.get().value()).isEqualTo(3);
              assertThat(mine.shared() || other.get().shared()).isFalse();
            }
          };
        });
    assertThat(shared.get()).isPositive();
  }

  /** run | run, of tasks that throw: each is told, with the one cause if they shared. */
  @Test
  void failureIsToldToAllWhoShare() {
    exhaust(
        twoPreemptions(),
        () -> {
          SingleFlight<String, Integer> flights = new SingleFlight<>();
          int[] runs = new int[1];
          @Nullable Throwable[] other = new Throwable[1];
          Thread caller = go(() -> other[0] = failureOf(flights, runs));
          Throwable mine = failureOf(flights, runs);
          caller.join();
          return () -> assertThat(mine == other[0]).isEqualTo(runs[0] == 1);
        });
  }

  /** A caller whose time is over | the run, which fails: it is told, or the failure is unheard. */
  @Test
  void failureIsHeardOrGoesToTheHandler() {
    AtomicInteger unheards = new AtomicInteger();
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          SingleFlight<String, Integer> flights = new SingleFlight<>();
          AtomicInteger unheard = new AtomicInteger();
          AtomicInteger heard = new AtomicInteger();
          try {
            assertThat(
                    flights.tryRun(
                        "a",
                        () -> {
                          Thread.currentThread()
                              .setUncaughtExceptionHandler((_, _) -> unheard.incrementAndGet());
                          throw new IllegalStateException("the one");
                        },
                        MILLISECOND))
                .isNull();
          } catch (ExecutionException e) {
            heard.incrementAndGet();
          }
          return () -> {
            unheards.addAndGet(unheard.get());
            assertThat(heard.get() + unheard.get()).isEqualTo(1);
          };
        });
    assertThat(unheards.get()).isPositive();
  }

  /** A caller that gives up | one that does not: the run goes on for that one. */
  @Test
  void callerThatGivesUpTakesNothingFromTheOther() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          SingleFlight<String, Integer> flights = new SingleFlight<>();
          int[] runs = new int[1];
          go(() -> {
            Result.Value<Integer> result = flights.tryRun("a", () -> ++runs[0], MILLISECOND);
            assertThat(result == null || result.value() <= 2).isTrue();
          });
          Integer mine = flights.run("a", () -> ++runs[0]).value();
          return () -> assertThat(mine).isBetween(1, runs[0]);
        });
  }

  /** An interrupted caller | the run. */
  @Test
  void interruptedCallerLeavesTheRun() {
    exhaust(
        threePreemptions(),
        () -> {
          SingleFlight<String, Integer> flights = new SingleFlight<>();
          int[] runs = new int[1];
          AtomicBoolean returned = new AtomicBoolean();
          AtomicBoolean thrown = new AtomicBoolean();
          Thread caller =
              go(() -> {
                try {
                  assertThat(flights.run("a", () -> ++runs[0]).value()).isEqualTo(1);
                  returned.set(true);
                } catch (InterruptedException e) {
                  thrown.set(true);
                }
              });
          caller.interrupt();
          return () -> {
            assertThat(returned.get()).isNotEqualTo(thrown.get());
            assertThat(flights).hasToString("SingleFlight[0 in flight]");
          };
        });
  }

  /** run | forget, run: the second may be a run of its own while the first goes on. */
  @Test
  void forgottenRunGoesOn() {
    exhaust(
        twoPreemptions(),
        () -> {
          SingleFlight<String, Integer> flights = new SingleFlight<>();
          AtomicInteger runs = new AtomicInteger();
          go(() -> assertThat(flights.run("a", runs::incrementAndGet).value()).isBetween(1, 2));
          flights.forget("a");
          assertThat(flights.run("a", runs::incrementAndGet).value()).isBetween(1, 2);
          return () -> {
            assertThat(runs.get()).isBetween(1, 2);
            assertThat(flights).hasToString("SingleFlight[0 in flight]");
          };
        });
  }

  /** start | run: the channel has one result, and that is what the other got if they shared. */
  @Test
  void channelHasTheResultOfTheRun() {
    exhaust(
        twoPreemptions(),
        () -> {
          SingleFlight<String, Integer> flights = new SingleFlight<>();
          int[] runs = new int[1];
          AtomicReference<Result.Value<Integer>> other = new AtomicReference<>();
          Thread caller = go(() -> other.set(flights.run("a", () -> ++runs[0])));
          Result<Integer> mine = flights.start("a", () -> ++runs[0]).receive();
          caller.join();
          return () -> {
            assertThat(mine.shared()).isEqualTo(runs[0] == 1);
            assertThat(mine.equals(other.get())).isEqualTo(runs[0] == 1);
          };
        });
  }

  private static Throwable failureOf(SingleFlight<String, Integer> flights, int[] runs)
      throws InterruptedException {
    try {
      flights.run(
          "a",
          () -> {
            runs[0]++;
            throw new IllegalStateException("the one");
          });
    } catch (ExecutionException e) {
      return e.getCause();
    }
    throw new AssertionError("has not failed");
  }
}
