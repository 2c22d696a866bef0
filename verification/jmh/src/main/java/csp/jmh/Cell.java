// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.List;
import java.util.Set;

/**
 * One row of a table: a workload and its sizes.
 *
 * @param name workload, capacity and threads, as in the table
 * @param family what it belongs to
 * @param benchmark the method of the family's workloads, and the name of its twins
 * @param capacity how many elements the channels hold; how many permits a semaphore has
 * @param threads how many producers there are, and how many consumers; of a select, how many
 *     channels; else how many threads or contexts
 * @param elements how many elements one run sends into a channel, or how many rounds a thread does;
 *     with them a run takes some 100 to 300 ms, long enough for the start of its threads to weigh
 *     little
 * @param operations what the time of a run is divided by
 * @param libraries who has what the cell measures
 */
record Cell(
    String name,
    Family family,
    String benchmark,
    int capacity,
    int threads,
    int elements,
    int operations,
    Set<Library> libraries) {
  /** The cell in which a bound plays no part. */
  static final String UNCONTENDED = "unc";

  private static final double NOTHING = 0.05; // is printed as 0.0
  private static final double SMALL_OBJECT = 96;
  private static final Set<String> WITHOUT_PARKING =
      Set.of(UNCONTENDED, "try,0", "try,16", "mu,1", "pool", "once");
  private static final Set<String> OF_THOUSANDS_UNBUFFERED = Set.of("par,0", "chain,0");

  /**
   * How many bytes an operation of ours may allocate: none where nothing parks, the start of the
   * threads being spread over very many; one small object where an element may have to wait.
   * Infinite where there is no such bar.
   */
  double mostBytes() {
    if (benchmark.equals("pc")) {
      return SMALL_OBJECT;
    }
    return WITHOUT_PARKING.contains(name) ? NOTHING : Double.POSITIVE_INFINITY;
  }

  /** What it may cost. A bar counts where the other library runs. */
  List<Bar> bars() {
    return OF_THOUSANDS_UNBUFFERED.contains(name) ? List.of(Bar.BEST, Bar.TWICE_GO) : family.bars();
  }
}
