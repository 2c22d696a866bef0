// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.select.Clause;
import csp.select.InterruptibleSupplier;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What runs when no other clause became ready in time.
 *
 * @param guard whether it counts, or null
 * @param nanos how long that is, from the start of the select
 * @param handler what runs
 * @param <R> the type of the result
 */
public record TimeoutClause<R>(
    @Nullable BooleanSupplier guard, long nanos, InterruptibleSupplier<? extends R> handler)
    implements Clause<R> {
  @Override
  public Clause<R> when(BooleanSupplier condition) {
    return new TimeoutClause<>(Case.both(guard, condition), nanos, handler);
  }

  boolean isOn() {
    return guard == null || guard.getAsBoolean();
  }
}
