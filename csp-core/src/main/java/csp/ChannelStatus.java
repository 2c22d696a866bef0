// SPDX-License-Identifier: Apache-2.0
package csp;

/**
 * What can be seen of a channel from either end. Every answer is a snapshot that may be old when it
 * arrives, good for metrics and logs; none of the methods waits, and none gives a happens-before
 * edge. Any thread may call them.
 */
public sealed interface ChannelStatus permits SendChannel, ReceiveChannel {
  /** Returns the name given with {@link Channel#named}, or one that the library made up. */
  String name();

  /** Returns the number of buffered elements; elements of waiting senders do not count. */
  int length();

  /**
   * Returns the number of elements that the buffer holds at most: 0 if unbuffered, {@link
   * Integer#MAX_VALUE} if unbounded.
   */
  int capacity();

  /** Returns whether the channel is closed; its buffer may still hold elements. */
  boolean isClosed();

  /**
   * Returns whether the channel is closed and its buffer empty: nothing will ever be received
   * again.
   */
  boolean isDrained();

  /** Returns how many senders wait. */
  int waitingSenders();

  /** Returns how many receivers wait. */
  int waitingReceivers();
}
