// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.park.SpinPolicy;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import csp.internal.select.Case;
import csp.select.Clause;
import csp.select.InterruptibleSupplier;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits for a lock. */
final class LockCase<R> extends Case<R> {
  /*
   * A select cannot stand in the queue of a lock itself: whoever is woken there may have to compete, and a
   * writer has to be let in twice. So while selects wait, a virtual thread, the deputy, locks for them as any
   * other thread would, and hands the lock to the first select that can still be claimed: claim and grant are
   * one step, so a clause that has lost is never granted the lock. When there is nobody left to hand it to, the
   * deputy unlocks at once. When the last select leaves, the deputy is interrupted, and leaves the lock's queue.
   *
   * L1  Somebody is queued => there is a deputy, or one is about to be started by `enqueued`.
   * L2  A deputy that was dismissed (the field names another or none) hands over what it has got, and ends.
   *
   * A case leaves its queue at the end of each round of a selector: one that does not select must not be in a
   * lock's queue, and would get in the way of others.
   *
   * tryStep runs under the locks of the select. A failed tryLock of the writing side may unpark there, which P5
   * asks not to do; it happens only when a reader comes within the few instructions of that call, delays those
   * who wait for this select's locks by one unpark, and cannot deadlock, as unpark takes no lock of ours.
   */

  private static final Object HELD = new Object();
  private static final Object NO_OPERAND = new Object();

  private final Locker lock;
  private final InterruptibleSupplier<? extends R> handler;
  private final Site site = new Site();

  LockCase(
      @Nullable BooleanSupplier guard, Locker lock, InterruptibleSupplier<? extends R> handler) {
    super(guard);
    this.lock = lock;
    this.handler = handler;
  }

  @Override
  public Clause<R> when(BooleanSupplier condition) {
    return new LockCase<>(both(guard(), condition), lock, handler);
  }

  @Override
  protected boolean hasOperand() {
    return true; // not that there is any, but it makes the case leave its queue after each round
  }

  @Override
  protected Object operand() {
    return NO_OPERAND;
  }

  @Override
  protected WaitSite site() {
    return site;
  }

  @Override
  protected Object tryStep(@Nullable Object operand) {
    return lock.tryLock() ? HELD : WOULD_WAIT;
  }

  @Override
  protected void enqueue(Sudog sudog, @Nullable Object operand) {
    site.enqueue(WaitSite.QUEUE, sudog);
  }

  @Override
  protected void enqueued() {
    site.lock();
    Thread started = null;
    if (site.deputy == null && site.queued(WaitSite.QUEUE) > 0) {
      started = Thread.ofVirtual().name("lock-for-select").unstarted(this::deputize);
      site.deputy = started;
    }
    site.unlock();
    if (started != null) {
      start(started);
    }
  }

  private void start(Thread started) {
    try {
      started.start();
    } catch (Throwable noThread) { // the next that queues tries again
      site.lock();
      if (site.deputy == started) {
        site.deputy = null;
      }
      site.unlock();
      throw noThread;
    }
  }

  @Override
  protected void leave(Sudog sudog) {
    site.lock();
    site.dequeue(WaitSite.QUEUE, sudog);
    Thread dismissed = site.dismissStep();
    site.unlock();
    dismiss(dismissed);
  }

  @Override
  protected Object outcome(Sudog fired) {
    return HELD;
  }

  @Override
  protected @Nullable R finish(Object outcome) throws InterruptedException {
    return handler.get();
  }

  /** What the deputy runs. */
  private void deputize() {
    boolean mine = true;
    while (mine) {
      try {
        lock.lockInterruptibly();
      } catch (InterruptedException dismissed) {
        return;
      }
      site.lock();
      boolean handedOver = site.fireFirst(WaitSite.QUEUE, site, true);
      Thread dismissed = site.dismissStep();
      mine = site.deputy == Thread.currentThread();
      site.unlockAndWake();
      if (!handedOver) {
        lock.unlock();
      }
      dismiss(dismissed);
    }
  }

  private static void dismiss(@Nullable Thread deputy) {
    if (deputy != null && deputy != Thread.currentThread()) {
      deputy.interrupt();
    }
  }

  @Override
  public String toString() {
    return "lock " + lock;
  }

  /** Those who wait, and the deputy that locks for them. */
  private static final class Site extends WaitSite {
    private @Nullable Thread deputy; // guarded by the lock

    Site() {
      super(SpinPolicy.NEVER);
    }

    /** Takes the deputy out of its office if nobody waits. Lock held. */
    @Nullable Thread dismissStep() {
      if (queued(QUEUE) > 0) {
        return null;
      }
      Thread dismissed = deputy;
      deputy = null;
      return dismissed;
    }
  }
}
