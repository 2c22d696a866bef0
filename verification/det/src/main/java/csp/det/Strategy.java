// SPDX-License-Identifier: Apache-2.0
package csp.det;

/**
 * Chooses schedules, one after the other: {@code begin}, choices, {@code end}, and again while
 * there is {@code more}.
 */
abstract class Strategy {
  /** The number under which the passing of time is one of the choices. */
  static final int CLOCK = -1;

  /** Starts schedule {@code number}, counted from 0. */
  abstract void begin(long number);

  /**
   * Chooses who runs next. If {@code preempts}, number 0 is the thread that runs now, and whoever
   * else is chosen preempts it; otherwise nobody runs. The clock, if it is among them, is the last.
   *
   * @param strands the numbers of those who can run, in the first {@code count} elements
   * @param count how many there are; at least two
   * @return an index below {@code count}
   */
  abstract int next(int[] strands, int count, boolean preempts);

  /** Chooses a number below {@code bound}, for code that asks for a random one. */
  abstract int chance(int bound);

  /** Ends the schedule. */
  void end() {}

  /** Whether there is another schedule. */
  boolean more() {
    return true;
  }

  /** The schedule that has just ended, for {@link Replay#parse}. */
  abstract String token();

  /** What part of all schedules was tried, in words. */
  String coverage() {
    return token().substring(0, token().indexOf(':'));
  }

  /** Whether all schedules that it is to try were tried. */
  boolean exhausted() {
    return false;
  }
}
