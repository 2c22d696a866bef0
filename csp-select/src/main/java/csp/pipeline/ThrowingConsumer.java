// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

/**
 * An action of a pipeline. It may wait and may fail: the package page says where a failure goes.
 *
 * @param <T> the type of the argument
 */
@FunctionalInterface
public interface ThrowingConsumer<T> {
  /**
   * Does it with {@code value}.
   *
   * @param value the argument
   * @throws Exception if it fails
   */
  void accept(T value) throws Exception;
}
