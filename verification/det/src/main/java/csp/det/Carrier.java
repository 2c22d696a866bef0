// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of the virtual threads, as the JDK sees it. It is a ForkJoinPool because such a
 * one, and no other, is asked for timers, too: so both who may run and until when they sleep are
 * known to us. The pool's own threads and queues stay unused. One serves all runs of an
 * exploration, for making it takes as long as a short run.
 */
@SuppressWarnings("serial") // nobody writes a pool to a stream
final class Carrier extends ForkJoinPool {
  private @Nullable Run run;

  Carrier() {
    super(1);
  }

  void carry(@Nullable Run next) {
    run = next;
  }

  /** A thread starts, was unparked, or has yielded. Nothing in here may park. */
  @Override
  public void execute(Runnable continuation) {
    Run current = run;
    if (current != null) { // else it is a thread of a run that is over
      current.submit(continuation);
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    Run current = run;
    if (current == null) {
      throw new IllegalStateException("no run");
    }
    return current.schedule(task, unit.toNanos(delay));
  }
}
