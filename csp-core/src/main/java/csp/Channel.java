// SPDX-License-Identifier: Apache-2.0
package csp;

import csp.internal.channel.NilChannel;
import csp.internal.channel.StandardChannel;

/**
 * A typed conduit between threads, as in Go: both ends at once. Pass the end that a piece of code
 * needs, {@link SendChannel} or {@link ReceiveChannel}, to show who produces and who consumes.
 *
 * <p>The package page has the table of what every operation does in every state.
 *
 * @param <T> the type of the elements; {@code null} is never an element
 */
public sealed interface Channel<T> extends SendChannel<T>, ReceiveChannel<T>
    permits StandardChannel, NilChannel {
  /**
   * {@return a channel without a buffer: every send waits for its receive, and the other way round}
   *
   * @param <T> the type of the elements
   */
  static <T> Channel<T> unbuffered() {
    return new StandardChannel<>(null, 0);
  }

  /**
   * {@return a channel that buffers up to {@code capacity} elements} The buffer grows as it is
   * used.
   *
   * @param capacity how many elements the buffer holds at most; must not be negative, and 0 gives
   *     an unbuffered channel
   * @param <T> the type of the elements
   * @throws IllegalArgumentException if {@code capacity} is negative
   */
  static <T> Channel<T> buffered(int capacity) {
    return new StandardChannel<>(null, capacity);
  }

  /**
   * {@return the nil channel: sends and receives wait for ever, a select clause on it is disabled,
   * closing it fails} Assign it to a variable to switch a source off.
   *
   * @param <T> the type of the elements
   */
  static <T> Channel<T> nil() {
    return NilChannel.instance();
  }

  /**
   * Starts a channel that shows {@code name} in dumps, in logs and in its {@code toString}; the
   * builder also has the kinds that never make a sender wait.
   *
   * @param name the name; need not be unique
   * @return a builder, which makes the channel
   * @throws NullPointerException if {@code name} is null
   */
  static ChannelBuilder named(String name) {
    return new ChannelBuilder(name);
  }
}
