// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import java.util.function.BooleanSupplier;

/** The locks; a source of parameters with {@code @EnumSource}. */
enum LockKind {
  MUTEX,
  SPIN_LOCK,
  READERS,
  WRITERS;

  /**
   * One lock, and what a test wants to know of it.
   *
   * @param lock the lock under test
   * @param blocker what to lock so that it is not to be had
   * @param isPristine whether nobody holds it and nobody waits
   */
  record Probe(Locker lock, Locker blocker, BooleanSupplier isPristine) {}

  Probe probe() {
    return switch (this) {
      case MUTEX -> {
        Mutex mutex = new Mutex();
        yield new Probe(mutex, mutex, mutex::isPristine);
      }
      case SPIN_LOCK -> {
        SpinLock lock = new SpinLock();
        yield new Probe(lock, lock, () -> !lock.isLocked() && lock.queued() == 0);
      }
      case READERS -> {
        RWMutex rw = new RWMutex();
        yield new Probe(rw.readLock(), rw.writeLock(), rw::isPristine);
      }
      case WRITERS -> {
        RWMutex rw = new RWMutex();
        yield new Probe(rw.writeLock(), rw.writeLock(), rw::isPristine);
      }
    };
  }
}
