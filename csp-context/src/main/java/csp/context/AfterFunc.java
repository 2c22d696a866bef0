// SPDX-License-Identifier: Apache-2.0
package csp.context;

/** A task that runs when a context ends, unless it is stopped: see {@link Context#afterFunc}. */
@FunctionalInterface
public interface AfterFunc {
  /**
   * Prevents the task from running if it was not started yet. Never waits, not even for a task that
   * has begun. Any number of threads may call it, any number of times.
   *
   * @return whether this call prevented it: false when the task was started, or was stopped before
   */
  boolean stop();
}
