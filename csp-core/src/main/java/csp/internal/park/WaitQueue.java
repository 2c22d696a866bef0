// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An intrusive first-in first-out queue of sudogs. Guarded by the lock of the site that owns it,
 * but for {@link #sizeAcquire}. Every operation is O(1), removal from the middle included.
 */
public final class WaitQueue {
  private @Nullable Sudog head;
  private @Nullable Sudog tail;
  private int size; // written under the lock, read anywhere

  /** Puts {@code sudog} at the tail. */
  public void add(Sudog sudog) {
    checkIdle(sudog);
    Sudog last = tail;
    sudog.queue = this;
    sudog.prev = last;
    tail = sudog;
    if (last == null) {
      head = sudog;
    } else {
      last.next = sudog;
    }
    sizeOpaque(size + 1);
  }

  /** Puts {@code sudog} at the head: it is served next. */
  public void addFirst(Sudog sudog) {
    checkIdle(sudog);
    Sudog first = head;
    sudog.queue = this;
    sudog.next = first;
    head = sudog;
    if (first == null) {
      tail = sudog;
    } else {
      first.prev = sudog;
    }
    sizeOpaque(size + 1);
  }

  /** The head, or null: who is served next. */
  public @Nullable Sudog peek() {
    return head;
  }

  /**
   * Takes the head off, or returns null. The caller then tries to fire it (P4: off before fired).
   */
  public @Nullable Sudog poll() {
    Sudog first = head;
    if (first != null) {
      unlink(first);
    }
    return first;
  }

  /**
   * Takes sudogs off, head first, until one can be fired (P4: off before fired). The cancelled ones
   * on the way are skipped: their claim fails.
   *
   * @return false if nobody could be fired; the queue is empty then
   */
  public boolean fireFirst(WaitSite site, boolean succeeded) {
    for (Sudog sudog = poll(); sudog != null; sudog = poll()) {
      if (sudog.fire(site, succeeded)) {
        return true;
      }
    }
    return false;
  }

  /** Takes {@code sudog} off if it is on this queue, and says whether it was. */
  public boolean remove(Sudog sudog) {
    if (sudog.queue != this) {
      return false;
    }
    unlink(sudog);
    return true;
  }

  /** Takes every sudog off, head first, and fires those that can be. */
  public void fireAll(WaitSite site, boolean succeeded) {
    boolean more = true;
    while (more) {
      more = fireFirst(site, succeeded);
    }
  }

  /** Whether nobody is queued. */
  public boolean isEmpty() {
    return head == null;
  }

  /** How many sudogs are queued. */
  public int size() {
    return size;
  }

  /** How many sudogs were queued at some recent moment; needs no lock. */
  public int sizeAcquire() {
    return (int) SIZE.getAcquire(this);
  }

  /** Calls {@code action} for every sudog, head first. */
  public void forEach(Consumer<? super Sudog> action) {
    for (Sudog sudog = head; sudog != null; sudog = sudog.next) {
      action.accept(sudog);
    }
  }

  /** How many queued waiters can still be claimed. O(n), for checks. */
  public int live() {
    int live = 0;
    for (Sudog sudog = head; sudog != null; sudog = sudog.next) {
      if (!sudog.waiter().isDecided()) {
        live++;
      }
    }
    return live;
  }

  /** Throws {@link AssertionError} when links, membership or size contradict each other. O(n). */
  public void checkInvariants() {
    int count = 0;
    Sudog before = null;
    for (Sudog sudog = head; sudog != null; sudog = sudog.next) {
      if (sudog.queue != this || sudog.prev != before) {
        throw new AssertionError("wait queue: sudog " + count + " is not linked to its neighbours");
      }
      before = sudog;
      count++;
    }
    if (before != tail || count != size) {
      throw new AssertionError("wait queue: " + count + " linked, size " + size);
    }
  }

  private void unlink(Sudog sudog) {
    Sudog before = sudog.prev;
    Sudog after = sudog.next;
    if (before == null) {
      head = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.prev = before;
    }
    sudog.next = null; // an old sudog must not keep a chain of others reachable
    sudog.prev = null;
    sudog.queue = null;
    sizeOpaque(size - 1);
  }

  private static void checkIdle(Sudog sudog) {
    if (sudog.queue != null) {
      throw new AssertionError("wait queue: sudog is queued already");
    }
  }

  // VarHandle mechanics

  private static final VarHandle SIZE =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "size", VarHandle.class, WaitQueue.class, int.class);

  private void sizeOpaque(int value) {
    SIZE.setOpaque(this, value);
  }
}
