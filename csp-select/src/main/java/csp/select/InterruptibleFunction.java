// SPDX-License-Identifier: Apache-2.0
package csp.select;

import org.jspecify.annotations.Nullable;

/**
 * What a clause runs on what it got when it wins, for a result. It may wait, and so be interrupted.
 *
 * @param <T> the type of what the clause got
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface InterruptibleFunction<T extends @Nullable Object, R> {
  /**
   * {@return the result for {@code value}}
   *
   * @param value what the clause got
   * @throws InterruptedException if interrupted while it waits; comes out of the select, whose
   *     clause has taken effect
   */
  @Nullable R apply(T value) throws InterruptedException;
}
