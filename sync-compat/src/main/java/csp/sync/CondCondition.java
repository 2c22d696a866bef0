// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.park.Platform;
import csp.internal.park.WaitMode;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** A {@link Cond} under the names of the JDK. */
final class CondCondition implements Condition {
  private final Cond cond;

  CondCondition(Cond cond) {
    this.cond = cond;
  }

  @Override
  public void await() throws InterruptedException {
    cond.await();
  }

  @Override
  public void awaitUninterruptibly() {
    cond.awaitUninterruptibly();
  }

  @Override
  public long awaitNanos(long nanosTimeout) throws InterruptedException {
    long start = Platform.nanoTime();
    cond.await(WaitMode.within(nanosTimeout));
    return nanosTimeout - (Platform.nanoTime() - start);
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return cond.await(WaitMode.within(unit.toNanos(time)));
  }

  @Override
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    return cond.await(Duration.between(Platform.now(), deadline.toInstant()));
  }

  @Override
  public void signal() {
    cond.signal();
  }

  @Override
  public void signalAll() {
    cond.broadcast();
  }

  @Override
  public String toString() {
    return cond.toString();
  }
}
