// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.internal.park.Sudog;
import csp.internal.timer.Alarm;
import csp.internal.timer.TimerNode;
import csp.internal.timer.TimerQueue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The channel of a timer or a ticker: what it delivers is the moment at which it was due. */
public final class TimerChannel extends ReceiveEnd<Instant> implements Alarm {
  /*
   * As in Go 1.23 and later, the channel is the timer. Nothing runs when the deadline passes unless
   * somebody waits: whoever receives looks at the clock. So there is no buffered value that a stop or a
   * reset would have to take back, and nothing holds on to a timer that nobody uses.
   *
   * T1  A value is there exactly while `due` is not after now; receiving it moves `due` on.
   * T2  The node is in the queue, with the deadline `due`, while somebody waits and `due` is not NEVER. It
   *     leaves the queue with the last who waits.
   * T3  A value that is there belongs to those who wait, oldest first: a step does not take it past them.
   *
   * Firing may come late, after a stop, a reset or a receive by another: it looks at `due` like everybody.
   * Lock order: this channel's lock, then the queue's.
   */

  private final TimerQueue timers;
  private volatile long due; // written under the lock; NEVER when stopped, or received
  private long period; // guarded by the lock; 0 if it is due once only
  private boolean armed; // guarded by the lock: the node may be in the queue
  private @Nullable TimerNode node; // guarded by the lock; made when somebody waits

  /** Due once, {@code nanos} from now. */
  public static TimerChannel once(TimerQueue timers, long nanos) {
    return new TimerChannel("timer", timers, nanos, 0);
  }

  /** Due every {@code nanos}, which is more than 0. */
  public static TimerChannel every(TimerQueue timers, long nanos) {
    return new TimerChannel("ticker", timers, nanos, nanos);
  }

  private TimerChannel(String name, TimerQueue timers, long nanos, long period) {
    super(name, 0);
    this.timers = timers;
    this.due = timers.after(nanos);
    this.period = period;
  }

  @Override
  public Object receiveStep() {
    long now = timers.now();
    if (now < due || waitingReceivers() > 0) { // T3
      return WOULD_WAIT;
    }
    Instant moment = timers.momentOf(due, now);
    moveOn(now);
    return moment;
  }

  @Override
  public void enqueueReceive(Sudog sudog) {
    super.enqueueReceive(sudog);
    if (!armed) {
      arm();
    }
  }

  @Override
  public void dequeueReceive(Sudog sudog) {
    super.dequeueReceive(sudog);
    if (armed && waitingReceivers() == 0) {
      arm();
    }
  }

  @Override
  public boolean seemsEmpty() {
    return timers.now() < due;
  }

  @Override
  public boolean stop() {
    lock();
    boolean wasPending = due != TimerQueue.NEVER;
    due = TimerQueue.NEVER;
    arm();
    unlockAndWake();
    return wasPending;
  }

  @Override
  public boolean reset(long nanos) {
    lock();
    boolean wasPending = due != TimerQueue.NEVER;
    due = timers.after(nanos);
    if (period > 0) {
      period = nanos;
    }
    arm();
    unlockAndWake();
    return wasPending;
  }

  /** Delivers to the oldest who waits, if the moment has come. The timer thread, no lock held. */
  private void fire() {
    lock();
    long now = timers.now();
    if (now >= due && deliver(timers.momentOf(due, now))) {
      moveOn(now);
    }
    arm();
    unlockAndWake();
  }

  /** The value has been taken: the next one is due on the grid of the ticker, after now. */
  private void moveOn(long now) {
    long last = due;
    if (period == 0) {
      due = TimerQueue.NEVER;
      return;
    }
    long elapsed = (now - last) / period * period;
    long next = last + elapsed + period;
    due = next < 0 ? TimerQueue.AT_THE_END : next;
  }

  /** T2. The caller releases the lock with {@link #unlockAndWake}, if it may have armed. */
  private void arm() {
    if (waitingReceivers() > 0 && due != TimerQueue.NEVER) {
      TimerNode entry = node;
      if (entry == null) {
        entry = new Node();
        node = entry;
      }
      armed = true;
      timers.scheduleHolding(this, entry, due);
    } else if (armed && node != null) {
      armed = false;
      timers.cancel(node);
    }
  }

  private final class Node extends TimerNode {
    @Override
    protected void fire() {
      TimerChannel.this.fire();
    }
  }
}
