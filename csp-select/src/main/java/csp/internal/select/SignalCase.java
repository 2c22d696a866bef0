// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for something outside the library that happens once, and is watched while somebody waits.
 */
abstract class SignalCase<R> extends Case<R> {
  /*
   * The watch is started and ended outside the lock, because both run code of the thing that is watched,
   * which may call back at once.
   */

  private static final Object HAPPENED = new Object();

  private final SignalSite site;
  private @Nullable Runnable
      watch; // guarded by the lock of the site: ends it, while somebody waits

  SignalCase(@Nullable BooleanSupplier guard) {
    super(guard);
    this.site = new SignalSite();
  }

  /** Whether it has happened; if so, what came before it happens-before the answer. */
  abstract boolean hasHappened();

  /** Calls {@code signal} once it has happened, from any thread. Returns what ends that. */
  abstract Runnable watch(Runnable signal);

  @Override
  protected final boolean isLast(Object outcome) {
    return true;
  }

  @Override
  protected final WaitSite site() {
    return site;
  }

  @Override
  protected final Object tryStep(@Nullable Object operand) {
    return hasHappened() ? HAPPENED : WOULD_WAIT;
  }

  @Override
  protected final void enqueue(Sudog sudog, @Nullable Object operand) {
    site.enqueue(sudog);
  }

  @Override
  protected final void enqueued() {
    Runnable started = watch(site::fireAll);
    site.lock();
    boolean needed = watch == null && !site.isIdle();
    if (needed) {
      watch = started;
    }
    site.unlock();
    if (!needed) {
      started.run();
    }
  }

  @Override
  protected final void leave(Sudog sudog) {
    site.lock();
    site.dequeue(sudog);
    Runnable ended = site.isIdle() ? watch : null;
    if (ended != null) {
      watch = null;
    }
    site.unlock();
    if (ended != null) {
      ended.run();
    }
  }

  @Override
  protected final Object outcome(Sudog fired) {
    return HAPPENED;
  }
}
