// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import org.jspecify.annotations.Nullable;

/**
 * One waiter on one queue, named after Go's record for the same thing.
 *
 * <p>All fields are guarded by the lock of the site whose queue the sudog is on; between the claim
 * and the end of the wait they belong to the owner (HB-claim).
 */
public final class Sudog extends Waiter {
  /*
   * It extends Waiter so that a plain operation, which waits on one queue only, allocates one object: a
   * lone sudog is its own waiter. A select's sudog has the select's waiter, and its inherited part idle.
   */

  private final Waiter waiter;
  @Nullable Sudog next;
  @Nullable Sudog prev;
  @Nullable WaitQueues queues; // whose queue it is on, null when on none
  byte queue; // which of them
  private @Nullable Object element;
  private boolean success;
  private int index;

  /** A sudog that waits alone, for the current thread. */
  public Sudog() {
    super();
    this.waiter = this;
  }

  /** A sudog of {@code waiter}, which waits on other queues too. */
  public Sudog(Waiter waiter) {
    super(null);
    this.waiter = waiter;
  }

  /** The waiter that this sudog fires. */
  public Waiter waiter() {
    return waiter;
  }

  /** The element to send, or the one delivered; null for none. */
  public @Nullable Object element() {
    return element;
  }

  /** Sets the element. */
  public void element(@Nullable Object value) {
    element = value;
  }

  /** Whether the operation took place; false after a claim means that the site was closed. */
  public boolean success() {
    return success;
  }

  /** Which of the alternatives of its waiter this sudog stands for. */
  public int index() {
    return index;
  }

  /** Sets which alternative this sudog stands for. Owner only, when on no queue. */
  public void index(int alternative) {
    index = alternative;
  }

  /** Forgets the last wait, for a sudog that is used again. Owner only, when on no queue. */
  public void clear() {
    element = null;
    success = false;
  }

  /**
   * Claims the waiter and leaves its thread with {@code site}, to be woken when the lock of {@code
   * site} is released. Lock held, and this sudog already off its queue (P4). The last touch of this
   * sudog (P3).
   *
   * @return false if the outcome belongs to somebody else; then nothing happened
   */
  public boolean fire(WaitSite site, boolean succeeded) {
    success = succeeded; // P2: before the claim
    Waiter owner = waiter;
    Thread thread = owner.thread(); // P3: before the claim
    Claim claim = owner.claim(this);
    if (claim == Claim.LOST && owner.missed(this)) {
      claim = owner.claim(this);
    }
    if (claim == Claim.PARKED) {
      site.ready(thread);
    }
    return claim != Claim.LOST;
  }
}
