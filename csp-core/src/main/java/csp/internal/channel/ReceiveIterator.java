// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.InterruptedReceiveException;
import csp.ReceiveChannel;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Iterates over what is received from a channel, until it is closed and drained. */
public final class ReceiveIterator<T> implements Iterator<T> {
  private final ReceiveChannel<T> channel;
  private @Nullable T ahead; // received by hasNext, not yet given out
  private boolean ended;

  /** An iterator over {@code channel}. */
  public ReceiveIterator(ReceiveChannel<T> channel) {
    this.channel = channel;
  }

  @Override
  public boolean hasNext() {
    if (ahead == null && !ended) {
      ahead = receive(channel);
      ended = ahead == null;
    }
    return ahead != null;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("channel is closed and drained: " + channel);
    }
    T next = ahead;
    ahead = null;
    if (next == null) {
      throw new AssertionError("hasNext() found an element");
    }
    return next;
  }

  /** Receives; an interrupt becomes an unchecked exception, and the flag is set again. */
  public static <T> @Nullable T receive(ReceiveChannel<T> channel) {
    try {
      return channel.receive();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedReceiveException(interrupted);
    }
  }
}
