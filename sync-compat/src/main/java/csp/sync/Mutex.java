// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.Platform;
import csp.internal.park.Sema;
import csp.internal.park.WaitMode;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Go's mutual exclusion lock, fast where there is little contention and fair where there is much.
 *
 * <p>It has two modes. In the <em>normal</em> mode those who wait queue first come first served,
 * but the one that is woken competes with those who come running, and usually loses: that keeps the
 * lock busy. When one has lost for more than a millisecond the lock goes into <em>starving</em>
 * mode: it is handed from unlocker to the first in the queue, newcomers queue at the tail and do
 * not even try. It goes back to normal when the queue is empty, or its first has waited for less
 * than a millisecond. So the lock is fast as a rule, and nobody waits for much more than a
 * millisecond longer than it takes those before it.
 *
 * <p>What {@link Locker} says holds: any thread may unlock, and the lock is not reentrant. The
 * algorithm is Go's (internal/sync/mutex.go), extended by waiters that leave.
 */
public final class Mutex extends WaitingLock {
  /*
   * The state:   | number of waiters | STARVING | WOKEN | LOCKED |
   *
   * WOKEN says that somebody who wants the lock is awake, woken or spinning: an unlock wakes nobody else.
   *
   *   normal     unlock with a waiter: takes one off the number, sets WOKEN, releases a permit. Who takes the
   *              permit is awake, and competes; if it loses, it counts itself again and queues at the head.
   *   starving   unlock: clears LOCKED and hands a permit over. Who takes the permit owns the lock: it sets
   *              LOCKED and takes itself off the number. In between the lock is in nobody's reach, as newcomers
   *              who see STARVING queue. One that leaves does the same, but for LOCKED, and ends the mode.
   *
   * M1  Threads that wait = number of waiters + wake-ups on their way in normal mode. (A wake-up is on its way
   *     from the moment an unlock takes a waiter off the number until somebody takes the permit.)
   * M2  STARVING => the number of waiters is not 0.
   * M3  A wake-up on its way, in normal mode, => WOKEN; so there is one at most, and nobody can set STARVING.
   *
   * One that leaves (time, interrupt, cancellation) is off the queue, and M1 has to be kept: it takes itself off
   * the number, unless what is on its way can be for nobody else. That is so if the number is 0 (a wake-up), or
   * if the number is 1 and the lock is free and starving (the lock itself). Then it takes the permit, which a
   * running unlock is about to release, and passes on what it got. It does not matter which of several waiters
   * takes which permit: only their number counts.
   */

  private static final int LOCKED = 1;
  private static final int WOKEN = 2;
  private static final int STARVING = 4;
  private static final int WAITER = 8;
  private static final int WAITER_SHIFT = 3;

  private static final long STARVATION_NANOS = 1_000_000;

  /*
   * As long as Go's (sync_runtime_doSpin in runtime/proc.go), but there with four looks: who looks takes the
   * line of the state from its holder's processor, and finding it free, the lock.
   */
  private static final int SPIN_ROUNDS = 120;

  private final AtomicInteger state = new AtomicInteger();
  private final Sema sema = new Sema(0);

  /** A mutex that nobody holds. */
  public Mutex() {}

  @Override
  public void lock() {
    if (!acquireFast()) {
      Uninterruptible.run(this::acquireSlow);
    }
  }

  @Override
  boolean acquire(WaitMode mode) throws InterruptedException {
    return acquireFast() || acquireSlow(mode);
  }

  /** Two tries without a look in between: where nobody waits, and as a newcomer in normal mode. */
  private boolean acquireFast() {
    int seen = state.compareAndExchange(0, LOCKED);
    return seen == 0 || acquire(seen);
  }

  @Override
  public boolean tryLock() {
    return acquire(state.get());
  }

  private boolean acquire(int seen) {
    return (seen & (LOCKED | STARVING)) == 0 && state.compareAndSet(seen, seen | LOCKED);
  }

  @Override
  public void unlock() {
    int seen = state.compareAndExchange(LOCKED, 0);
    if (seen != LOCKED && !releaseFast(seen)) {
      unlockSlow();
    }
  }

  /** Unlocks where there are waiters, but somebody is awake: nobody has to be woken. */
  private boolean releaseFast(int seen) {
    return (seen & (LOCKED | WOKEN | STARVING)) == (LOCKED | WOKEN)
        && state.compareAndSet(seen, seen - LOCKED);
  }

  private boolean acquireSlow(WaitMode mode) throws InterruptedException {
    boolean awake = false; // WOKEN is set on our behalf
    boolean starving = false;
    boolean queued = false;
    long start = 0; // when we first queued
    boolean spun = false; // since we came, or were woken last
    while (true) {
      int seen = state.get();
      if ((seen & (LOCKED | STARVING)) == LOCKED && !spun && Platform.spinningHelps()) {
        awake = awake || wakeNobodyElse(seen);
        Platform.spin(SPIN_ROUNDS);
        spun = true;
        continue;
      }
      if (!state.compareAndSet(seen, wanted(seen, awake, starving))) {
        continue;
      }
      if ((seen & (LOCKED | STARVING)) == 0) {
        return true;
      }
      if (!queued) {
        start = Platform.nanoTime();
      }
      if (!awaitPermit(queued, mode)) {
        return false;
      }
      queued = true;
      starving = starving || Platform.nanoTime() - start > STARVATION_NANOS;
      if ((state.get() & STARVING) != 0) {
        takeOver(LOCKED, starving);
        return true;
      }
      awake = true;
      spun = false;
    }
  }

