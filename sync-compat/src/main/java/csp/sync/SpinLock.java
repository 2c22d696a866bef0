// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.park.ParkReason;
import csp.internal.park.Platform;
import csp.internal.park.Sema;
import csp.internal.park.WaitMode;

/**
 * A lock for critical sections of a few instructions: a thread that finds it held spins for some
 * microseconds at most, and parks only then. The state is one number, and unlocking is one
 * compare-and-set.
 *
 * <p>Do not use it
 *
 * <ul>
 *   <li>where the holder may wait for something, do I/O, allocate much or call code that it does
 *       not know: whoever spins meanwhile burns a processor, and with virtual threads a carrier,
 *       which the holder itself may need;
 *   <li>where many threads compete: those who wait are queued, but a newcomer may always come
 *       before them, however long they have waited;
 *   <li>because it seems faster: measure. {@link Mutex} spins a little, too, is as fast when nobody
 *       competes, and nobody starves at it.
 * </ul>
 *
 * <p>What {@link Locker} says holds: any thread may unlock, and the lock is not reentrant.
 */
public final class SpinLock extends WaitingLock {
  /*
   * A semaphore of one permit: who has the permit holds the lock. Test, then test-and-set: a spinner only
   * reads until it has a chance. On one processor nobody spins, as the holder could not run meanwhile.
   */

  private static final int MOST_SPINS = 200; // of 20 to 50 ns

  private final Sema sema = new Sema(1);

  /** A lock that nobody holds. */
  public SpinLock() {}

  @Override
  boolean acquire(WaitMode mode) throws InterruptedException {
    int most = Platform.spinningHelps() ? MOST_SPINS : 0;
    for (int spins = 0; ; spins++) {
      if (sema.tryAcquire()) {
        return true;
      }
      if (spins >= most) {
        return sema.acquire(ParkReason.SPIN_LOCK, false, mode);
      }
      Platform.spinHint();
    }
  }

  @Override
  public boolean tryLock() {
    return sema.tryAcquire();
  }

  @Override
  public void unlock() {
    if (!sema.tryReleaseOnly()) {
      throw new IllegalMonitorStateException("sync: unlock of unlocked spin lock");
    }
  }

  /** {@return whether the lock is held now; for logs and tests} */
  public boolean isLocked() {
    return sema.permits() == 0;
  }

  /** How many are parked now. */
  int queued() {
    return sema.waiters();
  }

  @Override
  public String toString() {
    return "spin lock@"
        + Integer.toHexString(System.identityHashCode(this))
        + (isLocked() ? " (locked, " : " (unlocked, ")
        + queued()
        + " waiting)";
  }
}
