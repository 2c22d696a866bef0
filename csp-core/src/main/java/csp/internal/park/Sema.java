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
   * No wake-up is missed because acquire raises the number of waiters before it reads the permits again,
   * and release raises the permits before it reads the number of waiters: one of the two sees the other.
   * Both counters are volatile for that.
   *
   * Without hand-off a woken waiter competes for the permit with newcomers and queues again when it
   * loses. With hand-off the releaser takes the permit for the waiter: the sudog's success flag is the
   * ticket, and nobody can barge in.
   *
   * A waiter that was fired tries for the permit before it minds an interrupt or a time-out. Otherwise a
   * wake-up could end with one that leaves, while another sleeps beside a free permit.
   */

  private volatile int permits;
  private volatile int waiters; // changed under the lock
  private final WaitQueue queue = new WaitQueue(); // guarded by the lock

  /** A semaphore that holds {@code permits} permits. */
  public Sema(int permits) {
    super(true);
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

  /** Takes a permit, waiting for one. Not interruptible. {@code lifo} queues at the head. */
  public void acquireUninterruptibly(ParkReason reason, boolean lifo) {
    for (Sudog sudog = enqueue(lifo); sudog != null; sudog = enqueue(lifo)) {
      Parker.awaitUninterruptibly(sudog, this, reason);
      if (sudog.success() || tryAcquire()) {
        return;
      }
    }
  }

  /**
   * Takes a permit, waiting for one for at most {@code nanos}.
   *
   * @return false if the time passed first; no permit was taken
   * @throws InterruptedException if interrupted first; no permit was taken
   */
  public boolean acquire(ParkReason reason, boolean lifo, long nanos) throws InterruptedException {
    Parker.checkInterrupt();
    boolean limited = nanos != Parker.FOREVER;
    long deadline = limited ? Platform.nanoTime() + nanos : 0;
    for (Sudog sudog = enqueue(lifo); sudog != null; sudog = enqueue(lifo)) {
      boolean fired = false;
      try {
        long left = limited ? deadline - Platform.nanoTime() : Parker.FOREVER;
        fired = Parker.await(sudog, this, reason, left);
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
   * permit when it wakes.
   */
  public void release(boolean handOff) {
    PERMITS.getAndAdd(this, 1);
    if (waiters == 0) {
      return;
    }
    lock();
    boolean ticket = handOff && !queue.isEmpty() && tryAcquire();
    boolean woken = false;
    for (Sudog sudog = queue.poll(); sudog != null; sudog = woken ? null : queue.poll()) {
      waiters = queue.size();
      woken = sudog.fire(this, ticket);
    }
    if (ticket && !woken) {
      PERMITS.getAndAdd(
          this, 1); // everybody who was queued had left; newcomers look again under the lock
    }
    unlockAndWake();
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
      queue.checkInvariants();
      if (permits < 0 || waiters != queue.size()) {
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
    waiters = queue.size() + 1; // before the permits are read again
    if (tryAcquire()) {
      waiters = queue.size();
      unlock();
      return null;
    }
    if (lifo) {
      queue.addFirst(sudog);
    } else {
      queue.add(sudog);
    }
    unlock();
    return sudog;
  }

  private void leave(Sudog sudog) {
    lock();
    queue.remove(sudog);
    waiters = queue.size();
    unlock();
  }

  // VarHandle mechanics

  private static final VarHandle PERMITS =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "permits", VarHandle.class, Sema.class, int.class);
}
