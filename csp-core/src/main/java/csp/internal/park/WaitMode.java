// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

/**
 * How a call waits: what may end its wait beside the claim of a peer. One algorithm serves all
 * forms of an operation; the mode is all in which they differ.
 */
public interface WaitMode {
  /** Only a claim ends the wait; the interrupt status is kept. */
  WaitMode UNINTERRUPTIBLE =
      new WaitMode() {
        @Override
        public void begin() {}

        @Override
        public boolean await(Sudog sudog, WaitSite site, ParkReason reason) {
          Parker.awaitUninterruptibly(sudog, site, reason);
          return true;
        }
      };

  /** An interrupt ends the wait, too. */
  WaitMode INTERRUPTIBLE =
      new WaitMode() {
        @Override
        public void begin() throws InterruptedException {
          Parker.checkInterrupt();
        }

        @Override
        public boolean await(Sudog sudog, WaitSite site, ParkReason reason)
            throws InterruptedException {
          return Parker.await(sudog, site, reason, Parker.FOREVER);
        }
      };

  /**
   * An interrupt ends the wait, and so does the time {@code nanos} from now, by the monotonic
   * clock; not positive is now.
   */
  static WaitMode within(long nanos) {
    return nanos == Parker.FOREVER ? INTERRUPTIBLE : new TimedMode(nanos);
  }

  /**
   * Starts the call: throws if what may end a wait has happened before it. Every operation calls it
   * once, before it tries or changes anything.
   *
   * @throws InterruptedException if an interrupt counts, and the thread is interrupted
   */
  void begin() throws InterruptedException;

  /**
   * Waits until {@code sudog}, queued at {@code site}, is fired. No lock held. Unless this returns
   * true, the waiter is cancelled, and the caller takes the sudog off its queue (P4).
   *
   * @return whether a peer fired it; false if the time passed first
   * @throws InterruptedException if interrupted first, and an interrupt counts
   */
  boolean await(Sudog sudog, WaitSite site, ParkReason reason) throws InterruptedException;
}
