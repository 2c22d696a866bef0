// SPDX-License-Identifier: Apache-2.0
package csp.det;

/** How a run ended. */
public enum Verdict {
  /** All threads ended, and the check held. */
  PASSED("passed"),
  /** A thread, or the check, threw. */
  FAILED("failed"),
  /** Two threads accessed one variable, one of them to write it, and neither was ordered first. */
  RACE("data race"),
  /** All threads are asleep for ever, the first one among them. */
  DEADLOCK("deadlock: all threads are asleep"),
  /** The first thread has ended, and others are asleep for ever. */
  LEAK("leak: threads are asleep for ever"),
  /** It took more steps than allowed. */
  LIVELOCK("livelock: no end in sight");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** In words. */
  @Override
  public String toString() {
    return text;
  }
}
