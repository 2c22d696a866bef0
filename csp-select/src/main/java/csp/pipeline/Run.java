// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

/** What has been started, with all above it, and is ended from below. */
interface Run {
  /**
   * Tells this and what is above to end, for nobody will ask again; waits for nothing. Before
   * {@link #close}.
   */
  void stop();

  /**
   * Ends this and what is above: when it returns, no goroutine of theirs is left. Called once, also
   * after the end; waits for goroutines, interrupt or not, and throws nothing.
   */
  void close();
}
