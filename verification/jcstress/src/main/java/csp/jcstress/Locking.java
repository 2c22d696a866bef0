// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import csp.select.Clause;
import csp.select.Select;
import csp.sync.Clauses;
import csp.sync.Cond;
import csp.sync.Locker;
import java.time.Duration;

/** Locks whose results are small numbers, as in {@link Coded}; all that wait are bounded. */
final class Locking {
  static final Duration LONG = Duration.ofNanos(Coded.LONG_NANOS);
  static final Duration SHORT = Duration.ofNanos(1_000);
  private static final long IDLE_NANOS = 5_000_000_000L;

  private Locking() {}

  /** 1 if the lock was had. */
  static int lock(Locker lock, Duration timeout) {
    try {
      return lock.tryLock(timeout) ? 1 : 0;
    } catch (InterruptedException interrupted) {
      return Coded.ENDED_EARLY;
    }
  }

  static int tryLock(Locker lock) {
    return lock.tryLock() ? 1 : 0;
  }

  /** 1 if a signal came. */
  static int await(Cond cond, Duration timeout) {
    try {
      return cond.await(timeout) ? 1 : 0;
    } catch (InterruptedException interrupted) {
      return Coded.ENDED_EARLY;
    }
  }

  /** 1 if the lock was had, 0 if the time passed first. */
  static int select(Locker lock, Duration timeout) {
    Clause<Integer> locked = Clauses.onLock(lock, () -> 1);
    Clause<Integer> late = Select.onTimeout(timeout, () -> 0);
    return Selects.select(locked, late, null);
  }

  /** 1 if {@code lock} shows {@code text} at its end now, or soon. */
  static int shows(Object lock, String text) {
    long start = System.nanoTime();
    while (!lock.toString().endsWith(text)) {
      if (System.nanoTime() - start > IDLE_NANOS) {
        return 0;
      }
      Thread.onSpinWait();
    }
    return 1;
  }

  /** Waits until {@code lock} shows {@code text}, or for some thousand rounds. */
  static boolean briefly(Object lock, String text) {
    for (int i = 0; i < 3_000; i++) {
      if (lock.toString().contains(text)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }
}
