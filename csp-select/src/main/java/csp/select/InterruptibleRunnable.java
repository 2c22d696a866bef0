// SPDX-License-Identifier: Apache-2.0
package csp.select;

/** What a clause runs when it wins, without a result. It may wait, and so be interrupted. */
@FunctionalInterface
public interface InterruptibleRunnable {
  /** Runs to the end. */
  void run() throws InterruptedException;
}
