// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.internal.park.ParkReason;
import csp.internal.park.Sema;
import csp.internal.park.WaitMode;
import csp.sync.Mutex;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What the sync layer stands on, under all schedules with at most two preemptions.
 *
 * <p>Seen to fail: an acquire that does not look at the permits again once it is counted as a
 * waiter (a leak); an unlock of a site that does not release (a data race); a permit that is handed
 * over, and not put back when the waiters have left (a permit short); a waiter who comes in before
 * another that does not know of it (a deadlock).
 */
class SyncScenarioTest {
  /** release | acquire with a limit that may be over at any moment: the permit is in one place. */
  @Test
  void permitIsTakenOrStaysWhenTheTimeIsOver() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Sema sema = new Sema(0);
          AtomicInteger taken = new AtomicInteger();
          go(() -> {
            if (sema.acquire(ParkReason.SEMACQUIRE, false, WaitMode.within(1_000_000))) {
              taken.incrementAndGet();
            }
          });
          go(() -> sema.release(true));
          return () -> {
            assertThat(sema.permits() + taken.get()).isEqualTo(1);
            assertThat(sema.waiters()).isZero();
            sema.checkInvariants();
          };
        });
  }

  /**
   * One waits, and another before it; the one behind is interrupted | release: the other has it.
   */
  @Test
  void whoWaitsAtTheHeadStaysWhenTheOneBehindLeaves() {
    exhaust(
        twoPreemptions(),
        () -> {
          Sema sema = new Sema(0);
          AtomicInteger taken = new AtomicInteger();
          Thread behind = go(() -> take(sema, false, taken));
          awaitWaiters(sema, 1);
          go(() -> take(sema, true, taken));
          awaitWaiters(sema, 2);
          go(behind::interrupt);
          sema.release(true);
          return () -> {
            assertThat(taken.get()).isEqualTo(1);
            assertThat(sema.permits()).isZero();
            assertThat(sema.waiters()).isZero();
            sema.checkInvariants();
          };
        });
  }

  private static void take(Sema sema, boolean atTheHead, AtomicInteger taken) {
    try {
      sema.acquire(ParkReason.SEMACQUIRE, atTheHead, WaitMode.INTERRUPTIBLE);
      taken.incrementAndGet();
    } catch (InterruptedException gaveUp) {
      sema.checkInvariants();
    }
  }

  private static void awaitWaiters(Sema sema, int count) {
    while (sema.waiters() < count) {
      Thread.onSpinWait();
    }
  }

  /** A plain counter under the mutex: a lost update, or a missing edge, would show. */
  @Test
  void mutexIsHandedOverAndPublishes() {
    exhaust(
        twoPreemptions(),
        () -> {
          Mutex mutex = new Mutex();
          int[] count = new int[1];
          for (int i = 0; i < 2; i++) {
            go(() -> {
              mutex.lock();
              count[0]++;
              mutex.unlock();
            });
          }
          return () -> assertThat(count[0]).isEqualTo(2);
        });
  }

  /**
   * lock, unlock | lock with a limit that may be over at any moment: never both, never for ever.
   */
  @Test
  void mutexIsFreeAfterATimeOut() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Mutex mutex = new Mutex();
          go(() -> {
            mutex.lock();
            mutex.unlock();
          });
          go(() -> {
            if (mutex.tryLock(Duration.ofMillis(1))) {
              mutex.unlock();
            }
          });
          return () -> assertThat(mutex.tryLock()).isTrue();
        });
  }
}
