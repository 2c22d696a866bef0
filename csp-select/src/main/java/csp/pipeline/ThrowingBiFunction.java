// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

/**
 * A function of two arguments of a pipeline. It may wait and may fail: the package page says where
 * a failure goes.
 *
 * @param <T> the type of the first argument
 * @param <U> the type of the second argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface ThrowingBiFunction<T, U, R> {
  /**
   * {@return the result for both; never null}
   *
   * @param first the first argument
   * @param second the second argument
   * @throws Exception if it fails
   */
  R apply(T first, U second) throws Exception;
}
