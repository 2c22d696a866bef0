// SPDX-License-Identifier: Apache-2.0
package csp.select;

import csp.internal.select.Case;
import csp.internal.select.DefaultClause;
import csp.internal.select.TimeoutClause;
import java.util.function.BooleanSupplier;

/**
 * One alternative of a select, made by the {@code on...} and {@code doOn...} methods of {@link
 * Select}. Immutable; one clause may be used in many selects, by any thread.
 *
 * @param <R> the type of the result
 */
public sealed interface Clause<R> permits ReceiveClause, Case, DefaultClause, TimeoutClause {
  /**
   * {@return this clause with a guard: a select that finds the guard false goes on as if the clause
   * were not there} The guard is asked once in each select (in each round of a {@link Selector}),
   * on entry, in the thread of the select and in the order of the clauses; a selector asks those of
   * defaults and time-outs after the others. Of several guards on one clause, all must be true.
   *
   * @param guard whether the clause takes part; runs with no lock held, and what it throws comes
   *     out of the select
   * @throws NullPointerException if {@code guard} is null
   */
  Clause<R> when(BooleanSupplier guard);
}
