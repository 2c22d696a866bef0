// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.Cancellation;
import csp.Channel;
import csp.ChannelClosedException;
import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.Sudog;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sending and closing forms: with {@link ReceiveEnd}, a whole channel of any capacity. */
public sealed class StandardChannel<T> extends ReceiveEnd<T> implements Channel<T>
    permits OverflowChannel {
  /** The capacity of an unbounded channel. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /** An open, empty channel; {@code name} null gives it one of its own. */
  public StandardChannel(@Nullable String name, int capacity) {
    super(name, Limits.capacity(capacity));
  }

  @Override
  public final void send(T value) throws InterruptedException {
    Limits.element(value);
    Parker.checkInterrupt();
    Object sent = lockAndSend(value);
    if (sent != WOULD_WAIT) {
      unlockAndWake();
      afterSend(sent);
      return;
    }
    Sudog sudog = enqueueAndUnlock(value);
    awaitSend(sudog, Parker.FOREVER);
    afterWait(sudog);
  }

  @Override
  public final void send(T value, Cancellation cancellation) throws InterruptedException {
    Limits.element(value);
    CancellableWait wait = CancellableWait.begin(cancellation);
    Object sent = lockAndSend(value);
    if (sent == WOULD_WAIT) {
      unlock();
      ChannelCore<?> done = wait.done(); // the user's code: no lock held
      sent = lockAndSend(value);
      if (sent == WOULD_WAIT) {
        Sudog sudog = enqueueAndUnlock(value);
        boolean fired = false;
        try {
          wait.await(sudog, this, ParkReason.CHAN_SEND, done);
          fired = true;
        } finally {
          if (!fired) {
            leaveSenders(sudog); // P4
          }
        }
        afterWait(sudog);
        return;
      }
    }
    unlockAndWake();
    afterSend(sent);
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
    Parker.checkInterrupt();
    Object sent = lockAndSend(value);
    if (sent == WOULD_WAIT && nanos > 0) {
      Sudog sudog = enqueueAndUnlock(value);
      if (!awaitSend(sudog, nanos)) {
        return false;
      }
      afterWait(sudog);
      return true;
    }
    unlockAndWake();
    if (sent == WOULD_WAIT) {
      return false;
    }
    afterSend(sent);
    return true;
  }

  @Override
  public final void sendAll(Iterable<? extends T> values) throws InterruptedException {
    Objects.requireNonNull(values, "values must not be null");
    new BatchSend<>(this).run(values);
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
    Sudog sudog = new Sudog();
    sudog.element(value);
    enqueueSend(sudog);
    unlockAndWake();
    return sudog;
  }

  /**
   * Waits for {@code sudog}, queued as a sender. False if the time passed first; it is off then.
   */
  final boolean awaitSend(Sudog sudog, long nanos) throws InterruptedException {
    boolean fired = false;
    try {
      fired = Parker.await(sudog, this, ParkReason.CHAN_SEND, nanos);
    } finally {
      if (!fired) {
        leaveSenders(sudog); // P4
      }
    }
    return fired;
  }

  /** Throws if {@code sudog}, fired as a sender, was fired by a close. */
  final void afterWait(Sudog sudog) {
    afterSend(sudog.success() ? SENT : CLOSED);
  }

  private void leaveSenders(Sudog sudog) {
    lock();
    dequeueSend(sudog);
    unlock();
  }
}
