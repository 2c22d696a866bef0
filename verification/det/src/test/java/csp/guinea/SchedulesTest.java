// SPDX-License-Identifier: Apache-2.0
package csp.guinea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.det.Failure;
import csp.det.Level;
import csp.det.Options;
import csp.det.Report;
import csp.det.Scenario;
import csp.det.ScheduleError;
import csp.det.Schedules;
import csp.det.Verdict;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What a run says of scenarios of which one knows how they end. */
class SchedulesTest {
  private static final Scenario.Check NO_CHECK = () -> {};

  // Coverage

  /** Two threads that come to two points each: 6 orders of what they do there, 20 schedules. */
  @Test
  void everyOrderIsSeen() {
    Set<String> orders = new TreeSet<>();
    Report report =
        Schedules.search(
            Options.exhaustive(9),
            () -> {
              AtomicInteger variable = new AtomicInteger();
              StringBuilder order = new StringBuilder();
              for (String name : new String[] {"a", "b"}) {
                Thread.startVirtualThread(() -> {
                  variable.get();
                  order.append(name);
                  variable.get();
                  order.append(name);
                });
              }
              return () -> orders.add(order.toString());
            });

    assertThat(orders).containsExactly("aabb", "abab", "abba", "baab", "baba", "bbaa");
    assertThat(report.exhausted()).isTrue();
    assertThat(report.coverage())
        .as("of twice three stretches: 6 over 3")
        .isEqualTo("exhausted, 4 preemptions do all (2, 6, 14, 18, 20)");
  }

  @Test
  void boundCountsPreemptionsOnly() {
    AtomicInteger runs = new AtomicInteger();
    Report report =
        Schedules.search(
            Options.exhaustive(0),
            () -> {
              for (int i = 0; i < 3; i++) {
                Thread.startVirtualThread(runs::incrementAndGet);
              }
              return NO_CHECK;
            });

    assertThat(report.schedules()).as("the orders of three").isEqualTo(6);
    assertThat(report.failure()).isNull();
  }

  // Verdicts

  @Test
  void deadlockIsExactAndShowsWhereAllAre() {
    Failure failure =
        failureOf(
            Options.exhaustive(0),
            () -> {
              Thread sleeper = Thread.ofVirtual().name("sleeper").start(LockSupport::park);
              sleeper.join();
              return NO_CHECK;
            });

    assertThat(failure.verdict()).isEqualTo(Verdict.DEADLOCK);
    assertThat(failure.toString())
        .startsWith("deadlock: all threads are asleep")
        .contains("thread 0 \"main\", WAITING")
        .contains("thread 1 \"sleeper\", WAITING")
        .contains("SchedulesTest.java");
  }

  @Test
  void threadThatSleepsOnIsALeak() {
    Failure failure = failureOf(Options.exhaustive(0), SchedulesTest::leak);

    assertThat(failure.verdict()).isEqualTo(Verdict.LEAK);
    assertThat(
            Schedules.search(Options.exhaustive(0).leaksAllowed(), SchedulesTest::leak).failure())
        .isNull();
  }

  private static Scenario.Check leak() {
    Thread.startVirtualThread(LockSupport::park);
    return NO_CHECK;
  }

  @Test
  void endlessLoopIsALivelock() {
    Failure failure =
        failureOf(
            Options.exhaustive(0).steps(1_000),
            () -> {
              AtomicInteger never = new AtomicInteger();
              while (never.get() == 0) {
                Thread.onSpinWait();
              }
              return NO_CHECK;
            });

    assertThat(failure.verdict()).isEqualTo(Verdict.LIVELOCK);
  }

