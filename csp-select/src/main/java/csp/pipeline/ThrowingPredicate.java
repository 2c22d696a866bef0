// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

/**
 * A question of a pipeline. It may wait and may fail: the package page says where a failure goes.
 *
 * @param <T> the type of the argument
 */
@FunctionalInterface
public interface ThrowingPredicate<T> {
  /**
   * {@return the answer for {@code value}}
   *
   * @param value the argument
   * @throws Exception if it fails
   */
  boolean test(T value) throws Exception;
}
