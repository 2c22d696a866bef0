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
  /** Returns the result for {@code value}. */
  @Nullable R apply(T value) throws InterruptedException;
}
