// SPDX-License-Identifier: Apache-2.0
package csp.det;

import csp.internal.timer.Clock;
import csp.internal.timer.TimerQueue;
import java.lang.constant.ClassDesc;
import java.lang.reflect.Constructor;
import java.util.List;

/**
 * What this library does otherwise in a run, beside what all woven code does.
 *
 * <p>Spinning before parking is left out: its accounts outlive a run, and for others a thread that
 * spins is one that has not parked yet. And the thread that serves all timers is one of the run.
 *
 * <p>Public, because woven classes call it. Not for use.
 */
public final class LibrarySeams {
  /** A static method, and that its body is a call of the method of the same name in here. */
  record Seam(String owner, String method) {
    boolean is(ClassDesc type, String name) {
      return owner.equals(type.packageName() + "." + type.displayName()) && method.equals(name);
    }
  }

  static final List<Seam> ALL =
      List.of(
          new Seam("csp.internal.park.Platform", "spinningHelps"),
          new Seam("csp.internal.park.Spinner", "spin"),
          new Seam("csp.internal.park.WakeCost", "isSample"),
          new Seam("csp.internal.park.Parker", "pause"),
          new Seam("csp.internal.timer.TimerQueue", "shared"));

  private LibrarySeams() {}

  /** Platform.spinningHelps: no, so that there are no bounded spins. */
  public static boolean spinningHelps() {
    return false;
  }

  /** Spinner.spin: not decided by spinning. */
  public static boolean spin(Object waiter, Object site) {
    return false;
  }

  /** WakeCost.isSample: not measured, as that too outlives a run. */
  public static boolean isSample(int unpark) {
    return false;
  }

  /** Parker.pause: the peer must make its step. */
  public static boolean pause(long nanos) {
    Hooks.spin();
    return Hooks.interrupted();
  }

  /** TimerQueue.shared: the queue of the run. */
  public static TimerQueue shared() {
    return (TimerQueue) Hooks.runOfCurrent().timers();
  }

  static TimerQueue startTimers(Run run) {
    run.initializing(1); // no choices in here
    try {
      TimerQueue queue = new TimerQueue(Clock.PLATFORM);
      Constructor<?> server =
          Class.forName("csp.internal.timer.TimerThread").getDeclaredConstructor(TimerQueue.class);
      server.setAccessible(true);
      run.startDaemon("csp-timers", (Runnable) server.newInstance(queue));
      return queue;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the timer thread has changed", e);
    } finally {
      run.initializing(-1);
    }
  }
}
