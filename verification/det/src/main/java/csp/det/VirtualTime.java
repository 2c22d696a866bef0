// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The clock of a run. It stands still while a thread can run, and jumps to the next moment that
 * somebody sleeps to.
 */
final class VirtualTime {
  private static final long FIRST_STEP = 1_000;

  private final PriorityQueue<Sleep> sleeps = new PriorityQueue<>();
  private long now;
  private long sequence;
  private long step = FIRST_STEP;

  long now() {
    return now;
  }

  boolean isIdle() {
    return sleeps.isEmpty();
  }

  ScheduledFuture<?> schedule(Runnable end, long delayNanos) {
    Sleep sleep = new Sleep(end, now + Math.max(delayNanos, 0), sequence++);
    sleeps.add(sleep);
    return sleep;
  }

  /** Jumps to the end of the first sleep. False if nobody sleeps. */
  boolean jump() {
    Sleep first = sleeps.poll();
    if (first == null) {
      return false;
    }
    now = Math.max(now, first.end);
    first.done = true;
    first.task.run();
    return true;
  }

  /**
   * Passes a little, for those who spin until a moment: first a microsecond, then each time double,
   * so that an hour is soon over.
   */
  void pass() {
    now += step;
    step = Math.min(step * 2, Long.MAX_VALUE / 4);
  }

  /** Somebody did something: the next {@link #pass} is a short one. */
  void slow() {
    step = FIRST_STEP;
  }

  private final class Sleep implements ScheduledFuture<Void> {
    private final Runnable task;
    private final long end;
    private final long number;
    private boolean done;
    private boolean cancelled;

    Sleep(Runnable task, long end, long number) {
      this.task = task;
      this.end = end;
      this.number = number;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(end - now, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      Sleep that = (Sleep) other;
      return end == that.end ? Long.compare(number, that.number) : Long.compare(end, that.end);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      cancelled |= sleeps.remove(this);
      return cancelled;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }

    @Override
    public boolean isDone() {
      return done || cancelled;
    }

    @Override
    public Void get() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Void get(long timeout, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }
  }
}
