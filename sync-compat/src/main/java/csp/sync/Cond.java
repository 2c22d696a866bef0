// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.Cancellation;
import csp.internal.park.NotifyList;
import csp.internal.park.ParkReason;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import csp.internal.select.Waits;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * Go's condition variable: threads wait for something to change, and are told when it did.
 *
 * <pre>{@code
 * lock.lock();
 * try {
 *   while (!condition()) {
 *     cond.await();
 *   }
 *   // the condition holds
 * } finally {
 *   lock.unlock();
 * }
 * }</pre>
 *
 * <p>Waiting unlocks the lock, and locks it again before it returns or throws, whatever ends it.
 * The second is not interruptible. Between the signal and that moment the condition may have
 * changed again, so a wait belongs into a loop; but no wait ends without a reason.
 *
 * <p>A waiter takes its place before the lock is released. So a signal goes to the one that called
 * {@code await} first, parked or not; one who comes after the signal cannot take it away; and a
 * signal that finds nobody is lost. A waiter that times out, is interrupted or cancelled leaves its
 * place, and passes a signal on that was meant for it.
 *
 * <p>{@link #signal} and {@link #broadcast} may be called with or without the lock. Any lock will
 * do, such as {@link RWMutex#readLocker}; it is unlocked once, so a reentrant lock must not be held
 * twice. Any number of threads may use one condition variable. For a {@link Condition} of the JDK
 * see {@link #asCondition}. In most programs a channel is simpler: closing it is a broadcast.
 *
 * <p>Memory: what a thread did before it signals happens-before the return of the wait that this
 * ends. The algorithm is Go's notifyList (runtime/sema.go).
 */
public final class Cond {
  private final Lock lock;
  private final NotifyList waiters = new NotifyList();

  /**
   * A condition variable whose waiters hold {@code lock}.
   *
   * @param lock what is unlocked while waiting
   * @throws NullPointerException if {@code lock} is null
   */
  public Cond(Lock lock) {
    this.lock = Objects.requireNonNull(lock, "lock must not be null");
  }

  /** {@return the lock that waiters hold} */
  public Lock lock() {
    return lock;
  }

  /**
   * Waits for a signal. The lock must be held, and is held again afterwards.
   *
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; no signal
   *     was taken
   * @throws IllegalMonitorStateException if the lock is not held, as the lock's {@code unlock}
   *     finds; nothing was changed
   */
  public void await() throws InterruptedException {
    await(WaitMode.INTERRUPTIBLE);
  }

  /**
   * Waits for a signal for at most {@code timeout}; zero and negative still unlock and lock again.
   * Time is measured with the monotonic clock; more than 292 years are for ever. The lock must be
   * held, and is held again afterwards: that may take longer.
   *
   * @param timeout how long to wait at most
   * @return whether a signal came; false when the time passed first, and then no signal was taken
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; no signal
   *     was taken
   * @throws IllegalMonitorStateException if the lock is not held; nothing was changed
   * @throws NullPointerException if {@code timeout} is null
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return await(WaitMode.within(Arguments.nanos(timeout)));
  }

  /**
   * Waits for a signal, unless {@code cancellation} ends first. The lock must be held, and is held
   * again afterwards.
   *
   * @param cancellation what may end the wait; asked on entry too
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; no signal was taken
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; no signal
   *     was taken
   * @throws IllegalMonitorStateException if the lock is not held; nothing was changed
   * @throws NullPointerException if {@code cancellation} is null
   */
  public void await(Cancellation cancellation) throws InterruptedException {
    await(Waits.until(cancellation));
  }

  /**
   * Waits for a signal, interrupted or not; an interrupt is kept for later. The lock must be held,
   * and is held again afterwards.
   *
   * @throws IllegalMonitorStateException if the lock is not held; nothing was changed
   */
  public void awaitUninterruptibly() {
    Uninterruptible.run(this::await);
  }

  boolean await(WaitMode mode) throws InterruptedException {
    mode.begin();
    Sudog place = waiters.join(); // while the lock is held
    try {
      lock.unlock();
    } catch (Throwable notHeld) {
      waiters.abandon(place);
      throw notHeld;
    }
    try {
      return waiters.await(place, ParkReason.COND_WAIT, mode);
    } finally {
      lock.lock();
    }
  }

  /** Ends the wait of the one that has waited longest, if anybody waits. Never waits. */
  public void signal() {
    waiters.notifyOne();
  }

  /** Ends the wait of all who wait now, longest first. Never waits. */
  public void broadcast() {
    waiters.notifyEveryone();
  }

  /** {@return this as a {@link Condition} of the JDK: the same waiters, the same signals} */
  public Condition asCondition() {
    return new CondCondition(this);
  }

  /** {@return how many wait now; for logs and tests} */
  public int waiting() {
    return waiters.size();
  }

  @Override
  public String toString() {
    return "cond of " + lock + " (" + waiting() + " waiting)";
  }
}
