// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * What a terminal operation does with a run, in the thread of its caller.
 *
 * @param <T> the type of the elements
 * @param <R> the type of the result
 */
@FunctionalInterface
interface Ending<T, R> {
  /** Takes what it wants from {@code elements}, and waits through {@code scope}. */
  R run(Pull<T> elements, Scope scope) throws InterruptedException;

  /** What is to be done when nothing is left of the run, whose failure this was, or null. */
  default void after(@Nullable Throwable failure) {}
}
