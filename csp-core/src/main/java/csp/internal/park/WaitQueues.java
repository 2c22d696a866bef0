// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Two intrusive first-in first-out queues of sudogs, {@link #QUEUE} and {@link #OTHER_QUEUE}; most
 * sites have a use for the first only. Guarded by the lock of the site that owns them, but for
 * {@link #queuedAcquire}. Every operation is O(1), removal from the middle included.
 */
public class WaitQueues {
  /*
   * Every site is its own queues: their ends are beside the lock that guards them. A hand-over between
   * two processors moves one cache line for all of it, where it moved two when a queue was an object. So
   * all is written once, over the few accessors at the end, and the queue is a constant of the caller's.
   */

  /** The queue of a site that has one, and the first of two. */
  public static final int QUEUE = 0;

  /** The second queue of a site that has two. */
  public static final int OTHER_QUEUE = 1;

  private @Nullable Sudog head;
  private @Nullable Sudog tail;
  private int size; // written under the lock, read anywhere
  private @Nullable Sudog otherHead;
  private @Nullable Sudog otherTail;
  private int otherSize; // as size

  /** Two empty queues. */
  public WaitQueues() {}

  /** Puts {@code sudog} at the tail. */
  public final void enqueue(int queue, Sudog sudog) {
    checkIdle(sudog);
    Sudog last = tail(queue);
    sudog.queues = this;
    sudog.queue = (byte) queue;
    sudog.prev = last;
    tail(queue, sudog);
    if (last == null) {
      head(queue, sudog);
    } else {
      last.next = sudog;
    }
    sizeOpaque(queue, queued(queue) + 1);
  }

  /** Puts {@code sudog} at the head: it is served next. */
  public final void enqueueFirst(int queue, Sudog sudog) {
    checkIdle(sudog);
    Sudog first = head(queue);
    sudog.queues = this;
    sudog.queue = (byte) queue;
    sudog.next = first;
    head(queue, sudog);
    if (first == null) {
      tail(queue, sudog);
    } else {
      first.prev = sudog;
    }
    sizeOpaque(queue, queued(queue) + 1);
  }

  /** The head, or null: who is served next. */
  public final @Nullable Sudog peekFirst(int queue) {
    return head(queue);
  }

  /**
   * Takes the head off, or returns null. The caller then tries to fire it (P4: off before fired).
   */
  public final @Nullable Sudog pollFirst(int queue) {
    Sudog first = head(queue);
    if (first != null) {
      unlink(queue, first);
    }
    return first;
  }

  /**
   * Takes sudogs off, head first, until one can be fired (P4: off before fired). The cancelled ones
   * on the way are skipped: their claim fails.
   *
   * @return false if nobody could be fired; the queue is empty then
   */
  public final boolean fireFirst(int queue, WaitSite site, boolean succeeded) {
    for (Sudog sudog = pollFirst(queue); sudog != null; sudog = pollFirst(queue)) {
      if (sudog.fire(site, succeeded)) {
        return true;
      }
    }
    return false;
  }

  /** Takes every sudog off, head first, and fires those that can be. */
  public final void fireAll(int queue, WaitSite site, boolean succeeded) {
    boolean more = true;
    while (more) {
      more = fireFirst(queue, site, succeeded);
    }
  }

  /** Takes {@code sudog} off if it is on this queue, and says whether it was. */
  public final boolean dequeue(int queue, Sudog sudog) {
    if (sudog.queues != this || sudog.queue != queue) {
      return false;
    }
    unlink(queue, sudog);
    return true;
  }

  /** How many sudogs are queued. */
  public final int queued(int queue) {
    return queue == QUEUE ? size : otherSize;
  }

  /** How many sudogs were queued at some recent moment; needs no lock. */
  public final int queuedAcquire(int queue) {
    return queue == QUEUE ? (int) SIZE.getAcquire(this) : (int) OTHER_SIZE.getAcquire(this);
  }

  /** Calls {@code action} for every sudog, head first. */
  public final void forEachQueued(int queue, Consumer<? super Sudog> action) {
    for (Sudog sudog = head(queue); sudog != null; sudog = sudog.next) {
      action.accept(sudog);
    }
  }

  /** How many queued waiters can still be claimed. O(n), for checks. */
  public final int liveQueued(int queue) {
    int live = 0;
    for (Sudog sudog = head(queue); sudog != null; sudog = sudog.next) {
      if (!sudog.waiter().isDecided()) {
        live++;
      }
    }
    return live;
  }

  /** Throws {@link AssertionError} when links, membership or size contradict each other. O(n). */
  public final void checkQueue(int queue) {
    int count = 0;
    Sudog before = null;
    for (Sudog sudog = head(queue); sudog != null; sudog = sudog.next) {
      if (sudog.queues != this || sudog.queue != queue || sudog.prev != before) {
        throw new AssertionError("wait queue: sudog " + count + " is not linked to its neighbours");
      }
      before = sudog;
      count++;
    }
    if (before != tail(queue) || count != queued(queue)) {
      throw new AssertionError("wait queue: " + count + " linked, size " + queued(queue));
    }
  }

  private void unlink(int queue, Sudog sudog) {
    Sudog before = sudog.prev;
    Sudog after = sudog.next;
    if (before == null) {
      head(queue, after);
    } else {
      before.next = after;
    }
    if (after == null) {
      tail(queue, before);
    } else {
      after.prev = before;
    }
    sudog.next = null; // an old sudog must not keep a chain of others reachable
    sudog.prev = null;
    sudog.queues = null;
    sizeOpaque(queue, queued(queue) - 1);
  }

  private static void checkIdle(Sudog sudog) {
    if (sudog.queues != null) {
      throw new AssertionError("wait queue: sudog is queued already");
    }
  }

  private @Nullable Sudog head(int queue) {
    return queue == QUEUE ? head : otherHead;
  }

  private void head(int queue, @Nullable Sudog sudog) {
    if (queue == QUEUE) {
      head = sudog;
    } else {
      otherHead = sudog;
    }
  }

  private @Nullable Sudog tail(int queue) {
    return queue == QUEUE ? tail : otherTail;
  }

  private void tail(int queue, @Nullable Sudog sudog) {
    if (queue == QUEUE) {
      tail = sudog;
    } else {
      otherTail = sudog;
    }
  }

  // VarHandle mechanics

  private static final VarHandle SIZE = handle("size");
  private static final VarHandle OTHER_SIZE = handle("otherSize");

  private static VarHandle handle(String field) {
    return ConstantBootstraps.fieldVarHandle(
        MethodHandles.lookup(), field, VarHandle.class, WaitQueues.class, int.class);
  }

  private void sizeOpaque(int queue, int value) {
    if (queue == QUEUE) {
      SIZE.setOpaque(this, value);
    } else {
      OTHER_SIZE.setOpaque(this, value);
    }
  }
}
