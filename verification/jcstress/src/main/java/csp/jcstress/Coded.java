// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import csp.Channel;
import csp.ChannelClosedException;
import csp.Received;
import csp.internal.park.NotifyList;
import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.Sema;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import csp.internal.park.WaitSite;
import java.time.Duration;
import java.util.List;

/** Channel operations whose results are small numbers; those that wait do so with a bound. */
final class Coded {
  static final int EMPTY = 0;
  static final int CLOSED = -1;
  static final int REFUSED = 0;
  static final int SENT = 1;

  /** Interrupted or cancelled. */
  static final int ENDED_EARLY = -5;

  /** A lost wake-up becomes an outcome after it. */
  static final long LONG_NANOS = 10_000_000_000L;

  private static final Duration LONG = Duration.ofNanos(LONG_NANOS);

  private Coded() {}

  static int tryReceive(Channel<Integer> channel) {
    return code(channel.tryReceive());
  }

  static int receive(Channel<Integer> channel) {
    return receive(channel, LONG);
  }

  static int receive(Channel<Integer> channel, Duration timeout) {
    try {
      return code(channel.tryReceive(timeout));
    } catch (InterruptedException interrupted) {
      return ENDED_EARLY;
    }
  }

  static int receive(Channel<Integer> channel, Ending cancellation) {
    try {
      Integer received = channel.receive(cancellation);
      return received == null ? CLOSED : received;
    } catch (InterruptedException interrupted) {
      return ENDED_EARLY;
    } catch (Ending.Ended ended) {
      return ENDED_EARLY;
    }
  }

  static int acquire(Sema sema, boolean lifo, long nanos) {
    try {
      return sema.acquire(ParkReason.SEMACQUIRE, lifo, WaitMode.within(nanos)) ? 1 : 0;
    } catch (InterruptedException interrupted) {
      return ENDED_EARLY;
    }
  }

  static int await(NotifyList list, Sudog sudog, long nanos) {
    try {
      return list.await(sudog, ParkReason.COND_WAIT, WaitMode.within(nanos)) ? 1 : 0;
    } catch (InterruptedException interrupted) {
      return ENDED_EARLY;
    }
  }

  static int await(Sudog sudog, WaitSite site, long nanos) {
    try {
      return Parker.await(sudog, site, ParkReason.SELECT, nanos) ? 1 : 0;
    } catch (InterruptedException interrupted) {
      return ENDED_EARLY;
    }
  }

  static int trySend(Channel<Integer> channel, int value) {
    try {
      return channel.trySend(value) ? SENT : REFUSED;
    } catch (ChannelClosedException closed) {
      return CLOSED;
    }
  }

  static int send(Channel<Integer> channel, int value) {
    return send(channel, value, LONG);
  }

  static int send(Channel<Integer> channel, int value, Duration timeout) {
    try {
      return channel.trySend(value, timeout) ? SENT : REFUSED;
    } catch (ChannelClosedException closed) {
      return CLOSED;
    } catch (InterruptedException interrupted) {
      return ENDED_EARLY;
    }
  }

  static int send(Channel<Integer> channel, int value, Ending cancellation) {
    try {
      channel.send(value, cancellation);
      return SENT;
    } catch (InterruptedException interrupted) {
      return -9;
    } catch (Ending.Ended ended) {
      return ENDED_EARLY;
    }
  }

  /** How many of the two were sent. */
  static int sendAll(Channel<Integer> channel, int one, int two, Ending cancellation) {
    try {
      channel.sendAll(List.of(one, two), cancellation);
      return 2;
    } catch (InterruptedException interrupted) {
      return -9;
    } catch (Ending.Ended ended) {
      return ended.sent();
    }
  }

  private static int code(Received<Integer> received) {
    return switch (received) {
      case Received.Value<Integer>(Integer value) -> value;
      case Received.Empty<Integer>() -> EMPTY;
      case Received.Closed<Integer> closed -> CLOSED;
    };
  }
}
