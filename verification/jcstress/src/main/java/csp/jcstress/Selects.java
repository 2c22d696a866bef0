// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import csp.Channel;
import csp.ChannelClosedException;
import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.Waiter;
import csp.select.Clause;
import csp.select.Select;
import csp.select.Selector;
import java.time.Duration;

/** Selects whose results are small numbers, as in {@link Coded}; all are bounded. */
final class Selects {
  /** Nothing became ready before the bound: a lost wake-up. */
  static final int LATE = -7;

  /** A select threw: it sent on a closed channel. */
  static final int THROWN = -2;

  private static final Duration LONG = Duration.ofNanos(Coded.LONG_NANOS);

  /** Becomes ready when a lost wake-up is beyond doubt. */
  static final Clause<Integer> LIMIT = Select.onTimeout(LONG, () -> LATE);

  private Selects() {}

  static Clause<Integer> receive(Channel<Integer> channel) {
    return Select.onReceive(channel, element -> element == null ? Coded.CLOSED : element);
  }

  /** Results in {@code code}. */
  static Clause<Integer> send(Channel<Integer> channel, int element, int code) {
    return Select.onSend(channel, element, () -> code);
  }

  static int select(Clause<Integer> a, Clause<Integer> b, Clause<Integer> otherwise) {
    try {
      return Select.select(a, b, otherwise);
    } catch (ChannelClosedException closed) {
      return THROWN;
    } catch (InterruptedException interrupted) {
      return Coded.ENDED_EARLY;
    }
  }

  static int select(Ending cancellation, Clause<Integer> a, Clause<Integer> b) {
    try {
      return Select.select(cancellation, a, b, LIMIT);
    } catch (InterruptedException interrupted) {
      return -9;
    } catch (Ending.Ended ended) {
      return Coded.ENDED_EARLY;
    }
  }

  static int await(Waiter waiter) {
    try {
      return Parker.awaitAny(waiter, null, ParkReason.SELECT, Coded.LONG_NANOS) ? 1 : 0;
    } catch (InterruptedException interrupted) {
      return Coded.ENDED_EARLY;
    }
  }

  /** A selector that remembers what its last round gave. */
  static final class Rounds {
    private final Selector selector;
    private int last;

    Rounds(Channel<Integer> a, Channel<Integer> b) {
      selector = Selector.random(clause(a), clause(b), limit());
    }

    /** With a short limit of 1 microsecond until {@code channel} holds an element. */
    Rounds(Channel<Integer> channel) {
      selector =
          Selector.random(
              clause(channel),
              Select.onTimeout(Duration.ofNanos(1_000), () -> last = Coded.EMPTY)
                  .when(() -> channel.length() == 0),
              limit());
    }

    /** What one round receives; the end of all channels is {@link Coded#CLOSED}. */
    int next() {
      try {
        return selector.select() ? last : Coded.CLOSED;
      } catch (InterruptedException interrupted) {
        return Coded.ENDED_EARLY;
      }
    }

    /** What one round receives, unless {@code cancellation} ends first. */
    int next(Ending cancellation) {
      try {
        return selector.select(cancellation) ? last : Coded.CLOSED;
      } catch (InterruptedException interrupted) {
        return -9;
      } catch (Ending.Ended ended) {
        return Coded.ENDED_EARLY;
      }
    }

    void close() {
      selector.close();
    }

    private Clause<?> clause(Channel<Integer> channel) {
      return Select.doOnReceive(channel, element -> last = element);
    }

    private Clause<?> limit() {
      return Select.onTimeout(LONG, () -> last = LATE);
    }
  }
}
