// SPDX-License-Identifier: Apache-2.0
package csp;

/**
 * What can be seen of a channel from either end. Every answer is a snapshot that may be old when it
 * arrives, good for metrics and logs; none of the methods waits, and none gives a happens-before
 * edge. Any thread may call them.
 */
public sealed interface ChannelStatus permits SendChannel, ReceiveChannel {
  /** {@return the name given with {@link Channel#named}, or one that the library made up} */
  String name();

  /** {@return the number of buffered elements; elements of waiting senders do not count} */
  int length();

  /**
   * {@return the number of elements that the buffer holds at most: 0 if unbuffered, {@link
   * Integer#MAX_VALUE} if unbounded}
   */
  int capacity();

  /** {@return whether the channel is closed; its buffer may still hold elements} */
  boolean isClosed();

  /**
   * {@return whether the channel is closed and its buffer empty: nothing will ever be received
   * again}
   */
  boolean isDrained();

  /** {@return how many senders wait; a select that waits to send here is one} */
  int waitingSenders();

  /** {@return how many receivers wait; a select that waits to receive here is one} */
  int waitingReceivers();
}
