// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A waiter whose sudogs may stay queued between one wait and the next, so that a wait on thousands
 * of queues need not join and leave them all each time.
 */
public final class StandingWaiter extends Waiter {
  /*
   * Between waits the waiter is decided. A peer that takes one of its sudogs off a queue then loses the
   * claim, and leaves the sudog in the list of the missed: its queue is one that the owner must look at
   * again. So a sudog that is neither queued nor missed is known to the owner, and a queued one stands
   * for "was not ready when last tried, and nothing has happened there since".
   *
   * No wake-up is missed between the owner's last look at the list and its wait: the owner makes the
   * waiter claimable (reset) and then reads the list; the peer adds to the list and then tries the claim
   * a second time. One of the two sees the other.
   *
   * The list is linked through the sudogs' queue links, which are free: a missed sudog is off its queue,
   * and is not queued again before the owner has drained the list.
   */

  private final AtomicReference<@Nullable Sudog> missed = new AtomicReference<>();

  private final Object owner;

  /** A decided waiter for the current thread, which prints as {@code owner} does. */
  public StandingWaiter(Object owner) {
    this.owner = owner;
    cancel();
  }

  @Override
  boolean missed(Sudog sudog) {
    Sudog top;
    do {
      top = missed.get();
      sudog.next = top;
    } while (!missed.compareAndSet(top, sudog));
    return true;
  }

  /** Whether a sudog was missed and not yet drained. Owner only. */
  public boolean hasMissed() {
    return missed.get() != null;
  }

  /** Takes the list of the missed; go through it with {@link #nextMissed}. Owner only. */
  public @Nullable Sudog drainMissed() {
    return missed.get() == null ? null : missed.getAndSet(null);
  }

  /** Unlinks {@code sudog} from a drained list, and returns the next one or null. Owner only. */
  public static @Nullable Sudog nextMissed(Sudog sudog) {
    Sudog next = sudog.next;
    sudog.next = null;
    return next;
  }

  @Override
  public String toString() {
    return owner.toString();
  }
}
