// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.Cancellation;
import csp.internal.park.WaitMode;
import csp.internal.select.Waits;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * The forms of waiting for a lock, all of which are one algorithm in different {@link WaitMode}s.
 */
abstract sealed class WaitingLock implements Locker
    permits Mutex, SpinLock, RWMutex.ReadSide, RWMutex.WriteSide {
  WaitingLock() {}

  /**
   * Takes the lock, waiting as {@code mode} says; {@link WaitMode#begin} was called.
   *
   * @return false if the time passed first
   */
  abstract boolean acquire(WaitMode mode) throws InterruptedException;

  @Override
  public void lock() {
    Uninterruptible.run(this::acquire);
  }

  @Override
  public final void lockInterruptibly() throws InterruptedException {
    begin(WaitMode.INTERRUPTIBLE);
  }

  @Override
  public final void lock(Cancellation cancellation) throws InterruptedException {
    begin(Waits.until(cancellation));
  }

  @Override
  public final boolean tryLock(Duration timeout) throws InterruptedException {
    return begin(WaitMode.within(Arguments.nanos(timeout)));
  }

  @Override
  public final boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return begin(WaitMode.within(Arguments.nanos(time, unit)));
  }

  @Override
  public Condition newCondition() {
    return new Cond(this).asCondition();
  }

  private boolean begin(WaitMode mode) throws InterruptedException {
    mode.begin();
    return acquire(mode);
  }
}
