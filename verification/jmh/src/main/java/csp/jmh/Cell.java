// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.List;

/**
 * One row of the table: a workload and its sizes.
 *
 * @param name workload, capacity and threads, as in the table
 * @param benchmark the method of {@link Workloads}
 * @param capacity how many elements the channels hold
 * @param threads how many producers there are, and how many consumers; of a select, how many
 *     channels
 * @param elements how many elements one run sends into a channel; with them a run takes some 100 to
 *     300 ms, long enough for the start of its threads to weigh little
 * @param operations what the time of a run is divided by
 */
record Cell(
    String name, String benchmark, int capacity, int threads, int elements, int operations) {
  /** The cell in which a bound plays no part. */
  static final String UNCONTENDED = "unc";

  /** How many channels there are where most of them would not have to be quiet. */
  static final int FEW = 10;

  /** How many there are where most are quiet. */
  static final int MANY = 10_000;

  /** All cells, in the order of the table. */
  static final List<Cell> ALL =
      List.of(
          producersAndConsumers(0, 1, 500_000),
          producersAndConsumers(1, 1, 300_000),
          producersAndConsumers(16, 1, 2_000_000),
          producersAndConsumers(1024, 1, 3_000_000),
          producersAndConsumers(0, 4, 400_000),
          producersAndConsumers(16, 4, 1_000_000),
          new Cell("pp", "pp", 0, 1, 300_000, 300_000),
          pairs(0, 200),
          pairs(16, 400),
          new Cell("chain,0", "chain", 0, 1, 200, 200 * (Workloads.STAGES + 1)),
          new Cell(UNCONTENDED, "unc", Workloads.BURST, 1, Workloads.BURST, Workloads.BURST),
          new Cell("try,0", "tryTake", 0, 1, 1, 1),
          new Cell("try,16", "tryTake", 16, 1, 1, 1),
          select(0, 2, 400_000),
          select(16, 2, 800_000),
          select(0, 4, 300_000),
          select(16, 4, 600_000),
          timedSelect(0, 400_000),
          timedSelect(16, 1_000_000),
          wideSelect(FEW),
          wideSelect(MANY));

  private static Cell select(int capacity, int channels, int elements) {
    String name = "sel," + capacity + "," + channels;
    return new Cell(name, "sel", capacity, channels, elements / channels, elements);
  }

  private static Cell timedSelect(int capacity, int elements) {
    return new Cell("seltmo," + capacity, "seltmo", capacity, 1, elements, elements);
  }

  private static Cell wideSelect(int channels) {
    return new Cell(wide(channels), "selwide", 1, channels, 1, Workloads.READY);
  }

  /** The name of the cell with so many channels of which few are ready. */
  static String wide(int channels) {
    return "selwide," + channels;
  }

  /** Whether something is selected, be it from one channel or until a time-out. */
  boolean isSelect() {
    return benchmark.startsWith("sel");
  }

  /** Whether it takes from several channels. */
  boolean isSelectOfMany() {
    return isSelect() && !benchmark.equals("seltmo");
  }

  /** Whether most of the channels are quiet: a cell for selectors. */
  boolean isWide() {
    return benchmark.equals("selwide");
  }

  private static Cell producersAndConsumers(int capacity, int threads, int elements) {
    String name = "pc," + capacity + "," + threads + "," + threads;
    return new Cell(name, "pc", capacity, threads, elements, elements);
  }

  private static Cell pairs(int capacity, int elements) {
    return new Cell("par," + capacity, "par", capacity, 1, elements, elements * Workloads.PAIRS);
  }
}
