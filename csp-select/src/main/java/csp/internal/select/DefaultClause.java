// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.select.Clause;
import csp.select.InterruptibleSupplier;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What runs when no other clause is ready.
 *
 * @param guard whether it counts, or null
 * @param handler what runs
 * @param <R> the type of the result
 */
public record DefaultClause<R>(
    @Nullable BooleanSupplier guard, InterruptibleSupplier<? extends R> handler)
    implements Clause<R> {
  @Override
  public Clause<R> when(BooleanSupplier condition) {
    return new DefaultClause<>(Case.both(guard, condition), handler);
  }

  boolean isOn() {
    return guard == null || guard.getAsBoolean();
  }
}
