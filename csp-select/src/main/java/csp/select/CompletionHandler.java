// SPDX-License-Identifier: Apache-2.0
package csp.select;

import org.jspecify.annotations.Nullable;

/**
 * What a clause on a future runs when it wins: gets the result, or the failure. It may wait, and so
 * be interrupted.
 *
 * @param <T> the type of the future's result
 * @param <R> the type of the clause's result
 */
@FunctionalInterface
public interface CompletionHandler<T, R> {
  /**
   * Returns the result for a future that ended with {@code value}, or else with {@code failure}.
   */
  @Nullable R handle(@Nullable T value, @Nullable Throwable failure) throws InterruptedException;
}
