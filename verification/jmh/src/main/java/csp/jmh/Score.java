// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One library in one cell, over all forks.
 *
 * @param median of all iterations, in nanoseconds per operation
 * @param min the fastest iteration
 * @param max the slowest iteration
 * @param forks the median of each fork, in the order in which they ran
 * @param bytes allocated per operation, the median of the forks
 * @param lines what a line took before each fork, in their order
 */
record Score(
    double median, double min, double max, List<Double> forks, double bytes, List<Double> lines) {
  /** Sums up; returns null if there is nothing, or one of the forks failed. */
  static @Nullable Score of(List<Measurement> forks) {
    if (forks.isEmpty() || forks.stream().anyMatch(fork -> fork.nanos().isEmpty())) {
      return null;
    }
    List<Double> all = forks.stream().flatMap(fork -> fork.nanos().stream()).sorted().toList();
    return new Score(
        median(all),
        all.getFirst(),
        all.getLast(),
        forks.stream().map(fork -> median(fork.nanos())).toList(),
        median(forks.stream().map(Measurement::bytes).toList()),
        forks.stream().map(Measurement::line).toList());
  }

  static double median(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
