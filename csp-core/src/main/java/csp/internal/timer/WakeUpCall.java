// SPDX-License-Identifier: Apache-2.0
package csp.internal.timer;

import csp.internal.park.Parker;
import org.jspecify.annotations.Nullable;

/**
 * Unparks a thread when its time has come: for waits with a limit. It may also do so later, when
 * the thread does something else, as any unpark may.
 */
public final class WakeUpCall extends TimerNode {
  private final Thread thread = Thread.currentThread();

  private WakeUpCall() {}

  /**
   * Has the current thread unparked {@code nanos} from now, or up to a tick later. Returns null if
   * there is no memory, or no thread, for it.
   */
  public static @Nullable WakeUpCall set(long nanos) {
    try {
      WakeUpCall call = new WakeUpCall();
      TimerQueue queue = TimerQueue.shared();
      queue.schedule(call, queue.after(nanos));
      return call;
    } catch (VirtualMachineError | LinkageError none) {
      return null;
    }
  }

  /** Takes it back, if it has not begun. */
  public void cancel() {
    TimerQueue.shared().cancel(this);
  }

  @Override
  protected void fire() {
    Parker.unpark(thread);
  }
}
