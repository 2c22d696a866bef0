// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.Cancellation;
import csp.Channel;
import csp.ChannelClosedException;
import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sending and closing forms: with {@link ReceiveEnd}, a whole channel of any capacity. */
public sealed class StandardChannel<T> extends ReceiveEnd<T> implements Channel<T>
    permits BroadcastCore, FedChannel, MeteredChannel, OverflowChannel {
  /** The capacity of an unbounded channel. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /** An open, empty channel; {@code name} null gives it one of its own. */
  public StandardChannel(@Nullable String name, int capacity) {
    super(name, Limits.capacity(capacity));
  }

  @Override
  public final void send(T value) throws InterruptedException {
    send(value, WaitMode.INTERRUPTIBLE);
  }

  @Override
  public final void send(T value, Cancellation cancellation) throws InterruptedException {
    Limits.element(value);
    send(value, new CancellableWait(cancellation));
  }

  /** Sends as {@code mode} waits. False if the time passed first. */
  final boolean send(T value, WaitMode mode) throws InterruptedException {
    Limits.element(value);
    mode.begin();
    Object sent = lockAndSend(value);
    if (sent != WOULD_WAIT) {
      unlockAndWake();
      afterSend(sent);
      return true;
    }
    return awaitSend(enqueueAndUnlock(value), mode);
  }

  @Override
  public final boolean trySend(T value) {
    Limits.element(value);
    if (seemsFull()) {
      return false;
    }
    Object sent = lockAndSend(value);
    unlockAndWake();
    if (sent == WOULD_WAIT) {
      return false;
    }
    afterSend(sent);
    return true;
  }

  @Override
  public final boolean trySend(T value, Duration timeout) throws InterruptedException {
    Limits.element(value);
    long nanos = Limits.nanos(timeout, "timeout");
    if (nanos > 0) {
      return send(value, WaitMode.within(nanos));
    }
    Parker.checkInterrupt();
    return trySend(value);
  }

  @Override
  public final void sendAll(Iterable<? extends T> values) throws InterruptedException {
    sendAll(values, WaitMode.INTERRUPTIBLE);
  }

  @Override
  public final void sendAll(Iterable<? extends T> values, Cancellation cancellation)
      throws InterruptedException {
    Objects.requireNonNull(values, "values must not be null");
    sendAll(values, new CancellableWait(cancellation));
  }

  private void sendAll(Iterable<? extends T> values, WaitMode mode) throws InterruptedException {
    Objects.requireNonNull(values, "values must not be null");
    new BatchSend<>(this, mode).run(values);
  }

  @Override
  public final void close() {
    closeOrThrow(null);
  }

  @Override
  public final void close(Throwable cause) {
    closeOrThrow(Objects.requireNonNull(cause, "cause must not be null"));
  }

  @Override
  public final boolean tryClose() {
    lock();
    boolean closed = closeStep(null);
    unlockAndWake();
    return closed;
  }

  private void closeOrThrow(@Nullable Throwable cause) {
    lock();
    boolean closed = closeStep(cause);
    unlockAndWake();
    if (!closed) {
      throw new ChannelClosedException("close of closed channel", closeCause());
    }
  }

  /** Takes the lock and tries to send. Returns with the lock held, unless the step throws. */
  final Object lockAndSend(T value) {
    lock();
    try {
      return sendStep(value);
    } catch (Throwable outOfMemory) { // the buffer could not grow; it is as it was
      unlockAndWake();
      throw outOfMemory;
    }
  }

  /** Queues the current thread with {@code value} and releases the lock. The step would wait. */
  final Sudog enqueueAndUnlock(T value) {
    Sudog sudog = acquireSudog();
    sudog.element(value);
    enqueueSend(sudog);
    unlockAndWake();
    return sudog;
  }

  /**
   * Waits for {@code sudog}, queued as a sender, and throws if a close fired it. False if the time
   * passed first.
   */
  final boolean awaitSend(Sudog sudog, WaitMode mode) throws InterruptedException {
    boolean fired = false;
    try {
      fired = mode.await(sudog, this, ParkReason.CHAN_SEND);
    } finally {
      if (!fired) {
        leaveSenders(sudog); // P4
      }
    }
    if (fired) {
      Object sent = sent(sudog);
      releaseSudog(sudog);
      afterSend(sent);
    }
    return fired;
  }

  private void leaveSenders(Sudog sudog) {
    lock();
    dequeueSend(sudog);
    unlock();
  }
}
