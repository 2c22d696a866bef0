// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.park.Platform;
import csp.internal.park.WaitMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
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
    long left = nanosTimeout - (Platform.nanoTime() - start);
    return left <= nanosTimeout ? left : Long.MIN_VALUE; // it has overflowed
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return cond.await(WaitMode.within(Arguments.nanos(time, unit)));
  }

  @Override
  @SuppressWarnings("JavaUtilDate") // the interface has it
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    Objects.requireNonNull(deadline, "deadline must not be null");
    Instant end = Instant.ofEpochMilli(deadline.getTime()); // a java.sql.Date has no toInstant
    return cond.await(Duration.between(Platform.now(), end));
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
