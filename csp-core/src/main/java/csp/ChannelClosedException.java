// SPDX-License-Identifier: Apache-2.0
package csp;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a send on a closed channel, by closing a closed channel, and by a receive from a
 * drained channel that was closed with a failure. The cause is that failure, if any.
 */
public final class ChannelClosedException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1;

  /** How many elements of a batch were sent. */
  private final int sent;

  /**
   * Makes an exception of a single operation.
   *
   * @param message what was tried
   * @param cause the failure that the channel was closed with, or null
   */
  public ChannelClosedException(String message, @Nullable Throwable cause) {
    this(message, cause, 0);
  }

  /**
   * Makes an exception of a batch.
   *
   * @param message what was tried
   * @param cause the failure that the channel was closed with, or null
   * @param sent how many elements were sent before
   */
  public ChannelClosedException(String message, @Nullable Throwable cause, int sent) {
    super(message, cause);
    this.sent = sent;
  }

  /**
   * {@return how many elements {@link SendChannel#sendAll} had sent; 0 for every other operation}
   */
  public int sent() {
    return sent;
  }
}
