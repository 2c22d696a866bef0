// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import csp.internal.select.Case;
import csp.select.Clause;
import csp.select.InterruptibleSupplier;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits until the event of a site has happened. */
final class EventCase<R> extends Case<R> {
  private static final Object HAPPENED = new Object();

  private final EventSite site;
  private final InterruptibleSupplier<? extends R> handler;

  /** A case; null is no guard. */
  EventCase(
      @Nullable BooleanSupplier guard, EventSite site, InterruptibleSupplier<? extends R> handler) {
    super(guard);
    this.site = site;
    this.handler = handler;
  }

  @Override
  public Clause<R> when(BooleanSupplier condition) {
    return new EventCase<>(both(guard(), condition), site, handler);
  }

  @Override
  protected boolean isLast(Object outcome) {
    return true;
  }

  @Override
  protected WaitSite site() {
    return site;
  }

  @Override
  protected Object tryStep(@Nullable Object operand) {
    return site.hasHappened() ? HAPPENED : WOULD_WAIT;
  }

  /**
   * The event may have happened since the step, as not every site changes under its lock. Then the
   * sudog, which is on no queue, is fired on the spot: the select finds its wait decided.
   */
  @Override
  protected void enqueue(Sudog sudog, @Nullable Object operand) {
    if (!site.enqueueStep(sudog)) {
      sudog.fire(site, true);
    }
  }

  @Override
  protected void leave(Sudog sudog) {
    site.leave(sudog);
  }

  @Override
  protected Object outcome(Sudog fired) {
    return HAPPENED;
  }

  @Override
  protected @Nullable R finish(Object outcome) throws InterruptedException {
    return handler.get();
  }

  @Override
  public String toString() {
    return site.toString();
  }
}
