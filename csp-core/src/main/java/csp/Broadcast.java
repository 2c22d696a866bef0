// SPDX-License-Identifier: Apache-2.0
package csp;

import csp.internal.channel.BroadcastChannel;
import csp.internal.channel.SubscriptionChannel;

/**
 * A channel to many: every subscription receives every element that was sent since it began, in the
 * order in which the sends took effect, and exactly once.
 *
 * <pre>
 * Broadcast&lt;Price&gt; prices = Broadcast.buffered(1024);
 * Go.go(() -> {
 *   try (Broadcast.Subscription&lt;Price&gt; mine = prices.subscribe()) {
 *     for (Price price : mine) {
 *       show(price);
 *     }
 *   }
 * });
 * prices.send(price);
 * </pre>
 *
 * <p>The elements lie in one buffer that all subscriptions read, each at its own pace; an element
 * is there until the last of them has received it. So the slowest is what makes a sender wait: a
 * send waits while there is a subscription that is {@link #capacity} elements behind, unless that
 * is one that is {@linkplain WhenSlow#DROP rather dropped}. While nobody subscribes, a send never
 * waits, and its element goes nowhere: who subscribes later does not see it.
 *
 * <p>All forms of {@link SendChannel} are there, a broadcast can be sent to in a select, and any
 * number of threads may send. {@link #length} is how far the slowest subscription is behind, {@link
 * #waitingReceivers} counts those of all subscriptions. Closing it closes every subscription: each
 * receives what is left for it, then learns of the end.
 *
 * <p>What a thread did before it sent an element happens-before the return of each receive that
 * gets it, and what it did before {@code close} happens-before the end of a receive or a send that
 * ends because of it. With capacity C, the receives of the k-th element, by all subscriptions that
 * are to be waited for, happen-before the return of send number k + C.
 *
 * <p>The buffer is allocated at once: some 24 bytes for each element that it can hold, in a power
 * of two of them. It refers to no element that all have received once one of the subscriptions
 * waits for the next, or was found closed and drained; while all are busy, to as many as its
 * capacity. It is a {@code RingBuffer} of the LMAX Disruptor; nothing spins or waits in there.
 *
 * @param <T> the type of the elements; {@code null} is never an element
 */
public sealed interface Broadcast<T> extends SendChannel<T> permits BroadcastChannel {
  /** What becomes of a subscription that is a whole buffer behind when an element is sent. */
  enum WhenSlow {
    /** The send waits for it: nothing is lost, and the slowest sets the pace. */
    WAIT,

    /**
     * It is ended, and the send goes on. What it had not received is lost to it; its receives throw
     * {@link ChannelClosedException} with a {@link SlowSubscriptionException} as cause. The buffer
     * has to be large enough for the largest burst. A send that has to wait for another
     * subscription ends none.
     */
    DROP
  }

  /**
   * {@return a broadcast without subscriptions, whose buffer holds {@code capacity} elements}
   *
   * @param capacity how many elements the buffer holds; at least 1, at most 2<sup>30</sup>
   * @param <T> the type of the elements
   * @throws IllegalArgumentException if {@code capacity} is out of these bounds
   */
  static <T> Broadcast<T> buffered(int capacity) {
    return new BroadcastChannel<>(null, capacity);
  }

  /**
   * Subscribes, to be waited for when slow: {@link #subscribe(WhenSlow)} with {@link
   * WhenSlow#WAIT}. A subscription that is no longer wanted has to be {@linkplain
   * Subscription#close() closed}, else the senders wait for it for ever.
   *
   * @return the subscription, which receives what is sent from now on
   */
  default Subscription<T> subscribe() {
    return subscribe(WhenSlow.WAIT);
  }

  /**
   * Subscribes. Every element whose send begins after this has returned will be received, and none
   * whose send has returned before. Never waits. After the broadcast was closed the subscription is
   * closed and drained.
   *
   * @param whenSlow what becomes of it when it is a whole buffer behind
   * @return the subscription
   * @throws NullPointerException if {@code whenSlow} is null
   */
  Subscription<T> subscribe(WhenSlow whenSlow);

  /** {@return how many subscriptions there are at this moment that have not left} */
  int subscriptions();

  /**
   * The receiving end of one subscriber. It can do what every {@link ReceiveChannel} can, and be
   * received from in a select. Several threads may share one: each element goes to one of them.
   * {@link #length} is how many elements are there to be received.
   *
   * @param <T> the type of the elements
   */
  sealed interface Subscription<T> extends ReceiveChannel<T>, AutoCloseable
      permits SubscriptionChannel {
    /**
     * Ends the subscription, and gives up what it has not received: nobody waits for it any more.
     * Those that wait to receive here learn of the end at once, and senders that waited for this
     * subscription go on. Other subscriptions see nothing of it. Never waits. Does nothing if it
     * has ended already.
     */
    @Override
    void close();
  }
}
