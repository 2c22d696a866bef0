// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.park.Parker;
import csp.internal.park.SpinPolicy;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** The permits of a {@link Semaphore}, and the queue of those who wait for some. */
final class Permits extends WaitSite {
  /*
   * `free` is how many permits nobody holds, and is open or shut. While it is open anybody takes and gives back
   * with a compare-and-set. While it is shut, SHUT has been added, which makes it negative, and only who has the
   * lock changes it; so it is an ordinary field then, and a step looks at it and at the queue at one moment.
   *
   *   S1  With the lock free, the first in the queue does not fit, whether it waits still or is about to leave.
   *   S2  A sudog off the queue that was fired has its permits: they are not free from the step, under the lock,
   *       that claimed it. One whose claim failed has none, and never had.
   *   S3  While anybody is in the queue it is shut. It may be shut for nobody, after a clause of a select has
   *       looked: who finds it shut takes the lock, and opens it if the queue is empty.
   *
   * Every step that may break S1, a release and a leaving of the first, goes through the queue from the front
   * until one does not fit. A clause of a select that loses is a claim that fails: nothing was acquired for it,
   * and there is nothing to give back.
   */

  private static final long SHUT = Long.MIN_VALUE;

  private final Semaphore owner;
  private final AtomicLong free;

  Permits(Semaphore owner) {
    super(SpinPolicy.FREELY);
    this.owner = owner;
    free = new AtomicLong(owner.size());
  }

  /** Acquires if nobody waits and there are enough. */
  boolean tryAcquire(long permits) {
    if (permits > owner.size()) {
      return false; // though too many releases may have made that many
    }
    for (long seen = free.get(); seen >= 0; seen = free.get()) {
      if (seen < permits) {
        return false;
      }
      if (free.compareAndSet(seen, seen - permits)) {
        return true;
      }
      Parker.stayAway();
    }
    lock();
    boolean acquired = tryStep(permits);
    openStep();
    unlock();
    return acquired;
  }

  /**
   * Acquires, or queues {@code sudog} for it.
   *
   * @return whether it was acquired
   */
  boolean acquireOrQueue(Sudog sudog, long permits) {
    lock();
    boolean acquired = tryStep(permits);
    if (!acquired) {
      enqueueStep(sudog, permits);
    }
    unlock();
    return acquired;
  }

  /**
   * Gives back, and hands out what is free then.
   *
   * @return false if more was given back than was held: then nothing is handed out
   */
  boolean release(long permits) {
    for (long seen = free.get(); seen >= 0; seen = free.get()) {
      if (permits > owner.size() - seen) {
        break; // too many, or it was so before
      }
      if (free.compareAndSet(seen, seen + permits)) {
        return true;
      }
      Parker.stayAway();
    }
    lock();
    long now = shutStep() + permits;
    now = now < 0 ? Long.MAX_VALUE : now;
    free.set(now + SHUT);
    boolean right = now <= owner.size();
    if (right) {
      grantStep();
    }
    openStep();
    unlockAndWake();
    return right;
  }

  /** Takes {@code sudog} off if it is still there, and lets those behind it through. */
  void leave(Sudog sudog) {
    lock();
    dequeue(QUEUE, sudog);
    grantStep(); // S1
    openStep();
    unlockAndWake();
  }

  /** Acquires if nobody waits and there are enough; if not, leaves it shut. Lock held. */
  boolean tryStep(long permits) {
    long now = shutStep();
    boolean enough = queued(QUEUE) == 0 && now >= permits;
    if (enough) {
      free.set(now - permits); // open: nobody waits
    }
    return enough;
  }

  /** Queues {@code sudog}. Lock held, and {@link #tryStep} has just failed. */
  void enqueueStep(Sudog sudog, long permits) {
    sudog.element(permits);
    enqueue(QUEUE, sudog);
  }

  /** {@return how many are held} Negative after too many releases. */
  long held() {
    return owner.size() - unshut(free.get());
  }

  /** {@return how many wait in line, at some recent moment} */
  int waiting() {
    return queuedAcquire(QUEUE);
  }

  /** Throws {@link AssertionError} when the queue contradicts itself or what is free. */
  void checkInvariants() {
    lock();
    try {
      checkQueue(QUEUE);
      long seen = free.get();
      Sudog first = peekFirst(QUEUE);
      if (first != null && seen >= 0) {
        throw new AssertionError("S3: open, and somebody waits: " + this);
      }
      if (first != null && unshut(seen) <= owner.size() && fits(first, unshut(seen))) {
        throw new AssertionError("S1: the first fits: " + this);
      }
    } finally {
      unlock();
    }
  }

  /** From here on nobody else changes what is free, which is returned. Lock held. */
  private long shutStep() {
    long seen = free.get();
    while (seen >= 0 && !free.compareAndSet(seen, seen + SHUT)) {
      seen = free.get();
    }
    return unshut(seen);
  }

  /** Opens it if nobody waits. Lock held. */
  private void openStep() {
    long seen = free.get();
    if (seen < 0 && queued(QUEUE) == 0) {
      free.set(seen - SHUT);
    }
  }

  /** Upholds S1. Lock held, and shut if anybody waits. */
  private void grantStep() {
    for (Sudog first = peekFirst(QUEUE); first != null; first = peekFirst(QUEUE)) {
      long now = unshut(free.get());
      if (!fits(first, now)) {
        return;
      }
      pollFirst(QUEUE); // P4
      if (first.fire(this, true)) {
        free.set(now - weight(first) + SHUT); // S2
      }
    }
  }

  private static boolean fits(Sudog sudog, long free) {
    return weight(sudog) <= free;
  }

  private static long weight(Sudog sudog) {
    return (Long) Objects.requireNonNull(sudog.element());
  }

  private static long unshut(long seen) {
    return seen < 0 ? seen - SHUT : seen;
  }

  @Override
  public String toString() {
    return owner.toString();
  }
}
