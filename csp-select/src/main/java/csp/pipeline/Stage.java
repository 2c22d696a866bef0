// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

/**
 * The description of a stage and of all above it. Immutable; every run opens it anew.
 *
 * @param <T> the type of the elements that come out
 */
@FunctionalInterface
interface Stage<T> {
  /**
   * Starts a run, whose waiting goes through {@code scope}. Waits for nothing, runs no function.
   */
  Pull<T> open(Scope scope);
}
