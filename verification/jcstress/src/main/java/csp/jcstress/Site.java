// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import csp.internal.park.SpinPolicy;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;

/** The least that can be waited on. */
final class Site extends WaitSite {
  Site() {
    super(SpinPolicy.FREELY);
  }

  /** Fires {@code sudog}. Lock held. */
  void fireUnlocked(Sudog sudog) {
    sudog.fire(this, true);
  }

  /** A sudog for the current thread: the one that is kept, or a new one. */
  Sudog take() {
    lock();
    Sudog sudog = acquireSudog();
    unlock();
    return sudog;
  }

  /** Gives back {@code sudog}, to be kept. */
  void giveBack(Sudog sudog) {
    releaseSudog(sudog);
  }

  /** Fires {@code sudog} under the lock; 1 if that won. */
  int fire(Sudog sudog) {
    lock();
    boolean fired = sudog.fire(this, true);
    unlockAndWake();
    return fired ? 1 : 0;
  }
}
