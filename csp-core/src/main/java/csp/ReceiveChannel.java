// SPDX-License-Identifier: Apache-2.0
package csp;

import csp.internal.channel.ReceiveIterator;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a channel. {@code for (T value : channel)} is Go's {@code for v := range
 * ch}: it ends when the channel is closed and drained.
 *
 * <p>Any number of threads, virtual or not, may use one channel; every element goes to exactly one
 * of them. Elements arrive in the order in which their sends completed, and waiting receivers are
 * served oldest first. The happens-before edges are those of {@link SendChannel}.
 *
 * <p>An interrupted, timed-out or cancelled receive has received nothing: no element is lost to it.
 *
 * @param <T> the type of the elements; {@code null} is never an element
 */
public sealed interface ReceiveChannel<T> extends ChannelStatus, Iterable<T>
    permits Channel, Broadcast.Subscription, csp.internal.channel.ReceiveEnd {
  /**
   * Receives an element, waiting until there is one or the channel is closed. Returns at once if
   * either is already so.
   *
   * @return the element, or null exactly when the channel is closed and drained
   * @throws ChannelClosedException if the channel is drained and was closed {@linkplain
   *     SendChannel#close(Throwable) with a failure}, which is its cause
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; nothing
   *     was received
   */
  @Nullable T receive() throws InterruptedException;

  /**
   * Receives an element as {@link #receive()} does, unless {@code cancellation} ends first.
   *
   * @param cancellation what may end the wait; asked on entry too
   * @return the element, or null exactly when the channel is closed and drained
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; nothing was received
   * @throws ChannelClosedException if the channel is drained and was closed with a failure
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; nothing
   *     was received
   * @throws NullPointerException if {@code cancellation} is null
   */
  @Nullable T receive(Cancellation cancellation) throws InterruptedException;

  /**
   * Receives an element if there is one at once. Never waits, and never throws: a channel closed
   * with a failure answers {@link Received.Closed} with it.
   *
   * @return what was found: a value, nothing yet, or the end
   */
  Received<T> tryReceive();

  /**
   * Receives an element, waiting for at most {@code timeout}. Zero and negative mean: only if there
   * is one at once. Time is measured with the monotonic clock; more than 292 years are for ever.
   *
   * @param timeout how long to wait at most
   * @return what was found: a value, nothing within the time, or the end
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; nothing
   *     was received
   * @throws NullPointerException if {@code timeout} is null
   */
  Received<T> tryReceive(Duration timeout) throws InterruptedException;

  /**
   * Waits for one element, then takes what else is there, up to {@code max} in all, and adds it to
   * {@code sink} in order. Many elements are taken under one acquisition of the channel's lock;
   * {@code sink} is called after it. When {@code sink} throws, that comes out of this call, and the
   * elements that were taken but not added are lost.
   *
   * @param sink what the elements are added to; no lock is held then
   * @param max how many elements to take at most; at least 1
   * @return how many elements were received; 0 exactly when the channel is closed and drained
   * @throws ChannelClosedException if the channel is drained and was closed with a failure
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; nothing
   *     was received
   * @throws IllegalArgumentException if {@code max} is less than 1
   * @throws NullPointerException if {@code sink} is null
   */
  int receiveBatch(Collection<? super T> sink, int max) throws InterruptedException;

  /**
   * Receives a batch as {@link #receiveBatch(Collection, int)} does, unless {@code cancellation}
   * ends first.
   *
   * @param sink what the elements are added to; no lock is held then
   * @param max how many elements to take at most; at least 1
   * @param cancellation what may end the wait; asked on entry too
   * @return how many elements were received; 0 exactly when the channel is closed and drained
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; nothing was received
   * @throws ChannelClosedException if the channel is drained and was closed with a failure
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; nothing
   *     was received
   * @throws IllegalArgumentException if {@code max} is less than 1
   * @throws NullPointerException if an argument is null
   */
  int receiveBatch(Collection<? super T> sink, int max, Cancellation cancellation)
      throws InterruptedException;

  /**
   * Takes what is there, up to {@code max} elements, and adds it to {@code sink} in order. Never
   * waits. When {@code sink} throws, that comes out of this call, and the elements that were taken
   * but not added are lost.
   *
   * @param sink what the elements are added to; no lock is held then
   * @param max how many elements to take at most; must not be negative
   * @return how many elements were received; 0 when there is nothing, closed or not
   * @throws IllegalArgumentException if {@code max} is negative
   * @throws NullPointerException if {@code sink} is null
   */
  int drainTo(Collection<? super T> sink, int max);

  /**
   * {@return an iterator that receives: {@code hasNext} waits as {@link #receive()} does, and is
   * false when the channel is closed and drained} Each iterator is for one thread; several share
   * the elements: each element comes out of one of them.
   *
   * <p>{@code hasNext}, and {@code next} where it was not called before, throws {@link
   * InterruptedReceiveException} if interrupted, with the interrupt status set again, and, after
   * the last element, {@link ChannelClosedException} if the channel was closed with a failure.
   */
  @Override
  default Iterator<T> iterator() {
    return new ReceiveIterator<>(this);
  }

  /**
   * Receives and passes every element to {@code action}, in this thread, until the channel is
   * closed and drained. What {@code action} throws ends the loop; its element counts as received.
   *
   * @param action what every element is passed to; no lock is held then
   * @throws InterruptedReceiveException if interrupted on entry or while waiting, with the
   *     interrupt status set again; every element received was passed to {@code action}
   * @throws ChannelClosedException after the last element, if the channel was closed with a failure
   * @throws NullPointerException if {@code action} is null
   */
  @Override
  default void forEach(Consumer<? super T> action) {
    Objects.requireNonNull(action, "action must not be null");
    iterator().forEachRemaining(action);
  }

  /**
   * Receives and passes every element to {@code action} as {@link #forEach(Consumer)} does, unless
   * {@code cancellation} ends first.
   *
   * @param action what every element is passed to; no lock is held then
   * @param cancellation what may end the loop; asked before each element
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended when it is asked, or ends while waiting; every element received was passed
   *     to {@code action}
   * @throws InterruptedReceiveException if interrupted on entry or while waiting, with the
   *     interrupt status set again; every element received was passed to {@code action}
   * @throws ChannelClosedException after the last element, if the channel was closed with a failure
   * @throws NullPointerException if an argument is null
   */
  default void forEach(Consumer<? super T> action, Cancellation cancellation) {
    Objects.requireNonNull(action, "action must not be null");
    until(cancellation).forEach(action);
  }

  /**
   * {@return what is received from this channel until {@code cancellation} ends: {@code for (T
   * value : channel.until(cancellation))}} Its iterators are as those of {@link #iterator()}, and
   * they throw {@linkplain Cancellation#error the error} of {@code cancellation} if that has ended
   * when {@code hasNext} is asked, or ends while it waits; nothing was received then. An element
   * that {@code hasNext} found before still comes out of {@code next}.
   *
   * @param cancellation what may end the iteration; asked before each element
   * @throws NullPointerException if {@code cancellation} is null
   */
  default Iterable<T> until(Cancellation cancellation) {
    return ReceiveIterator.until(this, cancellation);
  }

  /**
   * {@return an ordered, sequential stream of what is received; its terminal operation waits and
   * throws as {@link #iterator()} does} Short-circuiting operations leave the rest in the channel,
   * but for one element that the stream may have taken ahead. A stream that is made parallel takes
   * batches of a thousand elements and more, and waits for them.
   */
  default Stream<T> stream() {
    return ReceiveIterator.stream(this);
  }

  /**
   * {@return a stream as {@link #stream()} does, whose terminal operation {@code cancellation} ends
   * as it ends the iterators of {@link #until}}
   *
   * @param cancellation what may end the stream; asked before each element
   * @throws NullPointerException if {@code cancellation} is null
   */
  default Stream<T> stream(Cancellation cancellation) {
    return ReceiveIterator.stream(until(cancellation));
  }
}
