// SPDX-License-Identifier: Apache-2.0
package csp.det;

import org.jspecify.annotations.Nullable;

/**
 * A schedule that went wrong.
 *
 * @param verdict how it ended
 * @param cause what was thrown, for {@link Verdict#FAILED}
 * @param number of the schedule, counted from 0
 * @param token how to repeat it: the value of the property {@code csp.det.replay}
 * @param details the race, the stacks of all threads, and who ran until where
 */
public record Failure(
    Verdict verdict, @Nullable Throwable cause, long number, String token, String details) {
  /** All there is to know. */
  @Override
  public String toString() {
    return verdict
        + (cause == null ? "" : ": " + cause)
        + " (schedule "
        + number
        + ")"
        + details
        + "\nto repeat it: -Dcsp.det.replay="
        + token;
  }
}
