// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.ChannelClosedException;
import csp.internal.park.SpinPolicy;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a channel and the one locked step of each operation, used by every form of it:
 * blocking, immediate, timed, cancellable, batch and select.
 */
abstract class ChannelCore<T> extends WaitSite implements SelectPort<T> {
  /*
   * A lock held for tens of nanoseconds, a ring, two first-in first-out queues of waiters, and direct
   * hand-off: Go's hchan (runtime/chan.go). Invariants, under the lock; live means not yet claimed:
   *
   * C1  At most one of the two queues holds a live waiter; sole exception: one select that waits on both
   *     directions of an unbuffered channel.
   * C2  Values buffered => no live receiver waits.
   * C3  Room in the buffer => no live sender waits.
   * C4  Closed never reverts; after close returns, or anybody who waited has heard of it, no live waiter is
   *     left in either queue.
   * C5  0 <= length <= capacity; slots outside the window are null.
   *
   * Not an invariant: the length of a queue. A cancelled waiter stays until its owner takes it off, a
   * select's until the select ends; whoever meets one skips it, because its claim fails.
   *
   * Read without the lock: the ring's size, the queues' sizes and the closed flag, by the immediate forms
   * and a select's first look (seemsEmpty, seemsFull say why their order matters), and by the methods that
   * only tell.
   */

  static final int RECEIVERS = QUEUE;
  static final int SENDERS = OTHER_QUEUE;

  private static final Ring NO_BUFFER = new Ring(0);

  /** With a larger buffer spinning makes both sides go in lock step, instead of in batches. */
  private static final int MOST_SPINNING_CAPACITY = 1;

  private final @Nullable String name;
  private final Ring buffer; // guarded by the lock
  private boolean closed; // written under the lock, read anywhere
  private @Nullable Throwable closeCause; // written once, before closed; guarded by it

  ChannelCore(@Nullable String name, int capacity) {
    this(
        name,
        capacity,
        capacity <= MOST_SPINNING_CAPACITY ? SpinPolicy.FREELY : SpinPolicy.WHEN_WAKING_IS_DEAR);
  }

  ChannelCore(@Nullable String name, int capacity, SpinPolicy policy) {
    super(policy);
    this.name = name;
    this.buffer = capacity == 0 ? NO_BUFFER : new Ring(capacity);
  }

  // The steps. Lock held.

  @Override
  public Object sendStep(T value) {
    if (closed) {
      return CLOSED;
    }
    if (deliver(value)) {
      return SENT;
    }
    if (buffer.isFull()) {
      return whenFull(value);
    }
    buffer.add(value);
    return SENT;
  }

  @Override
  public Object receiveStep() {
    if (buffer.size() > 0) {
      // The freed slot goes to the oldest sender: nobody can barge in (C3). The buffer stays
      // full for those without the lock: that sender has sent, and may look for its element.
      Object refill = collect();
      return refill == null ? buffer.remove() : buffer.exchange(refill);
    }
    Object handed = buffer.capacity() == 0 ? collect() : null;
    if (handed != null) {
      return handed;
    }
    return closed ? CLOSED : WOULD_WAIT;
  }

  /** Closes; false if that was done before. Everybody who waits is fired without success (C4). */
  boolean closeStep(@Nullable Throwable cause) {
    if (closed) {
      return false;
    }
    closeCause = cause;
    CLOSED_FLAG.setRelease(this, true);
    fireAll(
        RECEIVERS, this,
        false); // first: a select that waits both ways sees the end, and no failure
    fireAll(SENDERS, this, false);
    return true;
  }

  /** What a send does when nobody receives and the buffer is full. Lock held. */
  Object whenFull(T value) {
    return WOULD_WAIT;
  }

  /**
   * Takes {@code count} elements, of {@code numbers}, ascending, out of the buffer. The slots go to
   * the oldest senders (C3), who may look for their elements at once: see {@link #receiveStep}.
   */
  final void cutStep(long[] numbers, int count, Cuts after) {
    @Nullable Object[] refills = new @Nullable Object[Math.min(count, queuedAcquire(SENDERS))];
    int filled = 0;
    while (filled < refills.length) {
      Object refill = collect();
      if (refill == null) {
        break;
      }
      refills[filled++] = refill;
    }
    buffer.cut(numbers, count, refills, filled, after);
  }

  /** Hands {@code value} to the oldest live receiver, past the buffer. */
  final boolean deliver(Object value) {
    for (Sudog sudog = pollFirst(RECEIVERS); sudog != null; sudog = pollFirst(RECEIVERS)) {
      sudog.element(value);
      if (sudog.fire(this, true)) {
        return true;
      }
    }
    return false;
  }

  /** Takes the element of the oldest live sender, or returns null. */
  final @Nullable Object collect() {
    for (Sudog sudog = pollFirst(SENDERS); sudog != null; sudog = pollFirst(SENDERS)) {
      Object value = sudog.element(); // P3: before the claim
      if (sudog.fire(this, true)) {
        return value;
      }
    }
    return null;
  }

