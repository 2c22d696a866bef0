// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Paired sleep and wake-up for the sync layer: not so much a semaphore for users as the place where
 * a lock that could not be had by compare-and-set waits. The rules are those of Go's runtime
 * semaphore (runtime/sema.go), with the waiters kept in the primitive itself.
 */
public final class Sema extends WaitSite {
  /*
   * No wake-up is missed. Both counters are volatile, so all accesses to them have one order:
   *
   *   acquire   A1 waiters = n + 1   A2 permits > 0? take one : queue up     (A1, A2 under the lock)
   *   release   R1 permits + 1       R2 waiters == 0? done : fire the head   (firing under the lock)
   *
   * If R2 reads 0, the acquirer is off the queue again or R2 comes before A1. Then R1 comes before A2: the
   * acquirer finds the permit, or somebody took it, whose own release comes after A1. If R2 does not read
   * 0, the releaser goes for the lock and comes there before A1 and A2, which then find the permit, or
   * after them, and finds the sudog queued.
   *
   * No wake-up is lost with one that leaves. A release fires the first waiter whose claim succeeds and
   * passes over the cancelled. Whoever is fired tries for the permit before it minds an interrupt or its
   * deadline: the claim had won against those (P1), so the wait is over. If the permit is gone by then, a
   * newcomer has it and will release.
   *
   * Without hand-off the fired waiter competes with newcomers and queues again when it loses. With
   * hand-off the permit is given away under the lock, as the sudog's success flag: the ticket. It is never
   * to be seen, so nobody can barge in, and the proof above is short: A1 and A2 come before the whole
   * release or after it. The ticket goes on from one cancelled waiter to the next, and becomes a permit when
   * all had left. (Go's releaser shows the permit first and takes it back for the waiter.)
   */

  private volatile int permits;
  private volatile int waiters; // changed under the lock

  /** A semaphore that holds {@code permits} permits. */
  public Sema(int permits) {
    super(SpinPolicy.FREELY);
    this.permits = permits;
  }

  /** Takes a permit if there is one. Never waits. */
  public boolean tryAcquire() {
    int seen = permits;
    while (seen > 0) {
      int found = (int) PERMITS.compareAndExchange(this, seen, seen - 1);
      if (found == seen) {
        return true;
      }
      seen = found;
    }
    return false;
  }

  /**
   * Takes a permit, waiting for one as {@code mode} says; {@code lifo} queues at the head. Does not
   * call {@link WaitMode#begin}: that is for the operation that this is a part of.
   *
   * @return false if the time passed first; no permit was taken
   * @throws InterruptedException if interrupted first; no permit was taken
   */
  public boolean acquire(ParkReason reason, boolean lifo, WaitMode mode)
      throws InterruptedException {
    for (Sudog sudog = enqueue(lifo); sudog != null; sudog = enqueue(lifo)) {
      boolean fired = false;
      try {
        fired = mode.await(sudog, this, reason);
      } finally {
        if (!fired) {
          leave(sudog); // P4
        }
      }
      if (!fired) {
        return false;
      }
      if (sudog.success() || tryAcquire()) {
        return true;
      }
    }
    return true;
  }

  /**
   * Returns a permit and wakes the first waiter, if any. With {@code handOff} that waiter owns the
   * permit from then on.
   */
  public void release(boolean handOff) {
    if (handOff) {
      handOver();
    } else {
      PERMITS.getAndAdd(this, 1);
      wakeFirst();
    }
  }

  private void wakeFirst() {
    if (waiters != 0) {
      lock();
      fireFirst(QUEUE, this, false);
      waiters = queued(QUEUE);
      unlockAndWake();
    }
  }

  private void handOver() {
    lock();
    if (!fireFirst(QUEUE, this, true)) {
      PERMITS.getAndAdd(this, 1);
    }
    waiters = queued(QUEUE);
    unlockAndWake();
  }

  /**
   * Returns the only permit of a semaphore used as a lock, and wakes the first waiter, if any.
   *
   * @return false, and nothing was changed, if the permit is there already
   */
  public boolean tryReleaseOnly() {
    if (!PERMITS.compareAndSet(this, 0, 1)) {
      return false;
    }
    wakeFirst();
    return true;
  }

  /** How many permits there are now. */
  public int permits() {
    return permits;
  }

  /** How many are queued now. */
  public int waiters() {
    return waiters;
  }

  /** Throws {@link AssertionError} when the queue and its counters contradict each other. */
  public void checkInvariants() {
    lock();
    try {
      checkQueue(QUEUE);
      if (permits < 0 || waiters != queued(QUEUE)) {
        throw new AssertionError("semaphore: " + this);
      }
    } finally {
      unlock();
    }
  }

  @Override
  public String toString() {
    return "Sema[" + permits + " permits, " + waiters + " waiters]";
  }

  /** Queues the current thread, or takes a permit and returns null. */
  private @Nullable Sudog enqueue(boolean lifo) {
    if (tryAcquire()) {
      return null;
    }
    Sudog sudog = new Sudog();
    lock();
    waiters = queued(QUEUE) + 1; // before the permits are read again
    if (tryAcquire()) {
      waiters = queued(QUEUE);
      unlock();
      return null;
    }
    if (lifo) {
      enqueueFirst(QUEUE, sudog);
    } else {
      enqueue(QUEUE, sudog);
    }
    unlock();
    return sudog;
  }

  private void leave(Sudog sudog) {
    lock();
    dequeue(QUEUE, sudog);
    waiters = queued(QUEUE);
    unlock();
  }

  // VarHandle mechanics

  private static final VarHandle PERMITS =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "permits", VarHandle.class, Sema.class, int.class);
}
