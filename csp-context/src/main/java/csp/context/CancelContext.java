// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.Channel;
import csp.ChannelBuilder;
import csp.ReceiveChannel;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A context that can be cancelled; {@link Node} says how. */
sealed class CancelContext extends Node implements Layer, CancellableContext
    permits DeadlineContext {
  /** Asks a context, through whatever wraps it, which context of this class has its end. */
  static final Key<@Nullable CancelContext> SELF = Key.named("csp.context.self");

  private static final ChannelBuilder DONE = Channel.named("context done");
  private static final Channel<Void> CLOSED = DONE.unbuffered();

  static {
    CLOSED.close();
  }

  private final Context outer;
  private final @Nullable Instant deadline;
  private final AtomicReference<@Nullable Channel<Void>> done = new AtomicReference<>(); // N2
  private final AtomicReference<@Nullable Children> children = new AtomicReference<>(); // N4

  CancelContext(Context outer, @Nullable Instant deadline) {
    this.outer = outer;
    this.deadline = deadline;
  }

  /** A new context, joined to {@code parent}. */
  static CancelContext under(Context parent) {
    CancelContext context = new CancelContext(parent, parent.deadline().orElse(null));
    context.join(parent);
    return context;
  }

  @Override
  public final void cancel(@Nullable Throwable cause) {
    cancel(End.canceled(cause));
  }

  /** Ends this and all below, and leaves the parent (N3). */
  final void cancel(End how) {
    follow(how);
    leave();
  }

  /** Ends this and all below: every node before its children, in a loop over a stack of its own. */
  @Override
  final void follow(End how) {
    Visit visit = new Visit(this, how, null);
    while (visit != null) {
      Node child = visit.nextChild();
      if (child instanceof CancelContext context) {
        visit = new Visit(context, visit.how, visit); // N3: ended or not
        context.stay();
      } else if (child != null) {
        child.end(visit.how);
        child.stay();
      } else {
        visit.context.children.set(null); // N3: all of them have been visited
        visit = visit.below;
      }
    }
  }

  /** The set of the children; made when the first one comes. */
  final Children children() {
    Children set = children.get();
    while (set == null) {
      children.compareAndSet(null, new Children());
      set = children.get();
    }
    return set;
  }

  /** How many links there are to children. For tests. */
  final int links() {
    Children set = children.get();
    return set == null ? 0 : set.links();
  }

  @Override
  public final ReceiveChannel<Void> done() {
    Channel<Void> channel = done.get();
    if (channel == null) {
      Channel<Void> fresh = DONE.unbuffered();
      Channel<Void> before = done.compareAndExchange(null, fresh);
      channel = before == null ? fresh : before;
    }
    return channel;
  }

  @Override
  final void announce() {
    Channel<Void> channel = done.get();
    if (channel == null) {
      channel = done.compareAndExchange(null, CLOSED);
    }
    if (channel != null && !channel.isClosed()) {
      channel.tryClose();
    }
  }

  @Override
  void afterEnd() {}

  @Override
  final CancelContext waiting(Context parent) {
    return this;
  }

  @Override
  public final @Nullable ContextException error() {
    End how = ended();
    return how == null ? null : how.error();
  }

  @Override
  public final @Nullable Throwable cause() {
    End how = ended();
    if (how == null) {
      return null;
    }
    return how.given() != null ? how.given() : how.error();
  }

  @Override
  public final Optional<Instant> deadline() {
    return Optional.ofNullable(deadline);
  }

  @Override
  public final Context outer() {
    return outer;
  }

  @Override
  public final boolean answers(Key<?> key) {
    return key == SELF;
  }

  @Override
  public final Object answer() {
    return this;
  }

  @Override
  public String label() {
    return ".WithCancel";
  }

  @Override
  public final String toString() {
    return Layers.name(this);
  }

  /** A context that has ended, and how far the walk over its children has come. */
  private static final class Visit {
    final CancelContext context;
    final End how; // N1: as it ended, whoever ended it
    final @Nullable Visit below;
    private Children.@Nullable Link next;

    Visit(CancelContext context, End how, @Nullable Visit below) {
      this.context = context;
      this.how = context.end(how);
      this.below = below;
      Children set = context.children.get(); // N4: after the end
      this.next = set == null ? null : set.first();
    }

    /** The next child that has not left, or null. */
    @Nullable Node nextChild() {
      while (next != null) {
        Node child = next.get();
        next = next.next();
        if (child != null) {
          return child;
        }
      }
      return null;
    }
  }
}
