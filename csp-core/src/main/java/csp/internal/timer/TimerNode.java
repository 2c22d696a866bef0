// SPDX-License-Identifier: Apache-2.0
package csp.internal.timer;

import org.jspecify.annotations.Nullable;

/**
 * A deadline that a {@link TimerQueue} can hold. The fields belong to the queue and are guarded by
 * its lock.
 */
public abstract class TimerNode {
  @Nullable TimerNode next;
  @Nullable TimerNode prev;
  @Nullable Bucket bucket; // where it is, null when nowhere
  long deadline; // in the queue's nanoseconds, while pending
  boolean
      pending; // scheduled, and neither cancelled nor fired since; the last ones are pending in no

  // bucket

  /** For subclasses. */
  protected TimerNode() {}

  /** Comes due. On the timer thread, no lock held; what it throws is logged. */
  protected abstract void fire();
}
