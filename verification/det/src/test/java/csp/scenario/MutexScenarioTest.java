// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.threePreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.sync.Inside;
import csp.sync.Mutex;
import csp.sync.SpinLock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * The mutex in both of its modes, and the spin lock. The counters are plain: a lost update shows in
 * the end, a missing edge to the race detector.
 *
 * <p>Seen to fail: an unlock that wakes a waiter and does not say so, or wakes nobody; one that
 * does not release (a data race); one that leaves with a wake-up and does not pass it on, or as the
 * last and leaves the lock starving; a takeover by the last waiter that does; a newcomer that takes
 * a starving lock; a {@code Sema} whose woken waiter goes on without a permit, or that does not
 * look at the permits again; a release of the spin lock that wakes nobody.
 */
class MutexScenarioTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final long LONG_NANOS =
      2_000_000; // who has waited for so long, and loses, starves

  /** lock | lock | lock. */
  @Test
  void threeLockersExcludeEachOther() {
    exhaust(
        threePreemptions(),
        () -> {
          Mutex mutex = new Mutex();
          int[] count = new int[1];
          for (int i = 0; i < 2; i++) {
            go(() -> increment(mutex, count));
          }
          increment(mutex, count);
          return () -> {
            assertThat(count[0]).isEqualTo(3);
            Inside.assertIdle(mutex);
          };
        });
  }

  /** lock | tryLock: a success excludes, and the lock is not refused for ever. */
  @Test
  void tryLockExcludes() {
    exhaust(
        threePreemptions(),
        () -> {
          Mutex mutex = new Mutex();
          int[] count = new int[1];
          AtomicInteger expected = new AtomicInteger(1);
          go(() -> {
            if (mutex.tryLock()) {
              count[0]++;
              mutex.unlock();
              expected.incrementAndGet();
            }
          });
          increment(mutex, count);
          return () -> {
            assertThat(count[0]).isEqualTo(expected.get());
            Inside.assertIdle(mutex);
          };
        });
  }

  /** One has waited for long, and the holder comes again: it starves, or gets the lock before. */
  @Test
  void starvingLockIsHandedOver() {
    AtomicInteger starved = new AtomicInteger();
    exhaust(
        threePreemptions(),
        () -> {
          Mutex mutex = new Mutex();
          int[] count = new int[1];
          mutex.lock();
          go(() -> increment(mutex, count));
          LockSupport.parkNanos(LONG_NANOS);
          count[0]++;
          mutex.unlock();
          mutex.lock();
          if (Inside.isStarving(mutex)) {
            starved.incrementAndGet();
          }
          count[0]++;
          mutex.unlock();
          increment(mutex, count);
          return () -> {
            assertThat(count[0]).isEqualTo(4);
            Inside.assertIdle(mutex);
          };
        });
    assertThat(starved.get()).isPositive();
  }

  /** A starving lock, and one that tries: it may not take what is handed over. */
  @Test
  void tryLockTakesNoStarvingLock() {
    exhaust(
        threePreemptions(),
        () -> {
          Mutex mutex = new Mutex();
          int[] count = new int[1];
          AtomicInteger expected = new AtomicInteger(3);
          mutex.lock();
          go(() -> increment(mutex, count));
          LockSupport.parkNanos(LONG_NANOS);
          count[0]++;
          mutex.unlock();
          go(() -> {
            if (mutex.tryLock()) {
              count[0]++;
              mutex.unlock();
              expected.incrementAndGet();
            }
          });
          increment(mutex, count);
          return () -> {
            assertThat(count[0]).isEqualTo(expected.get());
            Inside.assertIdle(mutex);
          };
        });
  }

  /**
   * As the lock goes to one that starves its time is over: it is handed on, or free. Without the
   * long wait it is the same for the normal mode.
   */
  @Test
  void waiterThatLeavesAStarvingLockKeepsNothing() {
    AtomicInteger starved = new AtomicInteger();
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          Mutex mutex = new Mutex();
          int[] count = new int[1];
          AtomicInteger expected = new AtomicInteger(2);
          mutex.lock();
          go(() -> incrementWithin(mutex, Duration.ofNanos(2 * LONG_NANOS), count, expected));
          LockSupport.parkNanos(LONG_NANOS);
          count[0]++;
          mutex.unlock();
          mutex.lock();
          if (Inside.isStarving(mutex)) {
            starved.incrementAndGet();
          }
          count[0]++;
          mutex.unlock();
          return () -> {
            assertThat(count[0]).isEqualTo(expected.get());
            Inside.assertIdle(mutex);
          };
        });
    assertThat(starved.get()).isPositive();
  }

  /**
   * The same, and another comes to the starving lock as it is left: it is woken. Seen to fail: one
   * that leaves, frees the lock and wakes nobody.
   */
  @Test
  void newcomerAtAStarvingLockThatIsLeftIsWoken() {
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          Mutex mutex = new Mutex();
          int[] count = new int[1];
          AtomicInteger expected = new AtomicInteger(2);
          mutex.lock();
          go(() -> incrementWithin(mutex, Duration.ofNanos(2 * LONG_NANOS), count, expected));
          LockSupport.parkNanos(LONG_NANOS);
          mutex.unlock();
          mutex.lock();
          LockSupport.parkNanos(1); // the other one finds it taken again, and starves
          count[0]++;
          go(() -> increment(mutex, count));
          mutex.unlock();
          return () -> {
            assertThat(count[0]).isEqualTo(expected.get());
            Inside.assertIdle(mutex);
          };
        });
  }

  /** unlock | a waiter whose time is over | a waiter without a limit, which gets it in the end. */
  @Test
  void lockGoesPastTheOneWhoseTimeIsOver() {
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          Mutex mutex = new Mutex();
          int[] count = new int[1];
          AtomicInteger expected = new AtomicInteger(2);
          mutex.lock();
          go(() -> incrementWithin(mutex, MILLISECOND, count, expected));
          go(() -> increment(mutex, count));
          count[0]++;
          mutex.unlock();
          return () -> {
            assertThat(count[0]).isEqualTo(expected.get());
            Inside.assertIdle(mutex);
          };
        });
  }

  /** unlock | an interrupted waiter: it has the lock and its status, or neither. */
  @Test
  void interruptedLockTakesNothing() {
    exhaust(
        threePreemptions(),
        () -> {
          Mutex mutex = new Mutex();
          int[] count = new int[1];
          AtomicBoolean taken = new AtomicBoolean();
          AtomicBoolean thrown = new AtomicBoolean();
          mutex.lock();
          Thread waiter =
              go(() -> {
                try {
                  mutex.lockInterruptibly();
                  count[0]++;
                  mutex.unlock();
                  taken.set(true);
                } catch (InterruptedException e) {
                  thrown.set(true);
                }
              });
          go(waiter::interrupt);
          count[0]++;
          mutex.unlock();
          return () -> {
            assertThat(taken.get()).isNotEqualTo(thrown.get());
            assertThat(count[0]).isEqualTo(taken.get() ? 2 : 1);
            Inside.assertIdle(mutex);
          };
        });
  }

  /** unlock | a cancelled waiter: it has the lock, or nothing. */
  @Test
  void cancelledLockTakesNothing() {
    exhaust(
        threePreemptions(),
        () -> {
          Mutex mutex = new Mutex();
          SyncScenarios.Ending ending = new SyncScenarios.Ending();
          int[] count = new int[1];
          AtomicInteger expected = new AtomicInteger(1);
          mutex.lock();
          go(() -> {
            try {
              mutex.lock(ending);
              count[0]++;
              mutex.unlock();
              expected.incrementAndGet();
            } catch (SyncScenarios.Ended e) {
              // the other outcome
            }
          });
          go(ending::end);
          count[0]++;
          mutex.unlock();
          return () -> {
            assertThat(count[0]).isEqualTo(expected.get());
            Inside.assertIdle(mutex);
          };
        });
  }

  /** A locked mutex; unlock | unlock: one is refused. */
  @Test
  void oneOfTwoUnlocksIsRefused() {
    exhaust(
        threePreemptions(),
        () -> {
          Mutex mutex = new Mutex();
          AtomicInteger refused = new AtomicInteger();
          mutex.lock();
          go(() -> unlock(mutex, refused));
          unlock(mutex, refused);
          return () -> {
            assertThat(refused.get()).isEqualTo(1);
            Inside.assertIdle(mutex);
          };
        });
  }

  /** The spin lock: lock | lock. */
  @Test
  void spinLockExcludes() {
    exhaust(
        threePreemptions(),
        () -> {
          SpinLock lock = new SpinLock();
          int[] count = new int[1];
          go(() -> {
            lock.lock();
            count[0]++;
            lock.unlock();
          });
          lock.lock();
          count[0]++;
          lock.unlock();
          return () -> {
            assertThat(count[0]).isEqualTo(2);
            Inside.assertIdle(lock);
          };
        });
  }

  /** The spin lock: unlock | a waiter whose time may be over | a waiter without a limit. */
  @Test
  void spinLockGoesPastTheOneWhoseTimeIsOver() {
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          SpinLock lock = new SpinLock();
          int[] count = new int[1];
          AtomicInteger expected = new AtomicInteger(2);
          lock.lock();
          go(() -> {
            if (lock.tryLock(MILLISECOND)) {
              count[0]++;
              lock.unlock();
              expected.incrementAndGet();
            }
          });
          go(() -> {
            lock.lock();
            count[0]++;
            lock.unlock();
          });
          count[0]++;
          lock.unlock();
          return () -> {
            assertThat(count[0]).isEqualTo(expected.get());
            Inside.assertIdle(lock);
          };
        });
  }

  /** Counts if it has the mutex in time, and then says that it has to be expected. */
  private static void incrementWithin(
      Mutex mutex, Duration limit, int[] count, AtomicInteger expected)
      throws InterruptedException {
    if (mutex.tryLock(limit)) {
      count[0]++;
      mutex.unlock();
      expected.incrementAndGet();
    }
  }

  private static void increment(Mutex mutex, int[] count) {
    mutex.lock();
    count[0]++;
    mutex.unlock();
  }

  private static void unlock(Mutex mutex, AtomicInteger refused) {
    try {
      mutex.unlock();
    } catch (IllegalMonitorStateException e) {
      assertThat(e).hasMessage("sync: unlock of unlocked mutex");
      refused.incrementAndGet();
    }
  }
}
