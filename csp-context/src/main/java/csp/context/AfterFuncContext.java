// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.Task;

/**
 * A context written elsewhere that can tell when it ends without being waited for. Contexts derived
 * from it register here; for other foreign contexts each of them starts a goroutine that waits.
 */
public interface AfterFuncContext extends Context {
  /**
   * Runs {@code task} once when this context has ended: its {@link #done} is closed then, and its
   * {@link #error} not null. Runs it also if that is so already. Must return without waiting for
   * {@code task}; the thread that runs it is this context's choice, but not the caller's.
   *
   * @param task what runs; it neither waits nor throws
   * @return what prevents it; must keep nothing of {@code task} once it has been stopped
   */
  AfterFunc afterFunc(Task task);
}
