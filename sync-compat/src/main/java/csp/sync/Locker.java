// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.Cancellation;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * A {@link Lock} of this package: {@link Mutex}, {@link SpinLock} and the two sides of {@link
 * RWMutex}.
 *
 * <p>Two things differ from {@link java.util.concurrent.locks.ReentrantLock}, and are as in Go. A
 * lock does not belong to a thread: any thread may unlock it, so that it can be handed over. And it
 * is not reentrant: a thread that locks it twice waits for itself.
 *
 * <p>A lock that an interrupted, timed-out or cancelled call has not got is not held by it, and
 * nobody who waits is passed over because of it.
 *
 * <p>Memory: what a thread did before it unlocks happens-before what any thread does after its next
 * lock. A call that does not get the lock has no memory effects.
 */
public sealed interface Locker extends Lock permits WaitingLock {
  /** Takes the lock, waiting for it. Not interruptible: an interrupt is kept for later. */
  @Override
  void lock();

  /**
   * Takes the lock, waiting for it.
   *
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the lock
   *     is not held
   */
  @Override
  void lockInterruptibly() throws InterruptedException;

  /**
   * Takes the lock, waiting for it, unless {@code cancellation} ends first.
   *
   * @param cancellation what may end the wait; asked on entry too
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; the lock is not held
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the lock
   *     is not held
   * @throws NullPointerException if {@code cancellation} is null
   */
  void lock(Cancellation cancellation) throws InterruptedException;

  /**
   * Takes the lock if that is possible at once. Never waits. May fail although the lock is free,
   * when it is about to go to somebody who waits.
   *
   * @return whether the lock is held now
   */
  @Override
  boolean tryLock();

  /**
   * Takes the lock, waiting for it for at most {@code timeout}. Zero and negative mean: only if it
   * is to be had at once. Time is measured with the monotonic clock; more than 292 years are for
   * ever.
   *
   * @param timeout how long to wait at most
   * @return whether the lock is held now; false when the time passed first
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the lock
   *     is not held
   * @throws NullPointerException if {@code timeout} is null
   */
  boolean tryLock(Duration timeout) throws InterruptedException;

  /**
   * Takes the lock as {@link #tryLock(Duration)} does.
   *
   * @param time how long to wait at most, in {@code unit}
   * @param unit the unit of {@code time}
   * @return whether the lock is held now; false when the time passed first
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the lock
   *     is not held
   * @throws NullPointerException if {@code unit} is null
   */
  @Override
  boolean tryLock(long time, TimeUnit unit) throws InterruptedException;

  /**
   * Releases the lock. Any thread may do it. Never waits.
   *
   * @throws IllegalMonitorStateException if the lock is not held; nothing was changed
   */
  @Override
  void unlock();

  /**
   * {@return a new {@link Condition} of this lock, which is a {@link Cond}} As the lock does not
   * know who holds it, {@code signal} and {@code signalAll} may be called without it; {@code await}
   * fails where nobody holds it.
   *
   * @throws UnsupportedOperationException if this is the reading side of an {@link RWMutex}
   */
  @Override
  Condition newCondition();

  /**
   * Takes the lock as {@link #lock()} does, for a try-with-resources statement:
   *
   * <pre>{@code
   * try (var _ = mutex.hold()) {
   *   count++;
   * }
   * }</pre>
   *
   * @return what releases the lock when it is closed
   */
  default Held hold() {
    lock();
    return new Held(this);
  }

  /**
   * Takes the lock as {@link #lock(Cancellation)} does, for a try-with-resources statement.
   *
   * @param cancellation what may end the wait; asked on entry too
   * @return what releases the lock when it is closed
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; the lock is not held
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the lock
   *     is not held
   * @throws NullPointerException if {@code cancellation} is null
   */
  default Held hold(Cancellation cancellation) throws InterruptedException {
    lock(cancellation);
    return new Held(this);
  }
}
