// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.ReceiveChannel;
import csp.SendChannel;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import org.jspecify.annotations.Nullable;

/**
 * All that a select may touch of a channel. The steps and the queue operations need the lock of
 * {@link #site}, and may leave a thread there that is to be woken when it is released.
 *
 * @param <T> the type of the elements
 */
public interface SelectPort<T> {
  /** Result of a step: the element was handed over or buffered. */
  Object SENT = new Object();

  /** Result of a step: it cannot complete now, and nothing was changed. */
  Object WOULD_WAIT = new Object();

  /** Result of a step: the channel is closed (and, for a receive, drained). */
  Object CLOSED = new Object();

  /** The port of {@code channel}, or null for the nil channel. */
  static <T> @Nullable SelectPort<T> of(SendChannel<T> channel) {
    return ChannelCore.of(channel);
  }

  /** The port of {@code channel}, or null for the nil channel. */
  static <T> @Nullable SelectPort<T> of(ReceiveChannel<T> channel) {
    return ChannelCore.of(channel);
  }

  /** The lock of the channel. */
  WaitSite site();

  /**
   * Sends {@code value} if that needs no waiting. Lock held.
   *
   * @return {@link #SENT}, {@link #WOULD_WAIT}, {@link #CLOSED}, or an element that the channel
   *     dropped to make room; pass it to {@link #afterSend} when the lock is released
   */
  Object sendStep(T value);

  /**
   * Receives if that needs no waiting. Lock held.
   *
   * @return an element, {@link #WOULD_WAIT} or {@link #CLOSED}; pass it to {@link #afterReceive}
   *     when the lock is released
   */
  Object receiveStep();

  /**
   * Throws if {@code sent} is {@link #CLOSED}; tells the hook of a dropped element. No lock held.
   */
  void afterSend(Object sent);

  /**
   * Returns the element, null if closed and drained, or throws if closed with a failure. No lock
   * held.
   */
  @Nullable T afterReceive(Object received);

  /**
   * What a sender that was fired did, in the terms of {@link #sendStep}: for {@link #afterSend}. No
   * lock held.
   */
  Object sent(Sudog fired);

  /**
   * What a receiver that was fired got, in the terms of {@link #receiveStep}: for {@link
   * #afterReceive}. No lock held.
   */
  Object received(Sudog fired);

  /** The failure that the channel was closed with, or null. */
  @Nullable Throwable closeCause();

  /**
   * Whether {@link #receiveStep} would wait at some moment of this call. Needs no lock; false says
   * nothing.
   */
  boolean seemsEmpty();

  /**
   * Whether {@link #sendStep} would wait at some moment of this call. Needs no lock; false says
   * nothing.
   */
  boolean seemsFull();

  /**
   * Queues {@code sudog}, which carries the element, as a sender. Lock held, and the step would
   * wait.
   */
  void enqueueSend(Sudog sudog);

  /**
   * Queues {@code sudog} as a receiver. Lock held, and the step would wait. A timer's channel may
   * ready the timer thread.
   */
  void enqueueReceive(Sudog sudog);

  /** Takes {@code sudog} off the senders if it is still there. Lock held. */
  void dequeueSend(Sudog sudog);

  /** Takes {@code sudog} off the receivers if it is still there. Lock held. */
  void dequeueReceive(Sudog sudog);
}
