// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import csp.internal.channel.Limits;
import csp.internal.channel.MeteredChannel;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Channels as publishers, and publishers as channels, after <a
 * href="https://github.com/reactive-streams/reactive-streams-jvm/tree/v1.0.4">Reactive Streams
 * 1.0.4</a>: all of its rules are kept. A channel waits where a stream asks, so a demand becomes a
 * receive, and a receive becomes a demand.
 */
public final class Flows {
  private Flows() {}

  /**
   * {@return a publisher of what is received from {@code channel}} It receives only what a
   * subscriber has requested. {@code subscribe} never waits; all signals come from goroutines, and
   * there is one only while a request is open: a subscriber that asks for nothing costs no thread.
   *
   * <ul>
   *   <li>Any number of subscribers may come, at any time. They compete, as receivers do: every
   *       element goes to exactly one of them, and to nobody else who receives from the channel.
   *   <li>When the channel is closed and drained, each of them gets {@code onComplete}, or {@code
   *       onError} with the failure that it was closed with. A subscriber hears of it at once if it
   *       has an open request, or if it is so when it subscribes or its last request is served; if
   *       it comes later, with its next request.
   *   <li>{@code cancel} ends the wait for an element, and nothing is lost by it: what was received
   *       by then was requested, and is still passed to {@code onNext}, as rule 2.8 has it. A
   *       subscriber that cancels in {@code onNext} gets no more.
   *   <li>A request of less than 1 ends the subscription with {@code onError} (rule 3.9). An
   *       interrupt that a subscriber leaves in the goroutine ends it with {@code onError}, too.
   *   <li>What a subscriber throws cancels its subscription, and goes to the goroutine's handler:
   *       see {@link csp.Go}. The element that it was given counts as received.
   * </ul>
   *
   * <p>Memory: what a thread did before it sent an element happens-before its {@code onNext}; what
   * a subscriber did in a signal, or before a request, happens-before the signals that follow.
   *
   * @param channel what the elements are received from; others may receive from it, too
   * @param <T> the type of the elements
   * @throws NullPointerException if {@code channel} is null, and from {@code subscribe} if the
   *     subscriber is
   */
  public static <T> Flow.Publisher<T> toPublisher(ReceiveChannel<T> channel) {
    Objects.requireNonNull(channel, "channel must not be null");
    return subscriber ->
        new ChannelSubscription<T>(
                channel, Objects.requireNonNull(subscriber, "subscriber must not be null"))
            .start();
  }

  /**
   * {@return a channel of what {@code publisher} publishes, for a loop or a select, as {@link
   * #fromPublisher(Flow.Publisher, int, Cancellation)} with a cancellation that never ends}
   *
   * @param publisher where the elements come from
   * @param capacity how many elements are requested ahead, and buffered at most; at least 1
   * @param <T> the type of the elements
   * @throws IllegalArgumentException if {@code capacity} is less than 1
   * @throws NullPointerException if {@code publisher} is null
   */
  public static <T> ReceiveChannel<T> fromPublisher(
      Flow.Publisher<? extends T> publisher, int capacity) {
    return fromPublisher(publisher, capacity, Never.NEVER);
  }

  /**
   * {@return a channel of what {@code publisher} publishes, for a loop or a select, until {@code
   * cancellation} ends} Subscribes at once, and waits only if {@code subscribe} does. A goroutine
   * requests {@code capacity} elements, and more when half of them were received; it ends with the
   * stream. {@code onNext} never waits.
   *
   * <ul>
   *   <li>{@code onComplete} closes the channel, {@code onError} closes it with the failure; what
   *       is in the buffer is received before.
   *   <li>When {@code cancellation} ends, the subscription is cancelled and the channel is closed
   *       without a failure; what is in the buffer by then is still received. If it has ended on
   *       entry, nothing is subscribed to.
   *   <li>Nobody can see that a channel will not be received from any more: the publisher is then
   *       not asked for more, and the goroutine waits. Who may leave before the end should end
   *       {@code cancellation}.
   *   <li>A publisher that sends more than was requested is in breach of rule 1.1: the element is
   *       dropped, the subscription is cancelled and the channel is closed with an {@link
   *       IllegalStateException} that says so. What {@code subscribe} or {@code request} throws
   *       closes the channel with that as the failure.
   * </ul>
   *
   * <p>Memory: what the publisher did before {@code onNext} happens-before the element is received,
   * and what a receiver did before that happens-before the request for the next in its place.
   *
   * @param publisher where the elements come from
   * @param capacity how many elements are requested ahead, and buffered at most; at least 1
   * @param cancellation what ends the subscription
   * @param <T> the type of the elements
   * @throws IllegalArgumentException if {@code capacity} is less than 1
   * @throws NullPointerException if an argument is null
   */
  public static <T> ReceiveChannel<T> fromPublisher(
      Flow.Publisher<? extends T> publisher, int capacity, Cancellation cancellation) {
    Objects.requireNonNull(publisher, "publisher must not be null");
    Limits.atLeast("capacity", 1, capacity);
    Objects.requireNonNull(cancellation, "cancellation must not be null");
    MeteredChannel<T> channel = new MeteredChannel<>("from-publisher", capacity);
    Limits.doneOf(cancellation);
    if (cancellation.error() != null) {
      channel.end(null);
      return channel;
    }
    ChannelSubscriber<T> subscriber = new ChannelSubscriber<>(channel, cancellation);
    subscriber.start();
    try {
      publisher.subscribe(subscriber);
    } catch (RuntimeException | Error thrown) { // rule 1.9 forbids it
      channel.end(thrown);
    }
    return channel;
  }

  private enum Never implements Cancellation {
    NEVER;

    @Override
    public ReceiveChannel<?> done() {
      return Channel.nil();
    }

    @Override
    public @Nullable RuntimeException error() {
      return null;
    }
  }
}
