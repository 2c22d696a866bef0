// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.List;

/**
 * What one fork measured.
 *
 * @param cell the name of the cell
 * @param library the library
 * @param nanos the time per operation of each iteration; empty if the fork failed
 * @param bytes what was allocated per operation; NaN if the fork failed
 * @param line what a {@link Line} took before it, in nanoseconds; NaN if not measured
 */
record Measurement(String cell, Library library, List<Double> nanos, double bytes, double line) {
  Measurement(String cell, Library library, List<Double> nanos, double bytes) {
    this(cell, library, nanos, bytes, Double.NaN);
  }

  /** The same, with what a line took. */
  Measurement after(double tripNanos) {
    return new Measurement(cell, library, nanos, bytes, tripNanos);
  }

  /** The mean of the iterations, for a look while the session runs; NaN if the fork failed. */
  double mean() {
    return nanos.stream().mapToDouble(each -> each).average().orElse(Double.NaN);
  }

  /** What stands for a fork that failed. */
  static Measurement failed(String cell, Library library) {
    return new Measurement(cell, library, List.of(), Double.NaN);
  }
}
