// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import csp.internal.select.Case;
import csp.select.Clause;
import csp.select.InterruptibleSupplier;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Acquires permits of a semaphore. */
final class AcquireCase<R> extends Case<R> {
  private static final Object ACQUIRED = new Object();

  private final Semaphore semaphore;
  private final long permits;
  private final InterruptibleSupplier<? extends R> handler;

  /** A case; null is no guard. */
  AcquireCase(
      @Nullable BooleanSupplier guard,
      Semaphore semaphore,
      long permits,
      InterruptibleSupplier<? extends R> handler) {
    super(guard);
    this.semaphore = semaphore;
    this.permits = permits;
    this.handler = handler;
  }

  @Override
  public Clause<R> when(BooleanSupplier condition) {
    return new AcquireCase<>(both(guard(), condition), semaphore, permits, handler);
  }

  @Override
  protected boolean isNever() {
    return permits > semaphore.size();
  }

  /** So that a selector holds no place in the queue between two rounds, in the way of others. */
  @Override
  protected boolean hasOperand() {
    return true;
  }

  @Override
  protected @Nullable Object operand() {
    return isNever() ? DISABLED : null;
  }

  @Override
  protected WaitSite site() {
    return semaphore.site();
  }

  @Override
  protected Object tryStep(@Nullable Object operand) {
    return semaphore.site().tryStep(permits) ? ACQUIRED : WOULD_WAIT;
  }

  @Override
  protected void enqueue(Sudog sudog, @Nullable Object operand) {
    semaphore.site().enqueueStep(sudog, permits);
  }

  @Override
  protected void leave(Sudog sudog) {
    semaphore.site().leave(sudog);
  }

  @Override
  protected Object outcome(Sudog fired) {
    return ACQUIRED;
  }

  @Override
  protected @Nullable R finish(Object outcome) throws InterruptedException {
    return handler.get();
  }

  @Override
  public String toString() {
    return "acquire " + permits + " of " + semaphore;
  }
}
