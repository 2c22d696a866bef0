// SPDX-License-Identifier: Apache-2.0
package csp;

import csp.internal.timer.Alarm;
import csp.internal.timer.TimerNode;
import csp.internal.timer.TimerQueue;

/** Starts a goroutine when it comes due. The queue knows whether it is pending. */
final class TaskAlarm extends TimerNode implements Alarm {
  private final TimerQueue timers;
  private final Task task;

  TaskAlarm(TimerQueue timers, Task task) {
    this.timers = timers;
    this.task = task;
  }

  @Override
  protected void fire() {
    Go.go(task);
  }

  @Override
  public boolean stop() {
    return timers.cancel(this);
  }

  @Override
  public boolean reset(long nanos) {
    return timers.schedule(this, timers.after(nanos));
  }
}
