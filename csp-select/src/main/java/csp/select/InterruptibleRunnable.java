// SPDX-License-Identifier: Apache-2.0
package csp.select;

/** What a clause runs when it wins, without a result. It may wait, and so be interrupted. */
@FunctionalInterface
public interface InterruptibleRunnable {
  /**
   * Runs to the end.
   *
   * @throws InterruptedException if interrupted while it waits; comes out of the select, whose
   *     clause has taken effect
   */
  void run() throws InterruptedException;
}
