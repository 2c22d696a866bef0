// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.Channel;
import csp.ChannelClosedException;
import csp.Go;
import csp.ReceiveChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Something that ends with its parent: a context, or a task that runs then. */
abstract class Node {
  /*
   * How a tree of nodes ends, without locks and without recursion, is the matter of three files: this one
   * (one node, and how it joins its parent), CancelContext (a node with children, and a done channel) and
   * Children (the set of them).
   *
   * N1  `end` leaves null once: the first one counts. Whoever finds a node ended takes the end from it, so the
   *     children of a node that ended with x end with x, no matter who comes to end them.
   * N2  Whoever sees a node ended closes its done channel before going on, to its children or back to a
   *     caller. So error() != null implies that done is closed, and parents close before children. A done
   *     channel that nobody has asked for is set, by the same compare-and-set, to one that is closed.
   * N3  Helping: a walk goes into the children of every node it meets, ended or not. A node that was cancelled
   *     leaves its parent, and a node forgets its children, only when a walk over the whole of them has been
   *     completed. So whatever a walk does not meet has ended; and whichever cancel returns, all below has.
   * N4  No child is missed. The child joins the set and then reads the parent's end; the walk sets the end and
   *     then reads the set. All four are volatile, so one of the two sees the other (Dekker): either the walk
   *     meets the child, or the child finds the parent ended and ends itself, before anybody else knows it.
   * N5  The same holds for the timer of a deadline: stored, then the end read; the end set, then the timer read.
   *
   * HB-end: what the canceller did -> compare-and-set of `end` -> whoever reads it; and so, through the done
   * channel and the start of the goroutine, -> receivers and tasks.
   */

  private final AtomicReference<@Nullable End> end = new AtomicReference<>(); // N1
  private volatile @Nullable AfterFunc membership; // takes this out of its parent, if it is there

  /** How this ended, or null. Everybody may see that it did (N2). */
  final @Nullable End ended() {
    End how = end.get();
    if (how != null) {
      announce();
    }
    return how;
  }

  /** Ends this node alone, unless it has ended. Returns how it ended. */
  final End end(End how) {
    End before = end.compareAndExchange(null, how);
    announce(); // N2
    if (before == null) {
      afterEnd();
      return how;
    }
    return before;
  }

  /** Ends this node without any effect. Returns false if it has ended. */
  final boolean endSilently(End how) {
    return end.compareAndSet(null, how);
  }

  /** Makes the end known to those who wait for it. May be called again and again. */
  abstract void announce();

  /** Does what is to be done once. */
  abstract void afterEnd();

  /** Ends this node and all below, because its parent has ended with {@code how}. */
  abstract void follow(End how);

  /** Ends this node and all below, because its foreign parent has ended. */
  private void followForeign(Context parent) {
    End how;
    try {
      how = End.of(parent);
    } catch (RuntimeException | Error broken) { // nobody is to wait for ever for that
      follow(End.canceled(broken));
      throw broken;
    }
    follow(how);
  }

  /** Leaves the parent, as nothing is left to end here (N3). */
  final void leave() {
    AfterFunc place = membership;
    if (place != null) {
      membership = null;
      place.stop();
    }
  }

  /** Forgets a parent that has ended: it will forget its children itself. */
  final void stay() {
    membership = null;
  }

  /** Makes this end with {@code parent}. The node is new: it has no children, nobody knows it. */
  final void join(Context parent) {
    Context base = ValueContext.baseOf(parent);
    switch (base) {
      case CancelContext own -> joinOwn(own);
      case Root root -> {}
      case DetachedContext detached -> {}
      default -> joinForeign(base);
    }
  }

  private void joinOwn(CancelContext parent) {
    End how = parent.ended();
    if (how == null) {
      Children.Link link = parent.children().add(this);
      membership = link; // before the end is read, so that it is cleared if a walk has been here
      how = parent.ended(); // N4
    }
    if (how != null) {
      end(how);
      leave();
    }
  }

  private void joinForeign(Context parent) {
    ReceiveChannel<Void> done =
        Objects.requireNonNull(parent.done(), "the done channel must not be null");
    if (done == Channel.<Void>nil()) {
      return;
    }
    if (done.isClosed()) {
      end(End.of(parent));
      return;
    }
    CancelContext wrapped = parent.value(CancelContext.SELF);
    if (wrapped != null && wrapped.done() == done) {
      joinOwn(wrapped);
    } else if (parent instanceof AfterFuncContext telling) {
      membership =
          Objects.requireNonNull(
              telling.afterFunc(() -> followForeign(parent)), "afterFunc must not return null");
      if (ended() != null) {
        stay();
      }
    } else {
      CancelContext waiting = waiting(parent);
      Go.go("context watch", () -> watch(parent, done, waiting));
    }
  }

  /** The context that waits for {@code parent} on behalf of this node. */
  abstract CancelContext waiting(Context parent);

  /** Makes this end with {@code between}, and {@code between} when this leaves. */
  final void joinAlone(CancelContext between) {
    joinOwn(between);
    membership =
        () -> {
          between.cancel();
          return true;
        };
  }

  /** Waits for the end of {@code parent}, and ends {@code child} then; or for the end of that. */
  private static void watch(Context parent, ReceiveChannel<Void> done, CancelContext child)
      throws InterruptedException {
    try {
      done.receive(child);
    } catch (ContextException childEnded) {
      return;
    } catch (ChannelClosedException closedWithFailure) {
      // closed is closed: the context says why
    }
    ((Node) child).followForeign(parent);
  }
}
