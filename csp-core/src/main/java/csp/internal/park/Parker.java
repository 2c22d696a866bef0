// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import csp.internal.timer.WakeUpCall;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Parks and unparks threads: the only class that calls {@link LockSupport}. */
public final class Parker {
  /** A wait without a time limit; also what limits of 292 years and more mean. */
  public static final long FOREVER = Long.MAX_VALUE;

  /**
   * From here on half a millisecond too late is little, and a {@link WakeUpCall} costs a virtual
   * thread less than a timed park: that wakes a thread of the JDK's each time, to be told of the
   * time.
   */
  private static final long LONG_NANOS = 10_000_000;

  /** Enough where a cache line takes some 100 ns to another processor and back. */
  static final int STAY_AWAY_ROUNDS = 12;

  private static final int BACK_OFF_SPINS = 64;
  private static final long BACK_OFF_NANOS = 20_000;

  private Parker() {}

  /**
   * Throws if the current thread is interrupted; every wait starts with it, so that none begins
   * then.
   */
  public static void checkInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /**
   * Waits until {@code waiter} is fired, {@code nanos} have passed or the thread is interrupted.
   * May spin for a while first, as far as that has paid at {@code site}. No lock held (P5).
   *
   * @return true if fired; false if the time passed first, and then the waiter is cancelled
   * @throws InterruptedException if interrupted first; the waiter is cancelled
   */
  public static boolean await(Waiter waiter, WaitSite site, ParkReason reason, long nanos)
      throws InterruptedException {
    return Spinner.spin(waiter, site) || park(waiter, site, reason, nanos);
  }

  /**
   * As {@link #await}, for a waiter that waits at several sites: a thread dump names the waiter.
   *
   * @param account the site whose experience with spinning counts, or null not to spin
   */
  public static boolean awaitAny(
      Waiter waiter, @Nullable WaitSite account, ParkReason reason, long nanos)
      throws InterruptedException {
    return (account != null && Spinner.spin(waiter, account))
        || park(waiter, waiter, reason, nanos);
  }

  /** As {@link #await}, without a limit and not interruptible; the interrupt status is kept. */
  public static void awaitUninterruptibly(Waiter waiter, WaitSite site, ParkReason reason) {
    if (Spinner.spin(waiter, site) || !waiter.announcePark(reason)) {
      return;
    }
    boolean interrupted = false;
    while (!waiter.isDecided()) { // P6
      LockSupport.park(site);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Unparks {@code thread}. No lock held (P5). */
  public static void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }

  /**
   * Lets a moment pass, for a caller that has just lost a lock or a compare-and-set to another
   * processor: that one has the cache line, and does several operations in a row meanwhile, where
   * the line would pass to and fro with each.
   */
  public static void stayAway() {
    if (Platform.spinningHelps()) {
      Platform.spin(STAY_AWAY_ROUNDS);
    }
  }

  /**
   * Lets a short moment pass, for a caller that waits for another thread to make its next step, and
   * cannot be told; {@code tries} counts its calls. It spins first, then pauses. No lock held.
   */
  public static void backOff(int tries) {
    if (tries < BACK_OFF_SPINS && Platform.spinningHelps()) {
      Platform.spinHint();
    } else if (pause(BACK_OFF_NANOS)) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Idles for at most {@code nanos}. Returns whether an interrupt was taken off the thread
   * meanwhile.
   */
  static boolean pause(long nanos) {
    LockSupport.parkNanos(nanos);
    return Thread.interrupted();
  }

  private static boolean park(Waiter waiter, Object blocker, ParkReason reason, long nanos)
      throws InterruptedException {
    if (!waiter.announcePark(reason)) {
      return true;
    }
    if (nanos <= 0) {
      return !waiter.cancel();
    }
    if (nanos == FOREVER) {
      return parkUntilDecided(waiter, blocker);
    }
    long deadlineNanos = Platform.nanoTime() + nanos;
    boolean isCalled =
        nanos >= LONG_NANOS
            && Thread.currentThread().isVirtual()
            && reason != ParkReason.TIMERS_IDLE; // it is who calls
    WakeUpCall call = isCalled ? WakeUpCall.set(nanos) : null;
    try {
      return parkUntilDecided(waiter, blocker, deadlineNanos, call != null);
    } finally {
      if (call != null) {
        call.cancel();
      }
    }
  }

  private static boolean parkUntilDecided(Waiter waiter, Object blocker)
      throws InterruptedException {
    while (!waiter.isDecided()) { // P6
      LockSupport.park(blocker);
      if (Thread.interrupted()) {
        return onInterrupt(waiter);
      }
    }
    return true;
  }

  /**
   * Waits for whoever decides, the deadline included; {@code isCalled} if that wakes this thread.
   */
  private static boolean parkUntilDecided(
      Waiter waiter, Object blocker, long deadlineNanos, boolean isCalled)
      throws InterruptedException {
    while (!waiter.isDecided()) { // P6
      long left = deadlineNanos - Platform.nanoTime();
      if (left <= 0) {
        return !waiter.cancel();
      }
      if (isCalled) {
        LockSupport.park(blocker);
      } else {
        LockSupport.parkNanos(blocker, left);
      }
      if (Thread.interrupted()) {
        return onInterrupt(waiter);
      }
    }
    return true;
  }

  /**
   * P1: the interrupt claims like a peer. When a peer was faster the wait is over, and the flag is
   * kept.
   */
  private static boolean onInterrupt(Waiter waiter) throws InterruptedException {
    if (waiter.cancel()) {
      throw new InterruptedException();
    }
    Thread.currentThread().interrupt();
    return true;
  }
}
