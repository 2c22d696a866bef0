// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.internal.park.SpinPolicy;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;

/** A queue of those who wait for something that happens once. */
final class SignalSite extends WaitSite {

  SignalSite() {
    super(SpinPolicy.NEVER);
  }

  /** Queues {@code sudog}. Lock held. */
  void enqueue(Sudog sudog) {
    enqueue(QUEUE, sudog);
  }

  /** Takes {@code sudog} off. Lock held. */
  void dequeue(Sudog sudog) {
    dequeue(QUEUE, sudog);
  }

  /** Whether nobody waits. Lock held. */
  boolean isIdle() {
    return queued(QUEUE) == 0;
  }

  /** It has happened. No lock held. */
  void fireAll() {
    lock();
    fireAll(QUEUE, this, true);
    unlockAndWake();
  }
}
