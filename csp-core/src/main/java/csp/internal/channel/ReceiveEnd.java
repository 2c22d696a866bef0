// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.Cancellation;
import csp.ReceiveChannel;
import csp.Received;
import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.SpinPolicy;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The receiving forms, over the steps of {@link ChannelCore}. */
public abstract sealed class ReceiveEnd<T> extends ChannelCore<T> implements ReceiveChannel<T>
    permits StandardChannel, SubscriptionChannel, TimerChannel {
  private static final int ROUND = 1024; // elements taken under one lock acquisition at most

  ReceiveEnd(@Nullable String name, int capacity) {
    super(name, capacity);
  }

  ReceiveEnd(@Nullable String name, int capacity, SpinPolicy policy) {
    super(name, capacity, policy);
  }

  @Override
  public final @Nullable T receive() throws InterruptedException {
    return afterReceive(receive(WaitMode.INTERRUPTIBLE));
  }

  @Override
  public final @Nullable T receive(Cancellation cancellation) throws InterruptedException {
    return afterReceive(receive(new CancellableWait(cancellation)));
  }

  /** Receives as {@code mode} waits. Returns what a step would; {@link #WOULD_WAIT} if too late. */
  final Object receive(WaitMode mode) throws InterruptedException {
    mode.begin();
    return receiveBegun(mode);
  }

  private Object receiveBegun(WaitMode mode) throws InterruptedException {
    lock();
    Object received = receiveStep();
    if (received != WOULD_WAIT) {
      unlockAndWake();
      return received;
    }
    Sudog sudog = acquireSudog();
    enqueueReceive(sudog);
    unlockAndWake();
    boolean fired = false;
    try {
      fired = mode.await(sudog, this, ParkReason.CHAN_RECEIVE);
    } finally {
      if (!fired) {
        leaveReceivers(sudog); // P4
      }
    }
    if (!fired) {
      return WOULD_WAIT;
    }
    Object handed = received(sudog);
    releaseSudog(sudog);
    return handed;
  }

  @Override
  public final Received<T> tryReceive() {
    if (seemsEmpty()) {
      return Received.empty();
    }
    lock();
    Object received = receiveStep();
    unlockAndWake();
    return asResult(received);
  }

  @Override
  public final Received<T> tryReceive(Duration timeout) throws InterruptedException {
    long nanos = Limits.nanos(timeout, "timeout");
    if (nanos > 0) {
      return asResult(receive(WaitMode.within(nanos)));
    }
    Parker.checkInterrupt();
    return tryReceive();
  }

  @Override
  public final int receiveBatch(Collection<? super T> sink, int max) throws InterruptedException {
    return receiveBatch(sink, max, WaitMode.INTERRUPTIBLE);
  }

  @Override
  public final int receiveBatch(Collection<? super T> sink, int max, Cancellation cancellation)
      throws InterruptedException {
    Objects.requireNonNull(sink, "sink must not be null");
    Limits.atLeast("max", 1, max);
    return receiveBatch(sink, max, new CancellableWait(cancellation));
  }

  private int receiveBatch(Collection<? super T> sink, int max, WaitMode mode)
      throws InterruptedException {
    Objects.requireNonNull(sink, "sink must not be null");
    Limits.atLeast("max", 1, max);
    mode.begin();
    int taken = drainTo(sink, max);
    if (taken > 0) {
      return taken;
    }
    T first = afterReceive(receiveBegun(mode));
    if (first == null) {
      return 0;
    }
    sink.add(first);
    return 1 + drainTo(sink, max - 1);
  }

  @Override
  public final int drainTo(Collection<? super T> sink, int max) {
    Objects.requireNonNull(sink, "sink must not be null");
    Limits.atLeast("max", 0, max);
    int total = 0;
    while (total < max && !seemsEmpty()) {
      int round = Math.min(max - total, ROUND);
      int taken = drainRound(sink, round);
      total += taken;
      if (taken < round) {
        break;
      }
    }
    return total;
  }

  /**
   * Takes up to {@code max} elements under one lock acquisition, then adds them to {@code sink}.
   */
  @SuppressWarnings("unchecked") // what a step returns, and is no token, came from a sender of T
  private int drainRound(Collection<? super T> sink, int max) {
    Object[] taken = new Object[Math.min(max, Math.max(1, length() + waitingSenders()))];
    int count = 0;
    lock();
    while (count < taken.length) {
      Object received = receiveStep();
      if (received == WOULD_WAIT || received == CLOSED) {
        break;
      }
      taken[count++] = received;
    }
    unlockAndWake();
    for (int i = 0; i < count; i++) {
      sink.add((T) taken[i]);
    }
    return count;
  }

  private void leaveReceivers(Sudog sudog) {
    lock();
    dequeueReceive(sudog);
    unlock();
  }

  private Received<T> asResult(Object received) {
    if (received == WOULD_WAIT) {
      return Received.empty();
    }
    if (received == CLOSED) {
      return Received.closed(closeCause());
    }
    return new Received.Value<>(Objects.requireNonNull(afterReceive(received)));
  }
}