  // After the steps. No lock held.

  @Override
  public final Object sent(Sudog fired) {
    return fired.success() ? SENT : closed();
  }

  @Override
  public final Object received(Sudog fired) {
    return fired.success() ? Objects.requireNonNull(fired.element()) : closed();
  }

  /**
   * For who was fired by a close, which is one moment for all who wait: it goes on when all of them
   * were fired. One that spins, or whose time passes, sees the claim before.
   */
  private Object closed() {
    lock();
    unlock();
    return CLOSED;
  }

  @Override
  public void afterSend(Object sent) {
    if (sent == CLOSED) {
      throw new ChannelClosedException("send on closed channel", closeCause);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // what is neither token came from a sender of T
  public @Nullable T afterReceive(Object received) {
    if (received != CLOSED) {
      return (T) received;
    }
    Throwable cause = closeCause;
    if (cause != null) {
      throw new ChannelClosedException("channel closed with a failure: " + cause, cause);
    }
    return null;
  }

  // The queues. Lock held.

  @Override
  public void enqueueSend(Sudog sudog) {
    enqueue(SENDERS, sudog);
  }

  @Override
  public void enqueueReceive(Sudog sudog) {
    enqueue(RECEIVERS, sudog);
  }

  @Override
  public final void dequeueSend(Sudog sudog) {
    dequeue(SENDERS, sudog);
  }

  @Override
  public void dequeueReceive(Sudog sudog) {
    dequeue(RECEIVERS, sudog);
  }

  // Seen without the lock

  /**
   * Whether an immediate receive may answer "empty" at once. The emptiness is read first: since
   * closed never reverts, a channel that is open afterwards was open then too, so the answer was
   * true at that moment. The other order would miss an element sent, and the close that followed
   * it.
   */
  @Override
  public boolean seemsEmpty() {
    boolean empty =
        buffer.capacity() == 0 ? queuedAcquire(SENDERS) == 0 : buffer.sizeAcquire() == 0;
    return empty && !isClosed();
  }

  /**
   * Whether an immediate send may answer "full" at once. As above the flag is read last: open then,
   * so open at the first read too. The other order would take the receivers that a close has sent
   * away for an open channel without receivers.
   */
  @Override
  public boolean seemsFull() {
    boolean full =
        buffer.capacity() == 0
            ? queuedAcquire(RECEIVERS) == 0
            : buffer.sizeAcquire() == buffer.capacity();
    return full && !isClosed();
  }

  @Override
  public final WaitSite site() {
    return this;
  }

  public final String name() {
    return name == null ? "channel-" + id() : name;
  }

  public int length() {
    return buffer.sizeAcquire();
  }

  public int capacity() {
    return buffer.capacity();
  }

  public final boolean isClosed() {
    return (boolean) CLOSED_FLAG.getAcquire(this);
  }

  public final boolean isDrained() {
    return isClosed() && length() == 0; // nothing is added after close
  }

  public final int waitingSenders() {
    return queuedAcquire(SENDERS);
  }

  public final int waitingReceivers() {
    return queuedAcquire(RECEIVERS);
  }

  @Override
  public final @Nullable Throwable closeCause() {
    return isClosed() ? closeCause : null;
  }

  /** Whether nothing is there for a receiver. Lock held. */
  boolean isEmptyStep() {
    return buffer.size() == 0;
  }

  /** Whether there is no room for another element. Lock held. */
  boolean isFullStep() {
    return buffer.isFull();
  }

  /** The buffer, for a subclass that makes room in it. Lock held. */
  final Ring buffer() {
    return buffer;
  }

  @Override
  public String toString() {
    return ChannelDump.line(this);
  }

  /** Several lines: the state, then everybody who waits, in order. Takes the lock. */
  public final String dump() {
    StringBuilder text = new StringBuilder(ChannelDump.line(this));
    lock();
    try {
      ChannelDump.waiters(text, "receiving", this, RECEIVERS);
      ChannelDump.waiters(text, "sending", this, SENDERS);
    } finally {
      unlock();
    }
    return text.toString();
  }

  /** Throws {@link AssertionError}, with a dump, unless C1 to C5 hold. Takes the lock. */
  public final void checkInvariants() {
    lock();
    try {
      ChannelInvariants.check(this, buffer);
    } finally {
      unlock();
    }
  }

  // VarHandle mechanics

  private static final VarHandle CLOSED_FLAG =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "closed", VarHandle.class, ChannelCore.class, boolean.class);

  /** The core of a channel of this library, or null for the nil channel. */
  @SuppressWarnings("unchecked") // the sealed interfaces have no other implementations
  static <T> @Nullable ChannelCore<T> of(csp.ChannelStatus channel) {
    if (channel instanceof ChannelCore<?> core) {
      return (ChannelCore<T>) core;
    }
    return channel instanceof BroadcastChannel<?> broadcast
        ? (ChannelCore<T>) broadcast.core()
        : null; // nil
  }
}
