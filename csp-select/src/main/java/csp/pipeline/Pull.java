// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * One run of a stage, seen from below: who wants an element asks for it. One thread at a time.
 *
 * @param <T> the type of the elements
 */
interface Pull<T> {
  /**
   * The next element, waiting for it; null at the end, and never called again then, nor after it
   * has thrown.
   *
   * @throws StageFailure if this or a stage above failed
   * @throws RuntimeException the error of the run's cancellation
   * @throws InterruptedException if interrupted, or if the run is over
   */
  @Nullable T next() throws InterruptedException;

  /**
   * Tells this and what is above to end, for nobody will ask again; waits for nothing. By the
   * thread that asks, before {@link #close}.
   */
  void stop();

  /**
   * Ends this and what is above: when it returns, no goroutine of theirs is left. Called once, also
   * after the end; waits for goroutines, interrupt or not, and throws nothing.
   */
  void close();
}
