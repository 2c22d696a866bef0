// SPDX-License-Identifier: Apache-2.0
package csp.det;

/**
 * What is run under every schedule: starts threads, does things, and returns what must hold when
 * all have ended. It is called once for each schedule, so whatever the threads share is made in it.
 */
@FunctionalInterface
public interface Scenario {
  /** What must hold in the end. */
  @FunctionalInterface
  interface Check {
    /** Throws, most often an {@link AssertionError}, if it does not hold. */
    void run() throws Exception;
  }

  /**
   * Runs, on a virtual thread that may wait, and start others.
   *
   * @return what must hold when all threads have ended; it runs on a thread of its own
   */
  Check run() throws Exception;
}
