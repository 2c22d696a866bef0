// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.context.Context;

/** What a group runs: a {@link csp.Task} that gets the context of the group. */
@FunctionalInterface
public interface ContextTask {
  /**
   * Runs to the end.
   *
   * @param context the context of the group: its end means that nobody needs this task any more
   * @throws Exception if it fails; where that goes is said by whoever runs the task
   */
  void run(Context context) throws Exception;
}
