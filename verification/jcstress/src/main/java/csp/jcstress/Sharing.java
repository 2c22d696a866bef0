// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import csp.Channel;
import csp.Task;
import csp.context.Context;
import csp.context.ContextException;
import csp.select.Clause;
import csp.select.Select;
import csp.sync.ErrGroup;
import csp.sync.Once;
import csp.sync.Semaphore;
import csp.sync.SingleFlight;
import csp.sync.WaitGroup;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Operations of csp.sync and csp.context with small numbers for results, as in {@link Coded}. */
final class Sharing {
  private Sharing() {}

  static int await(WaitGroup group, Duration timeout) {
    try {
      return group.await(timeout) ? 1 : 0;
    } catch (InterruptedException interrupted) {
      return Coded.ENDED_EARLY;
    }
  }

  static int await(Once once, Duration timeout) {
    try {
      return once.await(timeout) ? 1 : 0;
    } catch (InterruptedException interrupted) {
      return Coded.ENDED_EARLY;
    }
  }

  static void go(ErrGroup group, Task task) {
    try {
      group.go(task);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  static int await(ErrGroup group, Duration timeout) {
    try {
      return group.await(timeout) ? 1 : 0;
    } catch (ExecutionException | InterruptedException failed) {
      return Coded.ENDED_EARLY;
    }
  }

  /** What is in the result of a run that fills it. */
  static int run(SingleFlight<Integer, int[]> flight) {
    try {
      return flight.run(1, Sharing::filled).get()[0];
    } catch (ExecutionException | InterruptedException failed) {
      return Coded.ENDED_EARLY;
    }
  }

  private static int[] filled() {
    int[] box = new int[1];
    box[0] = 1;
    return box;
  }

  static int acquire(Semaphore semaphore, long permits, Duration timeout) {
    try {
      return semaphore.tryAcquire(permits, timeout) ? 1 : 0;
    } catch (InterruptedException interrupted) {
      return Coded.ENDED_EARLY;
    }
  }

  /** The result of {@code clause}, or 0 if the time passed first. */
  static int select(Clause<Integer> clause, Duration timeout) {
    return Selects.select(clause, Select.onTimeout(timeout, () -> 0), null);
  }

  /** {@link Coded#CLOSED} when the done channel of {@code context} is closed. */
  static int done(Context context) {
    try {
      return switch (context.done().tryReceive(Locking.LONG)) {
        case csp.Received.Closed<Void> closed -> Coded.CLOSED;
        default -> Coded.EMPTY;
      };
    } catch (InterruptedException interrupted) {
      return Coded.ENDED_EARLY;
    }
  }

  static int send(Channel<Integer> channel, Context context) {
    try {
      channel.send(1, context);
      return Coded.SENT;
    } catch (ContextException | InterruptedException ended) {
      return Coded.ENDED_EARLY;
    }
  }
}
