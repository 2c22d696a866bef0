// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.SpinPolicy;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import csp.internal.park.WaitSite;

/**
 * Where threads wait until something is so: a group at zero, a once that is done, a run that has
 * ended. Whoever makes it so fires the whole queue.
 */
abstract class EventSite extends WaitSite {

  EventSite() {
    super(SpinPolicy.FREELY);
  }

  /** Whether it is so; if it is, what made it so happens-before the answer. Needs no lock. */
  abstract boolean hasHappened();

  /** Queues {@code sudog}, unless it is so: then returns false. Lock held. */
  abstract boolean enqueueStep(Sudog sudog);

  /** Takes {@code sudog} off if it is still queued. Lock held. */
  void dequeueStep(Sudog sudog) {
    dequeue(QUEUE, sudog);
  }

  /** A wait was fired, and is about to return. No lock held. */
  void released() {}

  /** Waits until it is so, as {@code mode}, which has begun, says. False if time passed first. */
  final boolean await(ParkReason reason, WaitMode mode) throws InterruptedException {
    Sudog sudog = new Sudog();
    if (!join(sudog)) {
      return true;
    }
    boolean fired = false;
    try {
      fired = mode.await(sudog, this, reason);
    } finally {
      if (!fired) {
        leave(sudog); // P4
      }
    }
    if (fired) {
      released();
    }
    return fired;
  }

  /** As {@link #await}, without a limit and not interruptible; the interrupt status is kept. */
  final void awaitUninterruptibly(ParkReason reason) {
    Sudog sudog = new Sudog();
    if (join(sudog)) {
      Parker.awaitUninterruptibly(sudog, this, reason);
    }
  }

  /** Takes {@code sudog} off if it is still queued. No lock held. */
  final void leave(Sudog sudog) {
    lock();
    dequeueStep(sudog);
    unlock();
  }

  private boolean join(Sudog sudog) {
    if (hasHappened()) {
      return false;
    }
    lock();
    boolean queued = enqueueStep(sudog);
    unlock();
    return queued;
  }
}