  @Test
  void whatAThreadThrowsIsTheFailure() {
    Failure failure =
        failureOf(
            Options.exhaustive(0),
            () -> {
              Thread.startVirtualThread(() -> {
                throw new IllegalStateException("oops");
              });
              return NO_CHECK;
            });

    assertThat(failure.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(failure.cause()).hasMessage("oops");
  }

  @Test
  void whatTheCheckThrowsIsTheFailureAndItsCause() {
    assertThatThrownBy(() ->
            Schedules.explore(
                Options.exhaustive(0),
                () ->
                    () -> {
                      throw new AssertionError("wrong");
                    }))
        .isInstanceOf(ScheduleError.class)
        .hasRootCauseMessage("wrong")
        .hasMessageContaining("to repeat it: -Dcsp.det.replay=choices:");
  }

  /** The JDK hands monitors over on a thread and at a moment of its own: refused, not guessed. */
  @Test
  void contendedMonitorIsRefused() {
    assertThatThrownBy(() ->
            Schedules.search(
                Options.exhaustive(1),
                () -> {
                  Object monitor = new Object();
                  AtomicInteger inside = new AtomicInteger();
                  for (int i = 0; i < 2; i++) {
                    Thread.startVirtualThread(() -> {
                      synchronized (monitor) {
                        inside.incrementAndGet();
                      }
                    });
                  }
                  return NO_CHECK;
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("contend for a monitor");
  }

  // Spinning and time

  /** A strategy that prefers the spinner all the same comes to the one it waits for. */
  @Test
  void spinnerLetsTheOtherGoOn() {
    Scenario scenario =
        () -> {
          AtomicInteger flag = new AtomicInteger();
          for (int i = 0; i < 2; i++) {
            Thread.startVirtualThread(() -> {
              while (flag.get() == 0) {
                Thread.onSpinWait();
              }
            });
          }
          Thread.startVirtualThread(() -> flag.set(1));
          return NO_CHECK;
        };
    assertThat(Schedules.search(Options.pct(3, 300), scenario).failure()).isNull();
    assertThat(Schedules.search(Options.random(300), scenario).failure()).isNull();
    assertThat(Schedules.search(Options.exhaustive(2), scenario).exhausted()).isTrue();
  }

  @Test
  void timeJumpsWhenAllAreAsleep() {
    Report report =
        Schedules.search(
            Options.exhaustive(1),
            () -> {
              long start = System.nanoTime();
              Thread.sleep(Duration.ofHours(1));
              LockSupport.parkNanos(Duration.ofHours(1).toNanos());
              long passed = System.nanoTime() - start;
              return () -> assertThat(passed).isEqualTo(Duration.ofHours(2).toNanos());
            });

    assertThat(report.failure()).isNull();
    assertThat(report.nanos()).isLessThan(Duration.ofMinutes(1).toNanos());
  }

  @Test
  void timePassesForThoseWhoSpinUntilAMoment() {
    Report report =
        Schedules.search(
            Options.exhaustive(0),
            () -> {
              long end = System.nanoTime() + Duration.ofHours(1).toNanos();
              while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
              }
              return NO_CHECK;
            });

    assertThat(report.failure()).isNull();
  }

  /** parkNanos | set: the sleeper may find the flag not set only if time may pass meanwhile. */
  @Test
  void timeOutMayComeAtAnyPointIfAskedFor() {
    Scenario scenario =
        () -> {
          AtomicInteger flag = new AtomicInteger();
          AtomicInteger seen = new AtomicInteger(-1);
          Thread.startVirtualThread(() -> {
            LockSupport.parkNanos(1_000_000);
            seen.set(flag.get());
          });
          Thread.startVirtualThread(() -> {
            flag.get();
            flag.set(1);
          });
          return () -> assertThat(seen).hasValue(1);
        };
    assertThat(Schedules.search(Options.exhaustive(2), scenario).failure()).isNull();
    assertThat(Schedules.search(Options.exhaustive(2).timeMayPass(), scenario).failure())
        .isNotNull();
  }

  // Levels

  /** A lost update is invisible where threads stop at operations only, and found at accesses. */
  @Test
  void levelsSayWhereThreadsMayStop() {
    Options options = Options.exhaustive(1).ignoringRaces();

    assertThat(Schedules.search(options.at(Level.PARKS), LostUpdate::run).failure()).isNull();
    assertThat(Schedules.search(options.at(Level.OPERATIONS), LostUpdate::run).failure()).isNull();
    assertThat(Schedules.search(options.at(Level.ATOMICS), LostUpdate::run).failure()).isNull();
    assertThat(Schedules.search(options.at(Level.ACCESSES), LostUpdate::run).failure()).isNotNull();
  }

  /** At operations a thread stops between two public calls. */
  @Test
  void operationsAreStoppedBetween() {
    Report report =
        Schedules.search(Options.exhaustive(1).at(Level.OPERATIONS), LostUpdate::runInTwoCalls);

    assertThat(report.failure()).isNotNull();
    assertThat(
            Schedules.search(Options.exhaustive(1).at(Level.PARKS), LostUpdate::runInTwoCalls)
                .failure())
        .isNull();
  }

  private static Failure failureOf(Options options, Scenario scenario) {
    Report report = Schedules.search(options, scenario);
    assertThat(report.failure()).as(report::toString).isNotNull();
    return report.failure();
  }
}
