// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import csp.Go;
import csp.Task;
import csp.context.Context;
import csp.context.ContextException;

/** Starts goroutines that work until a context ends, and take that for no failure. */
final class GoUntil {
  private GoUntil() {}

  /** Starts one; it should wait for nothing but with {@code context}. */
  static Thread goUntil(Context context, Task task) {
    return Go.go(() -> {
      try {
        task.run();
      } catch (ContextException e) {
        if (context.error() == null) {
          throw e; // it is the end of another one
        }
      }
    });
  }
}
