// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.internal.park.Sudog;
import csp.internal.park.WaitQueue;
import csp.internal.park.WaitSite;

/** A queue of those who wait for something that happens once. */
final class SignalSite extends WaitSite {
  private final WaitQueue queue = new WaitQueue(); // guarded by the lock

  SignalSite() {
    super(false);
  }

  /** Queues {@code sudog}. Lock held. */
  void enqueue(Sudog sudog) {
    queue.add(sudog);
  }

  /** Takes {@code sudog} off. Lock held. */
  void dequeue(Sudog sudog) {
    queue.remove(sudog);
  }

  /** Whether nobody waits. Lock held. */
  boolean isIdle() {
    return queue.isEmpty();
  }

  /** It has happened. No lock held. */
  void fireAll() {
    lock();
    queue.fireAll(this, true);
    unlockAndWake();
  }
}