  /** While we spin, an unlock need not wake anybody. Returns whether WOKEN is ours now. */
  private boolean wakeNobodyElse(int seen) {
    return (seen & WOKEN) == 0
        && seen >>> WAITER_SHIFT != 0
        && state.compareAndSet(seen, seen | WOKEN);
  }

  /** The state that follows {@code seen}: we hold the lock, or are one more waiter. */
  private static int wanted(int seen, boolean awake, boolean starving) {
    int next = seen;
    if ((seen & STARVING) == 0) {
      next |= LOCKED;
    }
    if ((seen & (LOCKED | STARVING)) != 0) {
      next += WAITER;
    }
    if (starving && (seen & LOCKED) != 0) { // M2: we are a waiter
      next |= STARVING;
    }
    if (awake) {
      if ((seen & WOKEN) == 0) {
        throw inconsistent(seen);
      }
      next &= ~WOKEN;
    }
    return next;
  }

  private boolean awaitPermit(boolean lifo, WaitMode mode) throws InterruptedException {
    boolean taken = false;
    try {
      taken = sema.acquire(ParkReason.MUTEX_LOCK, lifo, mode);
    } finally {
      if (!taken) {
        leave();
      }
    }
    return taken;
  }

  /**
   * We took the permit of a starving lock: it is ours, and {@code lock} says whether it is then
   * locked or free.
   */
  private void takeOver(int lock, boolean starving) {
    int seen;
    int next;
    do { // a waiter may leave meanwhile, and make us the last (M2)
      seen = state.get();
      if ((seen & (LOCKED | WOKEN)) != 0 || seen >>> WAITER_SHIFT == 0) {
        throw inconsistent(seen);
      }
      next = seen + lock - WAITER;
      if (!starving || next >>> WAITER_SHIFT == 0) {
        next &= ~STARVING;
      }
    } while (!state.compareAndSet(seen, next));
  }

  /** Ends the wait of one that took no permit, and is off the queue. */
  private void leave() {
    for (int tries = 0; ; tries++) {
      int seen = state.get();
      int waiters = seen >>> WAITER_SHIFT;
      boolean handedOver = (seen & (LOCKED | STARVING)) == STARVING;
      if (waiters > 1 || (waiters == 1 && !handedOver)) {
        int next = seen - WAITER;
        if (waiters == 1) {
          next &= ~STARVING; // M2
        }
        if (state.compareAndSet(seen, next)) {
          return;
        }
      } else if (sema.tryAcquire()) {
        passOn();
        return;
      } else {
        Parker.backOff(tries); // an unlock is between its two steps
      }
    }
  }

  /** Gives on what a permit stands for: the lock, or the duty to see that it does not stay free. */
  private void passOn() {
    if ((state.get() & STARVING) != 0) {
      takeOver(0, false); // in one step, so that it never seems to be held
      wakeOne();
      return;
    }
    while (true) {
      int seen = state.get();
      boolean needed = (seen & LOCKED) == 0 && seen >>> WAITER_SHIFT != 0;
      if (state.compareAndSet(seen, needed ? seen - WAITER : seen & ~WOKEN)) {
        if (needed) {
          sema.release(false); // M3: WOKEN is the next one's
        }
        return;
      }
    }
  }

  private void unlockSlow() {
    int seen;
    do {
      seen = state.get();
      if ((seen & LOCKED) == 0) {
        throw new IllegalMonitorStateException("sync: unlock of unlocked mutex");
      }
    } while (!state.compareAndSet(seen, seen - LOCKED));
    if ((seen & STARVING) != 0) {
      sema.release(true);
    } else {
      wakeOne();
    }
  }

  /** The lock was freed in normal mode. */
  private void wakeOne() {
    while (true) {
      int seen = state.get();
      if (seen >>> WAITER_SHIFT == 0 || (seen & (LOCKED | WOKEN | STARVING)) != 0) {
        return;
      }
      if (state.compareAndSet(seen, (seen - WAITER) | WOKEN)) {
        sema.release(false);
        return;
      }
    }
  }

  private static AssertionError inconsistent(int seen) {
    return new AssertionError("sync: inconsistent mutex state: " + describe(seen));
  }

  private static String describe(int seen) {
    return ((seen & LOCKED) != 0 ? "locked" : "unlocked")
        + ((seen & WOKEN) != 0 ? ", woken" : "")
        + ((seen & STARVING) != 0 ? ", starving" : "")
        + ", "
        + (seen >>> WAITER_SHIFT)
        + " waiting";
  }

  /** {@return whether the lock is held now; for logs and tests} */
  public boolean isLocked() {
    return (state.get() & LOCKED) != 0;
  }

  /** Whether the lock is in starving mode now. */
  boolean isStarving() {
    return (state.get() & STARVING) != 0;
  }

  /** How many wait now and are not about to be woken. */
  int waiters() {
    return state.get() >>> WAITER_SHIFT;
  }

  /** How many are queued now. */
  int queued() {
    return sema.waiters();
  }

  /** Where waiters queue; who holds its lock stops those who come, go and wake there. */
  Sema sema() {
    return sema;
  }

  /** Whether nobody holds the lock and no trace of those who waited is left. */
  boolean isPristine() {
    return state.get() == 0 && sema.waiters() == 0 && sema.permits() == 0;
  }

  @Override
  public String toString() {
    return "mutex@"
        + Integer.toHexString(System.identityHashCode(this))
        + " ("
        + describe(state.get())
        + ")";
  }
}
