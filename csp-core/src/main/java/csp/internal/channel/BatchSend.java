// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.ChannelClosedException;
import csp.InterruptedReceiveException;
import csp.InterruptedSendException;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of sendAll. */
final class BatchSend<T> {
  /*
   * The elements of a collection are copied first, since the caller's code may not run under the lock
   * (P5); then each round sends as many as fit under one lock acquisition and queues for the next one.
   * Other sources go element by element: fetching ahead would keep what a slow source has given from
   * being received.
   */

  private final StandardChannel<T> channel;
  private final BatchWait mode;

  BatchSend(StandardChannel<T> channel, WaitMode mode) {
    this.channel = channel;
    this.mode = new BatchWait(mode);
  }

  void run(Iterable<? extends T> values) throws InterruptedException {
    try {
      mode.begin();
      if (values instanceof Collection<? extends T> collection) {
        sendRounds(copy(collection));
      } else {
        for (T value : ReceiveIterator.over(values, mode)) {
          channel.send(value, mode);
          mode.sent++;
        }
      }
    } catch (InterruptedException interrupted) {
      throw new InterruptedSendException(mode.sent);
    } catch (InterruptedReceiveException interrupted) { // the source is a channel too
      Thread.interrupted();
      throw new InterruptedSendException(mode.sent);
    } catch (ChannelClosedException closed) {
      if (!channel.isClosed()) {
        throw closed; // not ours: the source is a channel too, closed with a failure
      }
      throw closedAfterSome();
    }
  }

  private void sendRounds(Object[] values) throws InterruptedException {
    while (mode.sent < values.length) {
      List<Object> dropped = new ArrayList<>(0);
      Sudog waiting = sendRound(values, dropped);
      tell(dropped);
      if (waiting != null) {
        channel.awaitSend(waiting, mode);
        mode.sent++;
      }
    }
  }

  /** Tells the hook of every element, also when it throws on the way. */
  private void tell(List<Object> dropped) {
    RuntimeException failure = null;
    for (Object element : dropped) {
      try {
        channel.afterSend(element);
      } catch (RuntimeException thrown) {
        if (failure == null) {
          failure = thrown;
        } else if (failure != thrown) {
          failure.addSuppressed(thrown);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Sends what fits. Returns the queued sudog of the first that does not, or null when all did. */
  @SuppressWarnings("unchecked") // the array was filled from the caller's collection of T
  private @Nullable Sudog sendRound(Object[] values, List<Object> dropped) {
    channel.lock();
    boolean unlocked = false;
    try {
      while (mode.sent < values.length) {
        T value = (T) values[mode.sent];
        Object result = channel.sendStep(value);
        if (result == SelectPort.CLOSED) {
          throw closedAfterSome();
        }
        if (result == SelectPort.WOULD_WAIT) {
          unlocked = true;
          return channel.enqueueAndUnlock(value);
        }
        if (result != SelectPort.SENT) {
          dropped.add(result);
        }
        mode.sent++;
      }
      return null;
    } finally {
      if (!unlocked) {
        channel.unlockAndWake();
      }
    }
  }

  private ChannelClosedException closedAfterSome() {
    return new ChannelClosedException("send on closed channel", channel.closeCause(), mode.sent);
  }

  /** The elements of {@code values}, none of which may be null. */
  static Object[] copy(Collection<?> values) {
    Object[] copy = values.toArray();
    for (int i = 0; i < copy.length; i++) {
      if (copy[i] == null) {
        throw new NullPointerException("values must not contain null, was null at index " + i);
      }
    }
    return copy;
  }
}
