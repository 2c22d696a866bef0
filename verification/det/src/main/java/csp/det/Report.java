// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of an exploration.
 *
 * @param name where it was asked for
 * @param coverage what part of all schedules was run, in words
 * @param exhausted whether all schedules were that were to be
 * @param schedules how many were run
 * @param steps how many points they came to, all together
 * @param nanos how long it took
 * @param cpuNanos how much of that the processor worked for it
 * @param hash of all that was chosen: equal explorations have equal ones
 * @param failure the first schedule that went wrong, or null; it was the last one
 */
public record Report(
    String name,
    String coverage,
    boolean exhausted,
    long schedules,
    long steps,
    long nanos,
    long cpuNanos,
    long hash,
    @Nullable Failure failure) {
  /** How fast it went, by the time that the processor worked for it. */
  public double schedulesPerSecond() {
    return schedules * 1e9 / Math.max(cpuNanos, 1);
  }

  /** One line, and after a failure more. */
  @Override
  public String toString() {
    String line =
        String.format(
            Locale.ROOT,
            "%s: %s; %,d schedules of %.1f steps in %.2f s, %,.0f/s of processor time",
            name,
            coverage,
            schedules,
            (double) steps / Math.max(schedules, 1),
            nanos / 1e9,
            schedulesPerSecond());
    return failure == null ? line : line + "\n" + failure;
  }
}
