// SPDX-License-Identifier: Apache-2.0
package csp.context;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The children of a node: a set to which any thread adds, without waiting. */
final class Children {
  /*
   * A stack of links (R. K. Treiber, Systems programming: coping with parallelism, 1986). A child that leaves
   * empties its link; when the empty ones outnumber the others, and are not just a few, whoever finds that
   * unlinks them all. So leaving costs constant time on average, and at most as many links are left behind as
   * there are children, and a few.
   *
   * K1  `next` of a link leads to all links pushed before it that are not empty. Only the sweeper changes it,
   *     only to pass over an empty one, and there is one sweeper at a time.
   * K2  A link is pushed once, so a compare-and-set of the head cannot be misled (no ABA).
   * K3  `next` of an unlinked link stays: whoever stands on one goes on.
   * Not promised: that the counters agree with the links while somebody adds, leaves or sweeps.
   */

  private static final int FEW = 64;

  private final AtomicReference<@Nullable Link> head = new AtomicReference<>();
  private final AtomicInteger links = new AtomicInteger();
  private final AtomicInteger empty = new AtomicInteger();
  private final AtomicBoolean sweeping = new AtomicBoolean();

  /** Adds {@code child}; stopping the link takes it out. */
  Link add(Node child) {
    Link link = new Link(this, child);
    links.incrementAndGet();
    Link top;
    do {
      top = head.get();
      link.next = top;
    } while (!head.compareAndSet(top, link));
    return link;
  }

  /** The link added last, or null if there is none. */
  @Nullable Link first() {
    return head.get();
  }

  /** How many links there are, empty ones too. For tests. */
  int links() {
    int count = 0;
    for (Link link = head.get(); link != null; link = link.next) {
      count++;
    }
    return count;
  }

  private void left() {
    empty.incrementAndGet();
    while (isWorthSweeping() && sweeping.compareAndSet(false, true)) {
      try {
        sweep();
      } finally {
        sweeping.set(false); // then look again: others may have left it to this thread
      }
    }
  }

  private boolean isWorthSweeping() {
    return 2L * empty.get() > links.get() + FEW;
  }

  private void sweep() {
    int removed = 0;
    Link first = head.get();
    while (first != null && first.get() == null) {
      if (head.compareAndSet(first, first.next)) {
        removed++;
      }
      first = head.get();
    }
    Link kept = first;
    while (kept != null) {
      Link next = kept.next;
      if (next != null && next.get() == null) {
        kept.next = next.next;
        removed++;
      } else {
        kept = next;
      }
    }
    links.addAndGet(-removed);
    empty.addAndGet(-removed);
  }

  /** The place of one child: its own until it leaves, then empty. */
  @SuppressWarnings("serial") // an atomic reference, and never serialized
  static final class Link extends AtomicReference<@Nullable Node> implements AfterFunc {
    private final Children set;
    private volatile @Nullable Link next;

    Link(Children set, Node child) {
      super(child);
      this.set = set;
    }

    /** The link added before this one, or one still before that. */
    @Nullable Link next() {
      return next;
    }

    @Override
    public boolean stop() {
      boolean stopped = getAndSet(null) != null;
      if (stopped) {
        set.left();
      }
      return stopped;
    }
  }
}
