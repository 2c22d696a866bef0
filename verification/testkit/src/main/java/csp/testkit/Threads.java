// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

/** Looks at threads from outside. */
public final class Threads {
  private Threads() {}

  /**
   * Waits until every one of {@code threads} is seen waiting, with or without a time limit.
   *
   * <p>A thread may also wait for something else than the test means, for a short while. Where the
   * queue that it should be on can be asked, ask that too.
   *
   * @throws AssertionError if one ends, or does not wait within {@link Await#BOUND}
   */
  public static void awaitParked(Thread... threads) {
    for (Thread thread : threads) {
      Await.until(() -> isParkedOrDead(thread), thread.getName() + " is parked", thread);
      if (thread.getState() == Thread.State.TERMINATED) {
        throw new AssertionError(thread.getName() + " has ended instead of parking");
      }
    }
  }

  /** Whether {@code thread} waits at this moment, with or without a time limit. */
  public static boolean isParked(Thread thread) {
    Thread.State state = thread.getState();
    return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
  }

  private static boolean isParkedOrDead(Thread thread) {
    return isParked(thread) || thread.getState() == Thread.State.TERMINATED;
  }

  /** The states and stacks of {@code threads}, for a failure's message. */
  public static String stacks(Iterable<Thread> threads) {
    StringBuilder text = new StringBuilder();
    for (Thread thread : threads) {
      text.append("\n  ").append(thread).append(' ').append(thread.getState());
      for (StackTraceElement frame : thread.getStackTrace()) {
        text.append("\n    at ").append(frame);
      }
    }
    return text.toString();
  }
}
