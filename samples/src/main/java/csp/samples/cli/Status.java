// SPDX-License-Identifier: Apache-2.0
package csp.samples.cli;

/** With what a program ends. */
public final class Status {
  /** All is well. */
  public static final int OK = 0;

  /** Something could not be read or written. */
  public static final int FAILURES = 1;

  /** There is no such argument or option. */
  public static final int USAGE = 2;

  /** Its time was over; as of timeout(1). */
  public static final int TIMED_OUT = 124;

  /** Ctrl-C. */
  public static final int INTERRUPTED = 130;

  private Status() {}
}
