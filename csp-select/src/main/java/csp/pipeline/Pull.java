// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * One run of a stage, seen from below: who wants an element asks for it. One thread at a time.
 *
 * @param <T> the type of the elements
 */
interface Pull<T> extends Run {
  /**
   * The next element, waiting for it; null at the end, and never called again then, nor after it
   * has thrown.
   *
   * @throws StageFailure if this or a stage above failed
   * @throws RuntimeException the error of the run's cancellation
   * @throws InterruptedException if interrupted, or if the run is over
   */
  @Nullable T next() throws InterruptedException;
}
