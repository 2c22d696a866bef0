// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import csp.SendChannel;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;

/** Channels as blocking queues, and blocking queues as the ends of channels. */
public final class Queues {
  private Queues() {}

  /**
   * {@return {@code channel} as a blocking queue} It is a view: it holds nothing, and the channel
   * may be used directly at the same time. Any number of threads may use it. It has every method,
   * as {@link java.util.concurrent} describes them; the package page has what a close does.
   *
   * <ul>
   *   <li>The queue's elements are those in the buffer. Who waits in {@code put} is served oldest
   *       first, as by a fair {@link java.util.concurrent.ArrayBlockingQueue}, and its element is
   *       not yet in the queue.
   *   <li>An unbuffered channel is like a {@link java.util.concurrent.SynchronousQueue}: always
   *       empty for those who look; {@code poll} and {@code drainTo} take from who waits in {@code
   *       put}.
   *   <li>An unbounded channel always has {@link Integer#MAX_VALUE} as its remaining capacity. One
   *       that drops elements accepts every {@code offer}; its remaining capacity is what it
   *       accepts before it drops one, and what its hook throws comes out of the call that added.
   *   <li>Iterators, streams, {@code contains}, {@code toArray} and {@code forEach} look at what
   *       the buffer held when they were called, or the iterator or stream was made. An iterator's
   *       {@code remove} removes the very element that {@code next} returned, if it is still there.
   *   <li>{@code removeIf}, {@code removeAll}, {@code retainAll} and {@code clear} remove in one
   *       step, of what the buffer held on entry. When the caller's code throws, nothing was
   *       removed.
   *   <li>{@code equals} methods, predicates and collections of the caller run without a lock. An
   *       element that the collection given to {@code drainTo} refuses is lost, no other is.
   *   <li>The {@linkplain Channel#nil nil channel} is a queue that is always empty and full.
   * </ul>
   *
   * <p>Memory: what a thread did before it put an element into the queue or sent it happens-before
   * what another does after it has taken, received or seen it here.
   *
   * <p>The channel must not be closed while an executor works from it: shut that down.
   *
   * @param channel what takes and gives the elements
   * @param <T> the type of the elements
   * @throws NullPointerException if {@code channel} is null
   */
  public static <T> BlockingQueue<T> asBlockingQueue(Channel<T> channel) {
    return new ChannelQueue<>(Objects.requireNonNull(channel, "channel must not be null"));
  }

  /**
   * {@return a channel that gives what is in {@code queue}, for a loop or a select} A goroutine
   * takes from the queue and sends, until {@code cancellation} ends; then it closes the channel.
   * Never waits.
   *
   * <p>The goroutine is ahead by one element: it has taken it before somebody receives it. When
   * {@code cancellation} ends, that element is not lost: it stays in the closed channel, for the
   * next who receives; all others stay in the queue. If {@code cancellation} has ended on entry,
   * nothing is taken. If {@code take} throws, the channel is closed with that as the failure.
   *
   * <p>Memory: what {@code queue} promises for an element that is taken holds for who receives it.
   *
   * @param queue where the elements come from; others may take from it, too
   * @param cancellation what ends the goroutine; if it never ends, neither does that
   * @param <T> the type of the elements
   * @throws NullPointerException if an argument is null
   */
  public static <T> ReceiveChannel<T> receiveFrom(
      BlockingQueue<? extends T> queue, Cancellation cancellation) {
    Objects.requireNonNull(queue, "queue must not be null");
    Objects.requireNonNull(cancellation, "cancellation must not be null");
    return QueuePumps.receiveFrom(queue, cancellation);
  }

  /**
   * {@return a channel that puts what is sent into {@code queue}, for a select or {@code sendAll}}
   * A goroutine receives and puts, until the channel is closed. Never waits.
   *
   * <p>A send returns when the goroutine has the element; it may still wait for room in the queue,
   * and the next send waits for that. So at most one element is on its way, and it arrives after a
   * close, too. If {@code put} throws, that element is lost and the channel is closed with what was
   * thrown as the failure.
   *
   * <p>Memory: what {@code queue} promises for an element that is put holds for who sends it.
   *
   * @param queue where the elements go; others may put into it, too
   * @param <T> the type of the elements
   * @throws NullPointerException if {@code queue} is null
   */
  public static <T> SendChannel<T> sendInto(BlockingQueue<? super T> queue) {
    return QueuePumps.sendInto(Objects.requireNonNull(queue, "queue must not be null"));
  }
}
