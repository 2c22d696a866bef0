// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.Cancellation;
import csp.Go;
import csp.Task;
import csp.internal.park.ParkReason;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import csp.internal.park.WaitSite;
import csp.internal.select.Waits;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Waits for a number of tasks to end: Go's {@code sync.WaitGroup}.
 *
 * <pre>{@code
 * var group = new WaitGroup();
 * for (Path file : files) {
 *   group.go(() -> digest(file));
 * }
 * group.await();
 * }</pre>
 *
 * <p>The group counts: {@link #add} before a task starts, {@link #done} when it ends, and {@link
 * #await} waits until the counter is 0. {@link #go} does all three. A group may be used again when
 * all waits for the last round have returned. Any number of threads may call any of the methods,
 * with one rule: a call of {@code add} that raises the counter from 0 must happen before the wait
 * that is to see it. Breaking it is reported where it is noticed, but it is not always noticed.
 *
 * <p>A wait that was interrupted, timed out or cancelled has left the group, and has no part in
 * what the group does next.
 *
 * <p>Memory: what the caller did before a {@code done} of the round happens-before the return of
 * every wait that the round ends, whether or not it had to wait.
 */
public final class WaitGroup {
  /*
   * The rules and the word of state are those of Go's sync.WaitGroup: the counter, signed, in the upper 32
   * bits, the number of waiters in the lower. So a count is one add-and-get, and tells whether there is
   * anybody to release.
   *
   *   W1  With the lock held, the number of waiters is the length of the queue: both change together, under it.
   *   W2  Nobody queues while the counter is 0.
   *   W3  The count that takes the counter to 0 while there are waiters has to release them. It gets to
   *       the lock later; meanwhile waiters can leave, by themselves, and never come.
   *
   * Go compares the word when it gets there, and reports misuse if it has changed. Here the last waiter
   * may have left and a new round have begun, all by the rules. The last waiter to leave a group at 0 knows
   * that a releaser is on its way: it leaves word for it (overtaken), and that releaser goes home. Without
   * word, a counter that is not 0 means that somebody counted while waits had yet to return.
   *
   * A released waiter finds the word 0, unless the next round began before it got to return.
   */

  private static final String NEGATIVE = "sync: negative WaitGroup counter";
  private static final String MISUSE = "sync: WaitGroup misuse: Add called concurrently with Wait";
  private static final String REUSED =
      "sync: WaitGroup is reused before previous Wait has returned";

  private final AtomicLong state = new AtomicLong(); // counter << 32 | waiters
  private final Site site = new Site();
  private int overtaken; // guarded by the lock: releasers whose waiters have all left

  /** A group whose counter is 0. */
  public WaitGroup() {}

  /**
   * Adds {@code delta}, which may be negative, to the counter; if that makes it 0, releases all who
   * wait. Never waits.
   *
   * @param delta how many tasks more, or fewer
   * @throws IllegalStateException if the counter is negative now, as it is too when it passes
   *     {@link Integer#MAX_VALUE}; or if it was 0 and waits for the last round have yet to return.
   *     The counter stays as it is then: the group is of no more use
   */
  public void add(int delta) {
    long now = state.addAndGet((long) delta << Integer.SIZE);
    int counter = counter(now);
    int waiters = waiters(now);
    if (counter < 0) {
      throw new IllegalStateException(NEGATIVE);
    }
    if (waiters != 0 && delta > 0 && counter == delta) {
      throw new IllegalStateException(MISUSE);
    }
    if (waiters != 0 && delta != 0 && counter == 0) {
      endRound();
    }
  }

  /**
   * Takes 1 off the counter; if that makes it 0, releases all who wait. Never waits.
   *
   * @throws IllegalStateException as {@link #add}
   */
  public void done() {
    add(-1);
  }

  /**
   * Counts 1 more, and starts a goroutine that runs {@code task} and counts 1 less when that has
   * ended, in whatever way. Never waits.
   *
   * <p>An exception that leaves the task goes where {@linkplain Go those of goroutines} go, after
   * the group has heard of the end: the group waits for tasks, it does not report on them. {@link
   * ErrGroup} does.
   *
   * @param task what the goroutine runs
   * @return the started thread
   * @throws IllegalStateException as {@link #add}; no goroutine was started
   * @throws NullPointerException if {@code task} is null
   */
  public Thread go(Task task) {
    Task counted = counted(task);
    return start(() -> Go.go(counted));
  }

  /**
   * As {@link #go(Task)}, with a name for the goroutine.
   *
   * @param name the name of the thread; need not be unique
   * @param task what the goroutine runs
   * @return the started thread
   * @throws IllegalStateException as {@link #add}; no goroutine was started
   * @throws NullPointerException if an argument is null
   */
  public Thread go(String name, Task task) {
    Objects.requireNonNull(name, "name must not be null");
    Task counted = counted(task);
    return start(() -> Go.go(name, counted));
  }

  /**
   * Waits until the counter is 0. Returns at once if it is.
   *
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws IllegalStateException if the next round has begun before this wait could return
   */
  public void await() throws InterruptedException {
    await(WaitMode.INTERRUPTIBLE);
  }

  /**
   * Waits until the counter is 0, at most for {@code timeout}, by the monotonic clock; zero and
   * negative mean not at all.
   *
   * @param timeout how long at most
   * @return true if the counter was 0, false if the time passed first
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws IllegalStateException if the next round has begun before this wait could return
   * @throws NullPointerException if {@code timeout} is null
   */
  public boolean await(Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout must not be null");
    return await(WaitMode.within(TimeUnit.NANOSECONDS.convert(timeout)));
  }

  /**
   * Waits until the counter is 0, unless {@code cancellation} ends first.
   *
   * @param cancellation what may end the wait; asked on entry too
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws IllegalStateException if the next round has begun before this wait could return
   * @throws NullPointerException if {@code cancellation} is null
   */
  public void await(Cancellation cancellation) throws InterruptedException {
    await(Waits.until(cancellation));
  }

  private boolean await(WaitMode mode) throws InterruptedException {
    mode.begin();
    return site.await(ParkReason.WAITGROUP_WAIT, mode);
  }

  /** What is waited on, for a clause. */
  EventSite site() {
    return site;
  }

  /** The counter, at some recent moment. */
  int count() {
    return counter(state.get());
  }

  /** How many wait, at some recent moment. */
  int waiting() {
    return waiters(state.get());
  }

  /** Throws {@link AssertionError} when the queue and the word of state contradict each other. */
  void checkInvariants() {
    site.lock();
    try {
      site.checkQueue(WaitSite.QUEUE);
      if (waiters(state.get()) != site.queued(WaitSite.QUEUE)) {
        throw new AssertionError("W1: " + site.queued(WaitSite.QUEUE) + " queued, " + this);
      }
    } finally {
      site.unlock();
    }
  }

  @Override
  public String toString() {
    long seen = state.get();
    return "WaitGroup[" + counter(seen) + " to go, " + waiters(seen) + " waiting]";
  }

  private Task counted(Task task) {
    Objects.requireNonNull(task, "task must not be null");
    return () -> {
      try {
        task.run();
      } finally {
        done();
      }
    };
  }

  private Thread start(Supplier<Thread> starter) {
    add(1);
    boolean started = false;
    try {
      Thread thread = starter.get();
      started = true;
      return thread;
    } finally {
      if (!started) {
        done();
      }
    }
  }

  /** W3. */
  private void endRound() {
    site.lock();
    long seen = state.get();
    while (counter(seen) == 0 && !state.compareAndSet(seen, 0)) {
      seen = state.get();
    }
    boolean misused = false;
    if (counter(seen) == 0 && waiters(seen) != 0) {
      site.fireAll(WaitSite.QUEUE, site, true);
    } else if (overtaken > 0) {
      overtaken--;
    } else {
      misused = counter(seen) != 0;
    }
    site.unlockAndWake();
    if (misused) {
      throw new IllegalStateException(MISUSE);
    }
  }

  private static int counter(long state) {
    return (int) (state >> Integer.SIZE);
  }

  private static int waiters(long state) {
    return (int) state;
  }

  private final class Site extends EventSite {
    @Override
    boolean hasHappened() {
      return counter(state.get()) == 0;
    }

    @Override
    boolean enqueueStep(Sudog sudog) {
      long seen;
      do {
        seen = state.get();
        if (counter(seen) == 0) {
          return false; // W2
        }
      } while (!state.compareAndSet(seen, seen + 1));
      enqueue(QUEUE, sudog);
      return true;
    }

    @Override
    void dequeueStep(Sudog sudog) {
      if (dequeue(QUEUE, sudog) && state.decrementAndGet() == 0) {
        overtaken++; // the last one, and the counter is 0
      }
    }

    @Override
    void released() {
      if (state.get() != 0) {
        throw new IllegalStateException(REUSED);
      }
    }

    @Override
    public String toString() {
      return WaitGroup.this.toString();
    }
  }
}
