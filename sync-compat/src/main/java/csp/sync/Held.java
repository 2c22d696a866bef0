// SPDX-License-Identifier: Apache-2.0
package csp.sync;

/** A lock that is held until this is closed; see {@link Locker#hold()}. Not thread-safe. */
public final class Held implements AutoCloseable {
  private final Locker lock;
  private boolean released;

  Held(Locker lock) {
    this.lock = lock;
  }

  /**
   * Releases the lock; the second time nothing happens.
   *
   * @throws IllegalMonitorStateException if somebody else has released the lock
   */
  @Override
  public void close() {
    if (!released) {
      released = true;
      lock.unlock();
    }
  }
}
