// SPDX-License-Identifier: Apache-2.0
package csp.select;

import org.jspecify.annotations.Nullable;

/**
 * What a clause runs when it wins, for a result. It may wait, and so be interrupted.
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface InterruptibleSupplier<R> {
  /**
   * {@return the result}
   *
   * @throws InterruptedException if interrupted while it waits; comes out of the select, whose
   *     clause has taken effect
   */
  @Nullable R get() throws InterruptedException;
}
