// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One blocked call: its thread and its single outcome.
 *
 * <p>A select waits on several queues through several {@linkplain Sudog sudogs} that share one
 * waiter; a plain operation waits through one sudog that is its own waiter. The package page draws
 * the states.
 */
public class Waiter {
  /*
   * The outcome field holds
   *   null        WAITING: nobody claimed it and the owner runs (it may be spinning)
   *   PARKED      WAITING: nobody claimed it and the owner is parked or about to be
   *   CANCELLED   the owner gave up
   *   a Sudog     FIRED by that sudog
   *
   * Who writes what: the owner null -> PARKED and {null, PARKED} -> CANCELLED; peers {null, PARKED} ->
   * sudog. All by compare-and-set, so P1 holds; only renew and reset, by which the owner begins its next
   * wait, write null. PARKED exists to spare the claimer an unpark when the
   * owner is still running, which is worth more than the compare-and-set costs.
   */

  /** What a claim found. */
  enum Claim {
    /** Somebody else owns the outcome. */
    LOST,
    /** Claimed; the owner was running and will see the outcome by itself. */
    RUNNING,
    /** Claimed; the owner has to be unparked. */
    PARKED
  }

  private static final Object PARKED = new Object();
  private static final Object CANCELLED = new Object();

  @SuppressWarnings("unused") // read through OUTCOME only
  private volatile @Nullable Object outcome;

  private @Nullable Thread thread; // written while nobody else knows this waiter
  private @Nullable ParkReason reason; // written by the owner, read racily by dumps

  /** A waiter for the current thread. */
  public Waiter() {
    this(Thread.currentThread());
  }

  /**
   * A waiter for {@code thread}, which need not have started: it may be queued, and fired, before.
   * None is for a sudog that lends itself to another waiter.
   */
  public Waiter(@Nullable Thread thread) {
    this.thread = thread;
  }

  /** The thread that waits. */
  public final Thread thread() {
    Thread owner = thread;
    if (owner == null) {
      throw new AssertionError("a sudog of another waiter, or one that is released, has no thread");
    }
    return owner;
  }

  /** Why the thread is parked, or null when it is not; for dumps. */
  public final @Nullable ParkReason parkReason() {
    return OUTCOME.getOpaque(this) == PARKED ? reason : null;
  }

  /** The sudog that fired this waiter, or null while waiting and after a cancel. */
  public final @Nullable Sudog fired() {
    return outcomeAcquire() instanceof Sudog sudog ? sudog : null;
  }

  /** Whether a peer, or the owner by cancelling, has decided the outcome. */
  public final boolean isDecided() {
    Object seen = outcomeAcquire();
    return seen != null && seen != PARKED;
  }

  /** Claims this waiter for {@code sudog}: the last touch of both (P3). Peers only. */
  final Claim claim(Sudog sudog) {
    Object seen = OUTCOME.compareAndExchange(this, null, sudog);
    if (seen == null) {
      return Claim.RUNNING;
    }
    return seen == PARKED && OUTCOME.compareAndSet(this, PARKED, sudog) ? Claim.PARKED : Claim.LOST;
  }

  /**
   * Hears of a claim for {@code sudog} that was lost, on the claimer's thread and under its lock.
   * Returns whether the claim is worth another try.
   */
  boolean missed(Sudog sudog) {
    return false;
  }

  /**
   * Announces that the owner is about to park. Returns false when the outcome is decided. Owner
   * only.
   */
  final boolean announcePark(ParkReason why) {
    reason = why;
    return OUTCOME.compareAndSet(this, null, PARKED);
  }

  /**
   * Gives up waiting. Returns false when a peer was faster: then the outcome stands and must be
   * honoured. Owner only; after true the owner takes its sudogs off their queues (P4).
   */
  public final boolean cancel() {
    return OUTCOME.compareAndSet(this, PARKED, CANCELLED)
        || OUTCOME.compareAndSet(this, null, CANCELLED);
  }

  /**
   * Makes a decided waiter wait again. Owner only; from here on a peer may claim it through any of
   * its sudogs that is on a queue.
   */
  public final void reset() {
    outcome = null;
  }

  /** Makes it a waiter of the current thread, as a new one is. Nobody else knows it. */
  final void renew() {
    thread = Thread.currentThread();
    OUTCOME.set(this, null); // plain: it is published by the lock under which it is queued
  }

  /** Forgets the thread, so that a claim by who should not know it any more fails. */
  final void retire() {
    thread = null;
  }

  // VarHandle mechanics

  private static final VarHandle OUTCOME =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "outcome", VarHandle.class, Waiter.class, Object.class);

  private @Nullable Object outcomeAcquire() {
    return OUTCOME.getAcquire(this);
  }
}
