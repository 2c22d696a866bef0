// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.Go;
import csp.Task;
import org.jspecify.annotations.Nullable;

/** A task that runs when a context ends: a child of it without children. */
final class Callback extends Node implements AfterFunc {
  private @Nullable Task task; // belongs to whoever ends this

  private Callback(Task task) {
    this.task = task;
  }

  /** Runs {@code task} when {@code context} has ended. */
  static Callback on(Context context, Task task) {
    Callback callback = new Callback(task);
    callback.join(context);
    return callback;
  }

  /** Leaves the parent in any case: whoever returns from here keeps nothing there. */
  @Override
  public boolean stop() {
    boolean stopped = endSilently(End.canceled(null));
    if (stopped) {
      task = null;
    }
    leave();
    return stopped;
  }

  @Override
  void announce() {}

  @Override
  void afterEnd() {
    Task run = task;
    task = null; // whoever keeps the registration does not keep the task
    if (run != null) {
      Go.go(run);
    }
  }

  @Override
  void follow(End how) {
    end(how);
    stay();
  }

  /** One in between: its done channel tells the goroutine when to give up. */
  @Override
  CancelContext waiting(Context parent) {
    CancelContext between = new CancelContext(parent, null);
    joinAlone(between);
    return between;
  }
}
