// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import csp.testkit.Workers;

/** A part of a town: some primitives, what citizens do with them, and the books. */
interface District {
  /** What one citizen does here; for one thread. */
  @FunctionalInterface
  interface Trade {
    /**
     * Does one thing. Whatever it throws, the books of the district are right.
     *
     * @return how many calls of the library it made
     * @throws InterruptedException if the weather has interrupted it
     */
    int act() throws InterruptedException;
  }

  /** Makes the trade of a new citizen. Called before any thread starts. */
  Trade trade(Citizen citizen);

  /** Starts those who work here only; they go on until {@link #close}. */
  default void settle(Town town, Workers workers) {}

  /** Ends every wait for other citizens; called once, when all was done that was to be done. */
  default void close() {}

  /** Throws {@link AssertionError} unless the books balance; called when all threads have ended. */
  void check();
}
