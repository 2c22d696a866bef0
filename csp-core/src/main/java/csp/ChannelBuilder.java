// SPDX-License-Identifier: Apache-2.0
package csp;

import csp.internal.channel.BroadcastChannel;
import csp.internal.channel.OverflowChannel;
import csp.internal.channel.OverflowChannel.Policy;
import csp.internal.channel.StandardChannel;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Makes named channels and broadcasts; each call makes a new one. Immutable.
 *
 * <p>Where a channel drops elements, the sender never waits and every send succeeds while the
 * channel is open. The hook {@code onDropped} gets each element that is dropped, exactly once, on
 * the thread of the send that caused it, after the channel's lock is released and before that send
 * returns. What it throws comes out of that send, which has taken effect.
 */
public final class ChannelBuilder {
  private final String name;

  ChannelBuilder(String name) {
    this.name = Objects.requireNonNull(name, "name must not be null");
  }

  /**
   * {@return a channel without a buffer}
   *
   * @param <T> the type of the elements
   */
  public <T> Channel<T> unbuffered() {
    return new StandardChannel<>(name, 0);
  }

  /**
   * {@return a channel that buffers up to {@code capacity} elements}
   *
   * @param capacity how many elements the buffer holds at most; must not be negative, and 0 gives
   *     an unbuffered channel
   * @param <T> the type of the elements
   * @throws IllegalArgumentException if {@code capacity} is negative
   */
  public <T> Channel<T> buffered(int capacity) {
    return new StandardChannel<>(name, capacity);
  }

  /**
   * {@return a channel whose buffer grows as needed, so that no sender ever waits} Nothing holds
   * back a producer that is faster than its consumers: memory is the limit.
   *
   * @param <T> the type of the elements
   */
  public <T> Channel<T> unbounded() {
    return new StandardChannel<>(name, StandardChannel.UNBOUNDED);
  }

  /**
   * {@return a channel that drops the oldest buffered element when a send finds the buffer full}
   *
   * @param capacity how many elements the buffer holds at most; must be at least 1
   * @param <T> the type of the elements
   * @throws IllegalArgumentException if {@code capacity} is less than 1
   */
  public <T> Channel<T> dropOldest(int capacity) {
    return dropOldest(capacity, ChannelBuilder::ignore);
  }

  /**
   * {@return a channel that drops the oldest buffered element when a send finds the buffer full,
   * and tells {@code onDropped}}
   *
   * @param capacity how many elements the buffer holds at most; must be at least 1
   * @param onDropped gets each element that is dropped, as the class says
   * @param <T> the type of the elements
   * @throws IllegalArgumentException if {@code capacity} is less than 1
   * @throws NullPointerException if {@code onDropped} is null
   */
  public <T> Channel<T> dropOldest(int capacity, Consumer<? super T> onDropped) {
    return overflow(capacity, Policy.DROP_OLDEST, onDropped);
  }

  /**
   * {@return a channel that drops the element being sent when the buffer is full}
   *
   * @param capacity how many elements the buffer holds at most; must be at least 1
   * @param <T> the type of the elements
   * @throws IllegalArgumentException if {@code capacity} is less than 1
   */
  public <T> Channel<T> dropNewest(int capacity) {
    return dropNewest(capacity, ChannelBuilder::ignore);
  }

  /**
   * {@return a channel that drops the element being sent when the buffer is full, and tells {@code
   * onDropped}}
   *
   * @param capacity how many elements the buffer holds at most; must be at least 1
   * @param onDropped gets each element that is dropped, as the class says
   * @param <T> the type of the elements
   * @throws IllegalArgumentException if {@code capacity} is less than 1
   * @throws NullPointerException if {@code onDropped} is null
   */
  public <T> Channel<T> dropNewest(int capacity, Consumer<? super T> onDropped) {
    return overflow(capacity, Policy.DROP_NEWEST, onDropped);
  }

  /**
   * {@return a channel that keeps the latest element only: {@code dropOldest(1)}}
   *
   * @param <T> the type of the elements
   */
  public <T> Channel<T> conflated() {
    return dropOldest(1);
  }

  /**
   * {@return a channel that keeps the latest element only, and tells {@code onDropped} of the one
   * that it replaces}
   *
   * @param onDropped gets each element that is dropped, as the class says
   * @param <T> the type of the elements
   * @throws NullPointerException if {@code onDropped} is null
   */
  public <T> Channel<T> conflated(Consumer<? super T> onDropped) {
    return dropOldest(1, onDropped);
  }

  /**
   * {@return a broadcast without subscriptions, whose buffer holds {@code capacity} elements}
   *
   * @param capacity how many elements the buffer holds; at least 1, at most 2<sup>30</sup>
   * @param <T> the type of the elements
   * @throws IllegalArgumentException if {@code capacity} is out of these bounds
   */
  public <T> Broadcast<T> broadcast(int capacity) {
    return new BroadcastChannel<>(name, capacity);
  }

  private <T> Channel<T> overflow(int capacity, Policy policy, Consumer<? super T> onDropped) {
    Objects.requireNonNull(onDropped, "onDropped must not be null");
    return new OverflowChannel<>(name, capacity, policy, onDropped);
  }

  private static void ignore(Object dropped) {}
}
