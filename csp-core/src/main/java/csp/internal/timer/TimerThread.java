// SPDX-License-Identifier: Apache-2.0
package csp.internal.timer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that fires what comes due. It sleeps to the next deadline, or until there is one.
 */
final class TimerThread implements Runnable {
  /** The name of the thread. */
  static final String NAME = "csp-timers";

  private final TimerQueue queue;

  private TimerThread(TimerQueue queue) {
    this.queue = queue;
  }

  static Thread start(TimerQueue queue) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name(NAME)
            .inheritInheritableThreadLocals(false)
            .unstarted(new TimerThread(queue));
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader()); // not the first user's
    thread.start();
    return thread;
  }

  @Override
  @SuppressWarnings("InfiniteLoopStatement") // a daemon
  public void run() {
    for (; ; ) {
      try {
        if (!queue.fireDue()) {
          queue.awaitDue();
        }
      } catch (Throwable failure) { // such as no memory: the other timers must go on
        log("the timer thread failed, and goes on", failure);
      }
    }
  }

  /** Fires {@code node}; what it throws must not keep the others from coming due. */
  static void fire(TimerNode node) {
    try {
      node.fire();
    } catch (Throwable failure) {
      log("a timer failed", failure);
    }
  }

  private static void log(String what, Throwable failure) {
    try {
      Log.LOGGER.error(what, failure);
    } catch (Throwable ignored) { // logging is all that could be done about it
    }
  }

  /** Made at the first failure. */
  private static final class Log {
    static final Logger LOGGER = LoggerFactory.getLogger("csp.Timers");
  }
}
