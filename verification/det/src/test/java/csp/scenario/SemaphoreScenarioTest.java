// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.threePreemptions;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.det.Options;
import csp.det.Schedules;
import csp.sync.Inside;
import csp.sync.Semaphore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Weighted semaphores. Who holds all permits counts in a plain counter.
 *
 * <p>Seen to fail: a leaver that does not let the next through; a newcomer that overtakes the first
 * in line; one that was cancelled and is given its permits; a release that gives them to nobody;
 * one in line who wants more than there are; a list of those to wake that the next release finds,
 * too; a step under the lock that publishes nothing.
 */
class SemaphoreScenarioTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  /** acquire all | acquire all | acquire one, of two. */
  @Test
  void allPermitsExclude() {
    exhaust(
        threePreemptions(),
        () -> {
          Semaphore semaphore = new Semaphore(2);
          int[] count = new int[1];
          for (int i = 0; i < 2; i++) {
            go(() -> {
              semaphore.acquire(2);
              count[0]++;
              semaphore.release(2);
            });
          }
          semaphore.acquire();
          int seen = count[0];
          assertThat(semaphore.held()).isBetween(1L, 2L);
          assertThat(count[0]).isEqualTo(seen);
          semaphore.release();
          return () -> {
            assertThat(count[0]).isEqualTo(2);
            Inside.assertIdle(semaphore);
          };
        });
  }

  /** release all | acquire one | acquire one: also who takes what another has left sees it all. */
  @Test
  void whatIsGivenBackTogetherPublishesToAll() {
    exhaust(
        threePreemptions(),
        () -> {
          Semaphore semaphore = new Semaphore(2);
          semaphore.acquire(2);
          int[] data = new int[1];
          for (int i = 0; i < 2; i++) {
            go(() -> {
              semaphore.acquire();
              assertThat(data[0]).isEqualTo(1);
            });
          }
          data[0] = 1;
          semaphore.release(2);
          return () -> assertThat(semaphore.held()).isEqualTo(2);
        });
  }

  /** Four wait; release two | release two: each wakes its own. Too many threads to exhaust. */
  @Test
  void twoReleasesWakeTwoEach() {
    Schedules.explore(
        Scenarios.library(Options.random(200)),
        () -> {
          Semaphore semaphore = new Semaphore(4);
          semaphore.acquire(4);
          for (int i = 0; i < 4; i++) {
            go(() -> semaphore.acquire());
          }
          while (semaphore.waiting() < 4) {
            Thread.onSpinWait();
          }
          go(() -> semaphore.release(2));
          semaphore.release(2);
          return () -> assertThat(semaphore.held()).isEqualTo(4);
        });
  }

  /** One waits for two, one permit is free: nobody takes it, as the line is strict. */
  @Test
  void nobodyOvertakesTheFirstInLine() {
    AtomicInteger waited = new AtomicInteger();
    exhaust(
        threePreemptions(),
        () -> {
          Semaphore semaphore = new Semaphore(2);
          semaphore.acquire();
          go(() -> {
            semaphore.acquire(2);
            semaphore.release(2);
          });
          Thread second =
              go(() -> {
                boolean somebodyWaits = semaphore.waiting() == 1;
                boolean taken = semaphore.tryAcquire();
                if (somebodyWaits) {
                  waited.incrementAndGet();
                  assertThat(taken).isFalse();
                }
                if (taken) {
                  semaphore.release();
                }
              });
          second.join();
          semaphore.release();
          return () -> Inside.assertIdle(semaphore);
        });
    assertThat(waited.get()).isPositive();
  }

  /** The first in line, who wants two, leaves: the one behind it, who wants one, is let through. */
  @Test
  void leavingFirstLetsTheNextThrough() {
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          Semaphore semaphore = new Semaphore(2);
          semaphore.acquire();
          Thread first = go(() -> assertThat(semaphore.tryAcquire(2, MILLISECOND)).isFalse());
          Thread second =
              go(() -> {
                semaphore.acquire();
                semaphore.release();
              });
          first.join();
          second.join(); // though nobody has released
          semaphore.release();
          return () -> Inside.assertIdle(semaphore);
        });
  }

  /** release | an acquire whose limit may be over at any moment. */
  @Test
  void permitsAreTakenOrStayWhenTheTimeIsOver() {
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          Semaphore semaphore = new Semaphore(1);
          int[] count = new int[1];
          AtomicInteger expected = new AtomicInteger(1);
          semaphore.acquire();
          go(() -> {
            if (semaphore.tryAcquire(1, MILLISECOND)) {
              count[0]++;
              semaphore.release();
              expected.incrementAndGet();
            }
          });
          count[0]++;
          semaphore.release();
          return () -> {
            assertThat(count[0]).isEqualTo(expected.get());
            Inside.assertIdle(semaphore);
          };
        });
  }

  /** release | an interrupted acquire | an acquire. */
  @Test
  void interruptedAcquireTakesNothing() {
    exhaust(
        threePreemptions(),
        () -> {
          Semaphore semaphore = new Semaphore(1);
          int[] count = new int[1];
          AtomicBoolean taken = new AtomicBoolean();
          AtomicBoolean thrown = new AtomicBoolean();
          semaphore.acquire();
          Thread waiter =
              go(() -> {
                try {
                  semaphore.acquire();
                  count[0]++;
                  semaphore.release();
                  taken.set(true);
                } catch (InterruptedException e) {
                  thrown.set(true);
                }
              });
          go(waiter::interrupt);
          count[0]++;
          semaphore.release();
          semaphore.acquire();
          count[0]++;
          semaphore.release();
          return () -> {
            assertThat(taken.get()).isNotEqualTo(thrown.get());
            assertThat(count[0]).isEqualTo(taken.get() ? 3 : 2);
            Inside.assertIdle(semaphore);
          };
        });
  }

  /** release | a cancelled acquire of two, and behind it one of one. */
  @Test
  void cancelledAcquireLetsTheNextThrough() {
    exhaust(
        threePreemptions(),
        () -> {
          Semaphore semaphore = new Semaphore(2);
          SyncScenarios.Ending ending = new SyncScenarios.Ending();
          semaphore.acquire();
          go(() -> {
            try {
              semaphore.acquire(2, ending);
              semaphore.release(2);
            } catch (SyncScenarios.Ended e) {
              // the other outcome
            }
          });
          Thread second =
              go(() -> {
                semaphore.acquire();
                semaphore.release();
              });
          ending.end();
          second.join(); // though nobody has released
          semaphore.release();
          return () -> Inside.assertIdle(semaphore);
        });
  }

  /** More than there are: waits in no line, and stops nobody. */
  @Test
  void whoWantsMoreThanThereAreStopsNobody() {
    exhaust(
        twoPreemptions(),
        () -> {
          Semaphore semaphore = new Semaphore(1);
          SyncScenarios.Ending ending = new SyncScenarios.Ending();
          AtomicBoolean ended = new AtomicBoolean();
          go(() -> {
            try {
              semaphore.acquire(2, ending);
            } catch (SyncScenarios.Ended e) {
              ended.set(true);
            }
          });
          Thread second =
              go(() -> {
                semaphore.acquire();
                semaphore.release();
              });
          semaphore.acquire();
          semaphore.release();
          second.join(); // though the other waits still
          ending.end();
          return () -> {
            assertThat(ended.get()).isTrue();
            Inside.assertIdle(semaphore);
          };
        });
  }

  /** release | release, with one held: one of them is refused. */
  @Test
  void oneReleaseTooManyIsRefused() {
    exhaust(
        threePreemptions(),
        () -> {
          Semaphore semaphore = new Semaphore(2);
          AtomicInteger refused = new AtomicInteger();
          semaphore.acquire();
          go(() -> release(semaphore, refused));
          release(semaphore, refused);
          return () -> assertThat(refused.get()).isEqualTo(1);
        });
  }

  private static void release(Semaphore semaphore, AtomicInteger refused) {
    try {
      semaphore.release();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("semaphore: released more than held");
      refused.incrementAndGet();
    }
  }
}
