// SPDX-License-Identifier: Apache-2.0
package csp;

import java.time.Duration;

/**
 * The sending end of a channel. Closing belongs to this end: try-with-resources around the producer
 * is Go's {@code defer close(ch)}.
 *
 * <p>Any number of threads, virtual or not, may use one channel. What a thread did before it sent
 * an element happens-before the return of the receive that gets it; what it did before {@code
 * close} happens-before the end of a receive or a send that ends because of it. The k-th receive
 * from a channel of capacity C happens-before the return of send number k + C; with C = 0 that is
 * the matching send.
 *
 * <p>A failed, interrupted, timed-out or cancelled send has sent nothing: the element is delivered
 * exactly once or still the caller's. Two things differ: {@link #sendAll} may have sent a part, and
 * what the hook of a {@linkplain ChannelBuilder channel that drops elements} throws comes out of a
 * send that has taken effect.
 *
 * @param <T> the type of the elements; {@code null} is never an element
 */
public sealed interface SendChannel<T> extends ChannelStatus, AutoCloseable
    permits Channel, Broadcast {
  /**
   * Sends {@code value}, waiting until a receiver takes it or the buffer has room. Returns at once
   * if either is already so.
   *
   * @param value the element; never null
   * @throws ChannelClosedException if the channel is, or becomes, closed first; the value was not
   *     sent
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the value
   *     was not sent
   * @throws NullPointerException if {@code value} is null
   */
  void send(T value) throws InterruptedException;

  /**
   * Sends {@code value} as {@link #send(Object)} does, unless {@code cancellation} ends first.
   *
   * @param value the element; never null
   * @param cancellation what may end the wait; asked on entry too
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; the value was not sent
   * @throws ChannelClosedException if the channel is, or becomes, closed first; the value was not
   *     sent
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the value
   *     was not sent
   * @throws NullPointerException if an argument is null
   */
  void send(T value, Cancellation cancellation) throws InterruptedException;

  /**
   * Sends {@code value} if that is possible at once: a receiver waits or the buffer has room. Never
   * waits.
   *
   * @param value the element; never null
   * @return whether the value was sent
   * @throws ChannelClosedException if the channel is closed; the value was not sent
   * @throws NullPointerException if {@code value} is null
   */
  boolean trySend(T value);

  /**
   * Sends {@code value}, waiting for at most {@code timeout}. Zero and negative mean: only if
   * possible at once. Time is measured with the monotonic clock; more than 292 years are for ever.
   *
   * @param value the element; never null
   * @param timeout how long to wait at most
   * @return whether the value was sent; false when the time passed first
   * @throws ChannelClosedException if the channel is, or becomes, closed first; the value was not
   *     sent
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the value
   *     was not sent
   * @throws NullPointerException if an argument is null
   */
  boolean trySend(T value, Duration timeout) throws InterruptedException;

  /**
   * Sends all of {@code values}, in order. From a {@link java.util.Collection}, which is copied
   * first, as many as fit are sent under one acquisition of the channel's lock before the call
   * waits for room; other sources are sent element by element, and never read ahead.
   *
   * <p>Other senders may come in between. When the call fails, a prefix of {@code values} has been
   * sent; the exceptions of waiting tell how long it is. What the source itself throws comes out as
   * it is. The element after that prefix has been taken from a source that is no collection: one
   * that gives it once only, as a channel does, does not get it back.
   *
   * @param values the elements, none of them null
   * @throws ChannelClosedException if the channel is, or becomes, closed first; {@link
   *     ChannelClosedException#sent} elements were sent
   * @throws InterruptedSendException if the thread is interrupted on entry or while waiting, for
   *     room or, where the source is a channel, for its next element; {@link
   *     InterruptedSendException#sent} elements were sent
   * @throws NullPointerException if {@code values} is null, and nothing was sent; or contains null,
   *     and then nothing was sent from a collection, and what came before it from another source
   */
  void sendAll(Iterable<? extends T> values) throws InterruptedException;

  /**
   * Sends all of {@code values} as {@link #sendAll(Iterable)} does, unless {@code cancellation}
   * ends first.
   *
   * @param values the elements, none of them null
   * @param cancellation what may end the wait, for room or, where the source is a channel, for its
   *     next element; asked on entry, whenever the call would wait, and before each element of a
   *     source that is no collection
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended when it is asked, or ends while waiting; {@link
   *     IncompleteSendException#sentBefore} tells how many elements were sent, unless the error
   *     takes no suppressed exceptions
   * @throws ChannelClosedException if the channel is, or becomes, closed first; {@link
   *     ChannelClosedException#sent} elements were sent
   * @throws InterruptedSendException if the thread is interrupted on entry or while waiting; {@link
   *     InterruptedSendException#sent} elements were sent
   * @throws NullPointerException if an argument is null, and nothing was sent; or if {@code values}
   *     contains null, as above
   */
  void sendAll(Iterable<? extends T> values, Cancellation cancellation) throws InterruptedException;

  /**
   * Closes the channel. Receivers get what is buffered, then learn of the end: those that wait
   * return at once. Senders that wait fail, and so does every later send. Never waits.
   *
   * @throws ChannelClosedException if the channel is closed already; use {@link #tryClose} where
   *     that may be
   * @throws IllegalStateException if this is the nil channel
   */
  @Override
  void close();

  /**
   * Closes the channel unless that was done before. Never waits.
   *
   * @return whether this call closed it
   * @throws IllegalStateException if this is the nil channel
   */
  boolean tryClose();

  /**
   * Closes the channel because of a failure. Receivers get what is buffered; after that, and for
   * senders at once, a {@link ChannelClosedException} carries {@code cause}. The immediate and
   * timed receives answer {@link Received.Closed} with it instead. Never waits.
   *
   * @param cause the failure; never null, as {@link #close()} is for the normal end
   * @throws ChannelClosedException if the channel is closed already
   * @throws IllegalStateException if this is the nil channel
   * @throws NullPointerException if {@code cause} is null
   */
  void close(Throwable cause);
}
