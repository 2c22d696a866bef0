// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.Cancellation;
import csp.DeadlockError;
import csp.internal.park.ParkReason;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import csp.internal.select.Waits;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one task, once: Go's {@code sync.Once}.
 *
 * <p>The first call of {@link #run} runs its task; those that come meanwhile wait for the end of
 * it, and later ones do nothing. A task that throws has run, too. Any number of threads may call
 * any of the methods.
 *
 * <p>Memory: what the task did happens-before the return of every {@code run} and {@code await},
 * and an {@link #isDone} that is true.
 */
public final class Once {
  /*
   *   NEW      nobody has begun                done false, runner null
   *   RUNNING  runner runs the task            done false, runner that thread
   *   DONE     the task has ended              done true, runner null
   *
   * NEW -> RUNNING by the first run, RUNNING -> DONE by the same thread when the task has ended in whatever
   * way; both under the lock. Those who wait are queued in RUNNING, or in NEW by an await, and all fired by the
   * step to DONE. That done is volatile makes the end of the task visible to whoever asks without the lock.
   */

  private static final ParkReason REASON = ParkReason.MUTEX_LOCK; // what Go's waits in
  private static final String WAITS_FOR_ITSELF =
      "once waits for itself: the task that it runs has called ";

  private final Site site = new Site();
  private volatile boolean
      done; // written under the lock of the site, once; here it is one read away

  /** A once that has not run. */
  public Once() {}

  /**
   * Runs {@code task}, if this is the first call for this object, whatever the task. If another
   * thread is running the first call's, waits for the end of that, and an interrupt does not end
   * this wait: the status is kept, as with {@link java.util.concurrent.locks.Lock#lock}; {@link
   * #await()} is the form that can be interrupted. Returns at once if the task has ended.
   *
   * <p>What the task throws comes out of the first call, and out of no other.
   *
   * @param task what runs; with no lock held
   * @throws DeadlockError if the task that runs has called this itself, which would wait for ever;
   *     the task goes on, if it catches that
   * @throws NullPointerException if {@code task} is null
   */
  public void run(Runnable task) {
    Objects.requireNonNull(task, "task must not be null");
    if (done) {
      return;
    }
    if (site.begin()) {
      try {
        task.run();
      } finally {
        site.end();
      }
    } else {
      refuseInTask("run");
      site.awaitUninterruptibly(REASON);
    }
  }

  /** {@return whether the task has ended} */
  public boolean isDone() {
    return done;
  }

  /**
   * Waits until the task has ended, though nobody may have begun it. Returns at once if it has.
   *
   * @throws DeadlockError if the task that runs has called this itself
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   */
  public void await() throws InterruptedException {
    refuseInTask("await");
    await(WaitMode.INTERRUPTIBLE);
  }

  /**
   * Waits until the task has ended, at most for {@code timeout}, by the monotonic clock; zero and
   * negative mean not at all.
   *
   * @param timeout how long at most
   * @return true if the task has ended, false if the time passed first
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws NullPointerException if {@code timeout} is null
   */
  public boolean await(Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout must not be null");
    return await(WaitMode.within(TimeUnit.NANOSECONDS.convert(timeout)));
  }

  /**
   * Waits until the task has ended, unless {@code cancellation} ends first.
   *
   * @param cancellation what may end the wait; asked on entry too
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws NullPointerException if {@code cancellation} is null
   */
  public void await(Cancellation cancellation) throws InterruptedException {
    await(Waits.until(cancellation));
  }

  /**
   * {@return a runnable that runs {@code task} at its first call, and at no other} Every call
   * throws what the task threw, the same object each time. Calls wait as {@link #run} does. The
   * task is let go when it has ended.
   *
   * @param task what runs
   * @throws NullPointerException if {@code task} is null
   */
  public static Runnable func(Runnable task) {
    Objects.requireNonNull(task, "task must not be null");
    Supplier<@Nullable Void> once =
        new OnceValue<>(() -> {
          task.run();
          return null;
        });
    return once::get;
  }

  /**
   * {@return a supplier that asks {@code supplier} at its first call, and at no other} Every call
   * returns what that returned, which may be null, or throws what it threw, the same object each
   * time. Calls wait as {@link #run} does. The supplier is let go when it has ended.
   *
   * @param supplier what is asked
   * @param <T> the type of the value
   * @throws NullPointerException if {@code supplier} is null
   */
  public static <T extends @Nullable Object> Supplier<T> value(Supplier<? extends T> supplier) {
    return new OnceValue<>(Objects.requireNonNull(supplier, "supplier must not be null"));
  }

  /** What is waited on, for a clause. */
  EventSite site() {
    return site;
  }

  @Override
  public String toString() {
    return "Once[" + (done ? "done" : site.runner == null ? "new" : "running") + "]";
  }

  private boolean await(WaitMode mode) throws InterruptedException {
    mode.begin();
    return site.await(REASON, mode);
  }

  private void refuseInTask(String method) {
    if (site.runner == Thread.currentThread()) {
      throw new DeadlockError(WAITS_FOR_ITSELF + method);
    }
  }

  private final class Site extends EventSite {
    // Written under the lock. Read without it to compare with the reading thread, which alone
    // writes
    // itself, and by toString, which may be late.
    @Nullable Thread runner;

    /** Whether the current thread is the one to run the task. */
    boolean begin() {
      lock();
      boolean first = !done && runner == null;
      if (first) {
        runner = Thread.currentThread();
      }
      unlock();
      return first;
    }

    void end() {
      lock();
      done = true;
      runner = null;
      fireAll(QUEUE, this, true);
      unlockAndWake();
    }

    @Override
    boolean hasHappened() {
      return done;
    }

    @Override
    boolean enqueueStep(Sudog sudog) {
      if (done) {
        return false;
      }
      enqueue(QUEUE, sudog);
      return true;
    }

    @Override
    public String toString() {
      return Once.this.toString();
    }
  }
}
