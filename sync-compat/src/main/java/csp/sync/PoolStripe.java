// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.park.SpinPolicy;
import csp.internal.park.WaitSite;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The part of a pool that the threads of one stripe put into first and get from first: one slot of
 * their own, and a deque whose tail is open to all.
 */
final class PoolStripe<T> extends WaitSite {
  /*
   * A stripe in Go is a processor, and only the goroutine that runs on it is there. Here any number of
   * threads may share one, so the slot is emptied and filled by one atomic step each, and the deque is
   * guarded by the lock of this site. An item leaves by one such step: nobody gets what another one got.
   */

  private final AtomicReference<@Nullable T> slot = new AtomicReference<>();
  private @Nullable ArrayDeque<T> shared; // guarded by the lock; made by the first push

  /*
   * How many are shared. Written under the lock and read without it, to pass by an empty deque. A reader
   * may see an old length and miss an item, but not one whose put happens-before its get.
   */
  private int length;

  PoolStripe() {
    super(SpinPolicy.NEVER);
  }

  /** Puts into the slot, or else before all others that are shared. */
  void put(T item) {
    if (slot.compareAndSet(null, item)) {
      return;
    }
    lock();
    try {
      ArrayDeque<T> shared = this.shared;
      if (shared == null) {
        shared = new ArrayDeque<>();
        this.shared = shared;
      }
      shared.addFirst(item);
      length = shared.size();
    } finally {
      unlock();
    }
  }

  /** Takes what is in the slot. For the threads of this stripe. */
  @Nullable T takeOwn() {
    return slot.getAndSet(null);
  }

  /** Takes the newest that is shared. For the threads of this stripe. */
  @Nullable T takeNewest() {
    return take(true);
  }

  /** Takes the oldest that is shared. */
  @Nullable T takeOldest() {
    return take(false);
  }

  private @Nullable T take(boolean newest) {
    if (length == 0) {
      return null;
    }
    lock();
    try {
      ArrayDeque<T> shared = this.shared;
      if (shared == null) {
        return null;
      }
      T item = newest ? shared.pollFirst() : shared.pollLast();
      length = shared.size();
      return item;
    } finally {
      unlock();
    }
  }
}
