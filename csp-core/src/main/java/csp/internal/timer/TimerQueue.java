// SPDX-License-Identifier: Apache-2.0
package csp.internal.timer;

import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.SpinPolicy;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines that somebody waits for, and the waiting of the thread that fires them. Its time is
 * counted in nanoseconds from its making.
 */
public final class TimerQueue extends WaitSite {
  /** The deadline of what is not pending. */
  public static final long NEVER = TimerWheel.NEVER;

  /** A deadline that is pending and never comes: what a long cannot hold. */
  public static final long AT_THE_END = NEVER - 1;

  private static final long LAST = NEVER - (1L << TimerWheel.TICK_BITS); // later: in no tick

  private final Clock clock;
  private final long origin;
  private final TimerWheel wheel = new TimerWheel(); // guarded by the lock
  private @Nullable Sudog sleeper; // guarded by the lock: the timer thread, if it is to be woken
  private long wakeAt; // guarded by the lock: when the sleeper will wake by itself

  /** An empty queue without a thread: {@link #fireDue} is called by hand. */
  public TimerQueue(Clock clock) {
    super(SpinPolicy.NEVER);
    this.clock = clock;
    this.origin = clock.nanoTime();
  }

  /** The queue of the process. The first call starts its thread. */
  public static TimerQueue shared() {
    return Shared.QUEUE;
  }

  /** Now, in the time of this queue. */
  public long now() {
    return clock.nanoTime() - origin;
  }

  /** {@code nanos} from now; zero and less mean now, and what a long cannot hold AT_THE_END. */
  public long after(long nanos) {
    long now = now();
    if (nanos <= 0) {
      return now;
    }
    return nanos < AT_THE_END - now ? now + nanos : AT_THE_END;
  }

  /**
   * The moment at which {@code deadline}, which is not after {@code now}, came by the wall clock.
   */
  public Instant momentOf(long deadline, long now) {
    return clock.now().minusNanos(now - deadline);
  }

  /**
   * Makes {@code node} come due at {@code deadline}, and not when it was to before.
   *
   * @return whether it was pending before
   */
  public boolean schedule(TimerNode node, long deadline) {
    boolean wasPending;
    lock();
    try {
      wasPending = scheduleStep(node, deadline, this);
    } finally {
      unlockAndWake();
    }
    return wasPending;
  }

  /**
   * As {@link #schedule}, for a caller that holds the lock of {@code held} and will release it with
   * {@link WaitSite#unlockAndWake}: that is when the timer thread is woken (P5).
   */
  public void scheduleHolding(WaitSite held, TimerNode node, long deadline) {
    lock();
    try {
      scheduleStep(node, deadline, held);
    } finally {
      unlock();
    }
  }

  /** Makes {@code node} not come due. Returns whether it was pending. */
  public boolean cancel(TimerNode node) {
    lock();
    try {
      return removeStep(node);
    } finally {
      unlock();
    }
  }

  private boolean scheduleStep(TimerNode node, long deadline, WaitSite wakeFrom) {
    if (node.pending && node.deadline == deadline) {
      return true;
    }
    boolean wasPending = removeStep(node);
    node.deadline = deadline;
    if (deadline < LAST) {
      if (wheel.isEmpty()) {
        wheel.windTo(now());
      }
      wheel.add(node);
      wakeBefore(wheel.nextWake(), wakeFrom);
    }
    node.pending = true;
    return wasPending;
  }

  private boolean removeStep(TimerNode node) {
    boolean wasPending = node.pending;
    node.pending = false;
    Bucket bucket = node.bucket;
    if (bucket != null) {
      wheel.remove(node, bucket);
    }
    return wasPending;
  }

  private void wakeBefore(long next, WaitSite wakeFrom) {
    Sudog waiting = sleeper;
    if (waiting != null && next < wakeAt) {
      sleeper = null;
      waiting.fire(wakeFrom, true);
    }
  }

  /**
   * Fires what is due, in the order of deadlines, with no lock held.
   *
   * @return whether anything was
   */
  public boolean fireDue() {
    long now = now();
    List<TimerNode> due;
    lock();
    try {
      due = wheel.takeDue(now);
    } finally {
      unlock();
    }
    for (TimerNode node : due) {
      TimerThread.fire(node);
    }
    return !due.isEmpty();
  }

  /** Waits until {@link #fireDue} may have something to do. The timer thread only. */
  void awaitDue() {
    Sudog idle = new Sudog();
    lock();
    long next = wheel.nextWake();
    wakeAt = next;
    sleeper = idle;
    unlock();
    try {
      long nanos = next == NEVER ? Parker.FOREVER : next - now();
      Parker.await(idle, this, ParkReason.TIMERS_IDLE, nanos);
    } catch (InterruptedException ignored) {
      // nobody has a reason to interrupt this thread, and it has no reason to end
    }
    lock();
    sleeper = null;
    unlock();
  }

  @Override
  public String toString() {
    return "timers@" + Integer.toHexString(System.identityHashCode(this));
  }

  private static final class Shared {
    static final TimerQueue QUEUE = new TimerQueue(Clock.PLATFORM);

    static {
      TimerThread.start(QUEUE);
    }
  }
}
