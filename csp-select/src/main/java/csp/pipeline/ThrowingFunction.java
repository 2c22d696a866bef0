// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

/**
 * A function of a pipeline. It may wait and may fail: the package page says where a failure goes.
 *
 * @param <T> the type of the argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface ThrowingFunction<T, R> {
  /**
   * {@return the result for {@code value}; never null}
   *
   * @param value the argument
   * @throws Exception if it fails
   */
  R apply(T value) throws Exception;
}
