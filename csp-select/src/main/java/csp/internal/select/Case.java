// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import csp.select.Clause;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A clause that something makes ready. Immutable but for its site, so that one case may be in many
 * selects at once: what belongs to a select is in the operand and in the sudog.
 *
 * @param <R> the type of the result
 */
public abstract non-sealed class Case<R> implements Clause<R> {
  /** The operand of a case that cannot become ready in this select. */
  protected static final Object DISABLED = new Object();

  /** Result of a step: it cannot complete now, and nothing was changed. */
  protected static final Object WOULD_WAIT = csp.internal.channel.SelectPort.WOULD_WAIT;

  private final @Nullable BooleanSupplier guard;

  /** For subclasses; null is no guard. */
  protected Case(@Nullable BooleanSupplier guard) {
    this.guard = guard;
  }

  /** The guard, or null. */
  protected final @Nullable BooleanSupplier guard() {
    return guard;
  }

  /** Evaluates guard and operand, once per select, on entry; no lock held. */
  final @Nullable Object enter() {
    if (guard != null && !guard.getAsBoolean()) {
      return DISABLED;
    }
    return operand();
  }

  /** Whether guard or operand may change from round to round, so that it cannot stay queued. */
  final boolean isEvaluatedEachRound() {
    return guard != null || hasOperand();
  }

  /** Whether there is an operand to evaluate. */
  protected boolean hasOperand() {
    return false;
  }

  /** The operand for one select; {@link #DISABLED} if the case cannot become ready in it. */
  protected @Nullable Object operand() {
    return null;
  }

  /** Whether the case can never be ready, in any select. */
  protected boolean isNever() {
    return false;
  }

  /** Whether {@code outcome}, with which the case has won, is the last that it can win with. */
  protected boolean isLast(Object outcome) {
    return false;
  }

  /**
   * Whether {@code outcome} should be passed over in silence in a loop: the case ends, nobody
   * asked.
   */
  protected boolean isSilentEnd(Object outcome) {
    return false;
  }

  /** What is waited on; its lock guards the steps. Not for a case that is disabled. */
  protected abstract WaitSite site();

  /**
   * Whether {@link #tryStep} would wait at some moment of this call. Needs no lock; false says
   * nothing.
   */
  protected boolean seemsToWait() {
    return false;
  }

  /** Completes if that needs no waiting, or returns {@link #WOULD_WAIT}. Lock held. */
  protected abstract Object tryStep(@Nullable Object operand);

  /** Queues {@code sudog}. Lock held, and the step would wait. */
  protected abstract void enqueue(Sudog sudog, @Nullable Object operand);

  /** All sudogs of the select are queued and it is about to wait. No lock held. */
  protected void enqueued() {}

  /** Takes {@code sudog} off its queue if it is still there (P4). No lock held. */
  protected abstract void leave(Sudog sudog);

  /** What {@code fired}, which has won, brought: in the terms of {@link #tryStep}. No lock held. */
  protected abstract Object outcome(Sudog fired);

  /** Runs the handler on the outcome with which the case has won. No lock held. */
  protected abstract @Nullable R finish(Object outcome) throws InterruptedException;

  /** Both guards, the first asked first. */
  protected static BooleanSupplier both(@Nullable BooleanSupplier first, BooleanSupplier second) {
    Objects.requireNonNull(second, "guard must not be null");
    return first == null ? second : () -> first.getAsBoolean() && second.getAsBoolean();
  }
}
