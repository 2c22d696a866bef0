// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.Cancellation;
import csp.InterruptedReceiveException;
import csp.ReceiveChannel;
import csp.internal.park.WaitMode;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Iterates over what is received from a channel, until it is closed and drained. */
public final class ReceiveIterator<T> implements Iterator<T> {
  private final ReceiveChannel<T> channel;
  private final WaitMode mode;
  private @Nullable T ahead; // received by hasNext, not yet given out
  private boolean ended;

  /** An iterator over {@code channel}. */
  public ReceiveIterator(ReceiveChannel<T> channel) {
    this(channel, WaitMode.INTERRUPTIBLE);
  }

  private ReceiveIterator(ReceiveChannel<T> channel, WaitMode mode) {
    this.channel = channel;
    this.mode = mode;
  }

  /** {@code channel}, whose iterators {@code cancellation} ends. */
  public static <T> Iterable<T> until(ReceiveChannel<T> channel, Cancellation cancellation) {
    CancellableWait mode = new CancellableWait(cancellation);
    return () -> new ReceiveIterator<>(channel, mode);
  }

  /** {@code values}; if they are what is received from a channel, {@code mode} says how. */
  static <T> Iterable<T> over(Iterable<T> values, WaitMode mode) {
    return values instanceof ReceiveChannel<T> channel
        ? () -> new ReceiveIterator<>(channel, mode)
        : values;
  }

  /** What {@code values}, whose elements are not null, iterates over, in order. */
  public static <T> Stream<T> stream(Iterable<T> values) {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(values.iterator(), traits), false);
  }

  @Override
  public boolean hasNext() {
    if (ahead == null && !ended) {
      ahead = receive();
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
  private @Nullable T receive() {
    try {
      return switch (channel) {
        case ReceiveEnd<T> end -> end.afterReceive(end.receive(mode));
        case NilChannel<T> nil -> nil.receive(mode);
      };
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedReceiveException(interrupted);
    }
  }
}
