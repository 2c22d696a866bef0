// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.threePreemptions;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.sync.Inside;
import csp.sync.Mutex;
import csp.sync.RWMutex;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * A misuse that is reported leaves the state as it was, also when it comes at the same time as the
 * right use. Seen to fail: an unlock of the writing side that, on its way through the lock, opens
 * the gate once more although another has opened it meanwhile (a reader that is not counted).
 */
class MisuseScenarioTest {
  private static final long LONG_NANOS = 2_000_000; // longer than it takes a mutex to starve

  /**
   * lock for writing | unlock | unlock, try to read: one unlock at most is not refused, and the
   * reader is counted.
   */
  @Test
  void refusedUnlockOfAWriterDoesNotTouchTheReaderAfterIt() {
    exhaust(
        twoPreemptions().leaksAllowed(),
        () -> {
          RWMutex lock = new RWMutex();
          AtomicInteger unlocked = new AtomicInteger();
          AtomicInteger reading = new AtomicInteger();
          go(() -> unlock(lock, unlocked));
          go(lock.writeLock()::lock);
          go(() -> {
            unlock(lock, unlocked);
            if (lock.readLock().tryLock()) {
              reading.incrementAndGet();
            }
          });
          return () -> {
            assertThat(unlocked).hasValueLessThanOrEqualTo(1);
            assertThat(lock.readers()).isEqualTo(reading.get());
          };
        });
  }

  /**
   * A starving mutex goes to one whose time is over | one unlock too many: that is refused, or one
   * of those that come after it; and a lock that only gives up is not made to fail. Seen to fail:
   * one that passes the mutex on by a lock and an unlock, in between which it seems to hold it.
   */
  @Test
  void unlockTooManyDoesNotTouchTheOneThatGivesUp() {
    AtomicInteger starved = new AtomicInteger();
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          Mutex mutex = new Mutex();
          AtomicInteger locked = new AtomicInteger(2);
          AtomicInteger unlocked = new AtomicInteger();
          mutex.lock();
          go(() -> {
            if (mutex.tryLock(Duration.ofNanos(2 * LONG_NANOS))) {
              locked.incrementAndGet();
              unlock(mutex, unlocked);
            }
          });
          LockSupport.parkNanos(LONG_NANOS);
          unlock(mutex, unlocked);
          mutex.lock();
          LockSupport.parkNanos(1); // the other one finds the mutex taken again
          if (Inside.isStarving(mutex)) {
            starved.incrementAndGet();
          }
          go(() -> unlock(mutex, unlocked));
          unlock(mutex, unlocked);
          return () -> assertThat(unlocked.get()).isEqualTo(locked.get());
        });
    assertThat(starved.get()).isPositive();
  }

  private static void unlock(Mutex mutex, AtomicInteger unlocked) {
    try {
      mutex.unlock();
      unlocked.incrementAndGet();
    } catch (IllegalMonitorStateException e) {
      assertThat(e).hasMessage("sync: unlock of unlocked mutex");
    }
  }

  private static void unlock(RWMutex lock, AtomicInteger unlocked) {
    try {
      lock.writeLock().unlock();
      unlocked.incrementAndGet();
    } catch (IllegalMonitorStateException e) {
      assertThat(e).hasMessage("sync: Unlock of unlocked RWMutex");
    }
  }
}
