// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import com.lmax.disruptor.RingBuffer;
import csp.Broadcast;
import csp.Broadcast.WhenSlow;
import csp.SlowSubscriptionException;
import csp.internal.park.SpinPolicy;
import csp.internal.park.Sudog;
import org.jspecify.annotations.Nullable;

/**
 * A subscription: the receiving forms over the ring of a {@link BroadcastCore}, where the rules
 * are.
 */
public final class SubscriptionChannel<T> extends ReceiveEnd<T>
    implements Broadcast.Subscription<T> {
  private static final long NEVER = Long.MAX_VALUE;

  private final BroadcastCore<T> broadcast;
  private final RingBuffer<Slot> ring; // its own reference: publishers write beside the other one
  private final Gate gate = new Gate();
  private final @Nullable SlowSubscriptionException slow; // null: it is to be waited for
  private long next; // guarded by the lock: the position of the next element; NEVER when left
  private long seen; // guarded by the lock: up to it everything is published
  private boolean gated; // guarded by the lock: whoever takes an element owes an errand
  private volatile boolean
      handing; // written under the lock: receivers are fired, then the gate moves

  SubscriptionChannel(BroadcastCore<T> broadcast, String name, WhenSlow policy) {
    super(name, broadcast.capacity(), SpinPolicy.NEVER); // the publisher needs the processor
    this.broadcast = broadcast;
    this.ring = broadcast.ring();
    this.slow =
        policy == WhenSlow.DROP ? new SlowSubscriptionException(broadcast.capacity()) : null;
  }

  /** It begins after {@code position}. Nobody else sees it yet. */
  void startStep(long position) {
    gate.set(position);
    next = position + 1;
    seen = position;
  }

  Gate gate() {
    return gate;
  }

  @Override
  public void close() {
    lock();
    leaveStep(null);
    unlockAndWake();
    broadcast.unsubscribe(this);
  }

  // The steps. Lock held.

  @Override
  public Object receiveStep() {
    if (waitingReceivers() > 0) {
      deliverStep(); // they were first
    }
    Object element = peekStep();
    if (element != null) {
      advanceStep();
      return element;
    }
    if (broadcast.hasLitter()) {
      oweErrand();
    }
    return isClosed() ? CLOSED : WOULD_WAIT;
  }

  @Override
  public void enqueueReceive(Sudog sudog) {
    super.enqueueReceive(sudog); // R1
    broadcast.want();
    if (broadcast.published() > seen) { // R2
      deliverStep();
    }
  }

  /** Hands what is there to those who wait. */
  private void deliverStep() {
    handing = true;
    while (waitingReceivers() > 0) {
      Object element = peekStep();
      if (element == null || !deliver(element)) {
        break;
      }
      advanceStep();
    }
    handing = false;
  }

  /** The next element, or null if there is none yet or no more. */
  private @Nullable Object peekStep() {
    long at = next;
    if (at > seen) {
      seen = broadcast.published();
      if (at > seen) {
        return null;
      }
    }
    Object element = ring.get(at).get();
    if (slow != null && gate.isGone()) { // after the slot was read: B2
      leaveStep(slow);
      return null;
    }
    return element;
  }

  /** The next element is taken. */
  private void advanceStep() {
    long at = next++;
    if (slow == null) {
      gate.set(at);
    } else {
      gate.compareAndSet(at - 1, at); // fails if this was dropped, which the next peek finds
    }
    oweIfGatedStep();
  }

  /** Ends this, whatever is left. */
  private void leaveStep(@Nullable Throwable cause) {
    next = NEVER;
    gate.set(Gate.GONE);
    closeStep(cause);
    oweIfGatedStep();
  }

  private void oweIfGatedStep() {
    if (gated) {
      gated = false;
      oweErrand();
    }
  }

  @Override
  boolean isEmptyStep() {
    return next > broadcast.published();
  }

  // For the broadcast. No lock of this held.

  /**
   * Hands what is there to those who wait, and closes if this was dropped. Returns whether an
   * errand is owed.
   */
  boolean serve() {
    if (waitingReceivers() == 0 && !isDropped()) {
      return false;
    }
    lock();
    deliverStep();
    if (isDropped()) {
      leaveStep(slow);
    }
    return unlockAndOwe();
  }

  /** Nothing more will be published. Returns whether an errand is owed. */
  boolean finish(@Nullable Throwable cause) {
    if (isClosed()) {
      return false;
    }
    lock();
    deliverStep();
    closeStep(isDropped() ? slow : cause);
    return unlockAndOwe();
  }

  /** Whether this is full and to be waited for; then whoever takes an element will say so. */
  boolean gates() {
    if (!holdsBack()) {
      return false;
    }
    lock();
    gated = holdsBack();
    boolean full = gated;
    unlock();
    return full;
  }

  /** Whether this is full and to be waited for, at this moment. */
  boolean holdsBack() {
    return slow == null && isFull();
  }

  private boolean isFull() {
    long taken = gate.get();
    return broadcast.published() - taken >= broadcast.capacity();
  }

  /** Ends this if it is to be dropped and has taken no more than up to {@code position}. */
  void drop(long position) {
    if (slow != null) {
      gate.compareAndSet(position, Gate.GONE);
    }
  }

  /** Whether the broadcast has ended this because it was slow. */
  boolean isDropped() {
    return slow != null && gate.isGone();
  }

  // After the steps, and seen without the lock

  @Override
  public @Nullable T afterReceive(Object received) {
    if (handing) {
      lock();
      unlock();
    }
    return super.afterReceive(received);
  }

  @Override
  protected void runErrand() {
    broadcast.runErrand();
  }

  /** One that was dropped has lost what it had, and is closed by an errand that may be to come. */
  @Override
  public boolean seemsEmpty() {
    return length() == 0 && !isClosed() && !isDropped();
  }

  @Override
  public int length() {
    long taken = gate.get(); // first: what is published later only makes it longer
    return Math.clamp(broadcast.published() - taken, 0, capacity());
  }
}
