// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.Cancellation;
import csp.internal.park.ParkReason;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import csp.internal.select.Waits;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A number of permits that are acquired and released, several at a time if need be: Go's {@code
 * semaphore.Weighted}.
 *
 * <pre>{@code
 * var memory = new Semaphore(512);
 * memory.acquire(size);
 * try {
 *   load(file);
 * } finally {
 *   memory.release(size);
 * }
 * }</pre>
 *
 * <p>Strictly first come, first served: while anybody waits, those who come later wait too, even if
 * there are permits enough for them. So one who wants many is not starved by those who want few.
 * Whoever waits is given its permits by the release that makes them free: no newcomer can take
 * them.
 *
 * <p>Permits belong to no thread; any may release. A wait that was interrupted, timed out or
 * cancelled has taken nothing, and lets through those who waited behind it only. Any number of
 * threads may call any of the methods.
 *
 * <p>Memory: what a thread did before a release happens-before the return of the acquire that gets
 * those permits.
 */
public final class Semaphore {
  // After Go's golang.org/x/sync/semaphore. The algorithm is in Permits.

  private final long size;
  private final Permits site;

  /**
   * A semaphore with {@code size} permits, all of them free.
   *
   * @param size how many; may be 0
   * @throws IllegalArgumentException if {@code size} is negative
   */
  public Semaphore(long size) {
    this.size = notNegative("size", size);
    site = new Permits(this);
  }

  /**
   * Acquires one permit, as {@link #acquire(long)}.
   *
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; nothing
   *     was acquired
   */
  public void acquire() throws InterruptedException {
    acquire(1);
  }

  /**
   * Acquires {@code permits}, waiting until they are free and all who came before have theirs.
   * Returns at once if that is already so. More than {@link #size} will never be free: waits for
   * ever then, and is in nobody's way.
   *
   * @param permits how many; 0 waits for those who came before alone
   * @throws IllegalArgumentException if {@code permits} is negative
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; nothing
   *     was acquired
   */
  public void acquire(long permits) throws InterruptedException {
    take(notNegative("permits", permits), WaitMode.INTERRUPTIBLE);
  }

  /**
   * Acquires {@code permits} as {@link #acquire(long)} does, unless {@code cancellation} ends
   * first. If both happen, the end counts, though there are permits enough.
   *
   * @param permits how many; 0 waits for those who came before alone
   * @param cancellation what may end the wait; asked on entry too
   * @throws IllegalArgumentException if {@code permits} is negative
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; nothing was acquired
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; nothing
   *     was acquired
   * @throws NullPointerException if {@code cancellation} is null
   */
  public void acquire(long permits, Cancellation cancellation) throws InterruptedException {
    take(notNegative("permits", permits), Waits.until(cancellation));
    boolean kept = false;
    try {
      RuntimeException error = cancellation.error();
      if (error != null) {
        throw error;
      }
      kept = true;
    } finally {
      if (!kept) {
        release(permits);
      }
    }
  }

  /**
   * Acquires one permit if it is free and nobody waits. Never waits.
   *
   * @return whether it was acquired
   */
  public boolean tryAcquire() {
    return tryAcquire(1);
  }

  /**
   * Acquires {@code permits} if they are free and nobody waits. Never waits.
   *
   * @param permits how many
   * @return whether they were acquired
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  public boolean tryAcquire(long permits) {
    return site.tryAcquire(notNegative("permits", permits));
  }

  /**
   * Acquires {@code permits} as {@link #acquire(long)} does, waiting at most for {@code timeout},
   * by the monotonic clock; zero and negative mean not at all.
   *
   * @param permits how many; more than {@link #size} lets the time pass
   * @param timeout how long at most
   * @return true if they were acquired, false if the time passed first
   * @throws IllegalArgumentException if {@code permits} is negative
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; nothing
   *     was acquired
   * @throws NullPointerException if {@code timeout} is null
   */
  public boolean tryAcquire(long permits, Duration timeout) throws InterruptedException {
    notNegative("permits", permits);
    Objects.requireNonNull(timeout, "timeout must not be null");
    return take(permits, WaitMode.within(TimeUnit.NANOSECONDS.convert(timeout)));
  }

  /**
   * Releases one permit, as {@link #release(long)}.
   *
   * @throws IllegalStateException if no permit was held
   */
  public void release() {
    release(1);
  }

  /**
   * Releases {@code permits}, and hands what is free now to those who wait, first come first
   * served, until one needs more than is left. Never waits.
   *
   * @param permits how many
   * @throws IllegalArgumentException if {@code permits} is negative
   * @throws IllegalStateException if that is more than were held. They count as released all the
   *     same: the semaphore has more permits from then on, and is of no more use
   */
  public void release(long permits) {
    notNegative("permits", permits);
    if (!site.release(permits)) {
      throw new IllegalStateException("semaphore: released more than held");
    }
  }

  /** {@return how many permits there are, free or held} */
  public long size() {
    return size;
  }

  /**
   * {@return how many permits are held at this moment} For logs and tests: it may be over when this
   * returns.
   */
  public long held() {
    return site.held();
  }

  /**
   * {@return how many wait in line, at some recent moment} Those who want more than {@link #size}
   * are not in it. For logs and tests.
   */
  public int waiting() {
    return site.waiting();
  }

  /** What is waited on, for a clause. */
  Permits site() {
    return site;
  }

  /** Throws {@link AssertionError} when the queue contradicts itself or what is free. */
  void checkInvariants() {
    site.checkInvariants();
  }

  /** Racy, so that it may be called with the lock held, too. */
  @Override
  public String toString() {
    return "Semaphore[" + held() + " of " + size + " held, " + waiting() + " waiting]";
  }

  /** Acquires, as {@code mode} says. Returns false if the time passed first. */
  boolean take(long permits, WaitMode mode) throws InterruptedException {
    mode.begin();
    if (site.tryAcquire(permits)) {
      return true;
    }
    Sudog sudog = new Sudog();
    if (permits > size) {
      return mode.await(sudog, site, ParkReason.SEMACQUIRE); // on no queue: nobody fires it
    }
    if (site.acquireOrQueue(sudog, permits)) {
      return true;
    }
    boolean fired = false;
    try {
      fired = mode.await(sudog, site, ParkReason.SEMACQUIRE);
    } finally {
      if (!fired) {
        site.leave(sudog); // P4
      }
    }
    return fired;
  }

  static long notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be >= 0, was " + value);
    }
    return value;
  }
}
