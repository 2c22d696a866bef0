// SPDX-License-Identifier: Apache-2.0
package csp;

/** What a goroutine runs: a {@link Runnable} that may throw. */
@FunctionalInterface
public interface Task {
  /**
   * Runs to the end.
   *
   * @throws Exception if it fails; where that goes is said by whoever runs the task
   */
  void run() throws Exception;
}
