// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

/** Waits until a deadline, however many waits the call is made of. */
final class TimedMode implements WaitMode {
  private final long deadlineNanos;

  TimedMode(long nanos) {
    deadlineNanos = Platform.nanoTime() + Math.max(nanos, 0);
  }

  @Override
  public void begin() throws InterruptedException {
    Parker.checkInterrupt();
  }

  @Override
  public boolean await(Sudog sudog, WaitSite site, ParkReason reason) throws InterruptedException {
    return Parker.await(sudog, site, reason, deadlineNanos - Platform.nanoTime());
  }
}
