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
   * {@return the result for a future that ended with {@code value}, or else with {@code failure}}
   *
   * @param value the result; null with a failure, and may be null without
   * @param failure why the future failed, or null if it did not; a {@link
   *     java.util.concurrent.CancellationException} if it was cancelled
   * @throws InterruptedException if interrupted while it waits; comes out of the select, whose
   *     clause has taken effect
   */
  @Nullable R handle(@Nullable T value, @Nullable Throwable failure) throws InterruptedException;
}
