// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

/**
 * Waiters of a condition, first come first notified, after Go's notifyList (runtime/sema.go).
 *
 * <p>A waiter joins with {@link #join} while it still holds the lock of its condition, releases
 * that lock, then calls {@link #await}. A notification between the two is not missed, and none
 * given before {@code join} can be taken by it.
 */
public final class NotifyList extends WaitSite {
  /*
   * Go hands out numbered tickets because its list holds parked goroutines only. Ours holds sudogs, which
   * can be claimed before their thread parks, so the place in the queue is the ticket. It is also what
   * lets a waiter leave: a claim that fails passes the notification to the next in the queue.
   */

  /** A list that nobody waits on. */
  public NotifyList() {
    super(SpinPolicy.FREELY);
  }

  /** Joins the current thread, behind all who joined before. Never waits. */
  public Sudog join() {
    lock();
    Sudog sudog = acquireSudog();
    enqueue(QUEUE, sudog);
    unlock();
    return sudog;
  }

  /**
   * Waits until {@code sudog}, of {@link #join}, is notified, as {@code mode} says. Once: it may be
   * somebody else's afterwards.
   *
   * @return false if the time passed first; no notification was taken
   * @throws InterruptedException if interrupted first; no notification was taken
   */
  public boolean await(Sudog sudog, ParkReason reason, WaitMode mode) throws InterruptedException {
    boolean notified = false;
    try {
      notified = mode.await(sudog, this, reason);
    } finally {
      if (!notified) {
        leave(sudog); // P4
      }
    }
    if (notified) {
      releaseSudog(sudog);
    }
    return notified;
  }

  /**
   * Ends a join that no {@code await} will follow, because the lock of the condition could not be
   * released. A notification that has come meanwhile goes to the next.
   */
  public void abandon(Sudog sudog) {
    if (sudog.cancel()) {
      leave(sudog); // P4
    } else {
      notifyOne();
    }
  }

  /** Notifies the first who still waits, if any; otherwise nothing is kept. */
  public void notifyOne() {
    if (queuedAcquire(QUEUE) == 0) {
      return;
    }
    lock();
    fireFirst(QUEUE, this, true);
    unlockAndWake();
  }

  /** Notifies all who wait now, in the order in which they joined. */
  public void notifyEveryone() {
    if (queuedAcquire(QUEUE) == 0) {
      return;
    }
    lock();
    fireAll(QUEUE, this, true);
    unlockAndWake();
  }

  /** How many wait now. */
  public int size() {
    return queuedAcquire(QUEUE);
  }

  /** Throws {@link AssertionError} when the queue contradicts itself. */
  public void checkInvariants() {
    lock();
    try {
      checkQueue(QUEUE);
    } finally {
      unlock();
    }
  }

  private void leave(Sudog sudog) {
    lock();
    dequeue(QUEUE, sudog);
    unlock();
  }
}
