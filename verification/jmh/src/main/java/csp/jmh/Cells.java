// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import static csp.jmh.Library.ABQ;
import static csp.jmh.Library.CSP;
import static csp.jmh.Library.CSP_CHANNELS;
import static csp.jmh.Library.CSP_SELECTOR;
import static csp.jmh.Library.DISRUPTOR;
import static csp.jmh.Library.DISRUPTOR_YIELD;
import static csp.jmh.Library.GO;
import static csp.jmh.Library.JDK;
import static csp.jmh.Library.JOX;
import static csp.jmh.Library.KOTLIN;
import static csp.jmh.Library.LTQ;
import static csp.jmh.Library.SQ;
import static csp.jmh.Library.STAMPED;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All cells there are. */
final class Cells {
  /** How many channels there are where most of them would not have to be quiet. */
  static final int FEW = 10;

  /** How many there are where most are quiet. */
  static final int MANY = 10_000;

  private static final Set<Library> UNBUFFERED = EnumSet.of(CSP, LTQ, SQ, JOX, KOTLIN, GO);
  private static final Set<Library> BUFFERED = EnumSet.of(CSP, ABQ, JOX, KOTLIN, GO);

  /** Where there is one producer and much room, there are rings, too. */
  private static final Set<Library> RINGS =
      EnumSet.of(CSP, ABQ, JOX, DISRUPTOR, DISRUPTOR_YIELD, KOTLIN, GO);

  /** The same, and what has a way to many. */
  private static final Set<Library> TO_MANY =
      EnumSet.of(CSP, CSP_CHANNELS, ABQ, JOX, DISRUPTOR, DISRUPTOR_YIELD, JDK, KOTLIN, GO);

  private static final List<Cell> CHANNELS =
      List.of(
          producersAndConsumers(0, 1, 500_000),
          producersAndConsumers(1, 1, 300_000),
          producersAndConsumers(16, 1, 2_000_000),
          channels("pc,1024,1,1", "pc", 1024, 1, 3_000_000, 3_000_000, RINGS),
          producersAndConsumers(0, 4, 400_000),
          producersAndConsumers(16, 4, 1_000_000),
          channels("bcast,1024,3", "bcast", 1024, 3, 500_000, 500_000, TO_MANY),
          channels("pp", "pp", 0, 1, 300_000, 300_000, UNBUFFERED),
          pairs(0, 200),
          pairs(16, 400),
          channels("chain,0", "chain", 0, 1, 200, 200 * (Workloads.STAGES + 1), UNBUFFERED),
          channels(
              Cell.UNCONTENDED,
              "unc",
              Workloads.BURST,
              1,
              Workloads.BURST,
              Workloads.BURST,
              EnumSet.of(CSP, ABQ, LTQ, JOX, KOTLIN, GO)),
          channels("try,0", "tryTake", 0, 1, 1, 1, UNBUFFERED),
          channels("try,16", "tryTake", 16, 1, 1, 1, BUFFERED),
          select(0, 2, 400_000),
          select(16, 2, 800_000),
          select(0, 4, 300_000),
          select(16, 4, 600_000),
          timedSelect(0, 400_000, SQ),
          timedSelect(16, 1_000_000, ABQ),
          wideSelect(FEW),
          wideSelect(MANY));

  private static final List<Cell> SYNC =
      List.of(
          mutex(1, 8_000_000),
          mutex(2, 2_000_000),
          mutex(8, 500_000),
          mutex(1000, 4_000),
          sync("rw,8", "rw", 0, 8, 500_000, 4_000_000, EnumSet.of(CSP, JDK, STAMPED, GO)),
          sync("sem,8", "sem", 4, 8, 200_000, 1_600_000, EnumSet.of(CSP, JDK, KOTLIN, GO)),
          sync("cond", "cond", 0, 2, 100_000, 100_000, EnumSet.of(CSP, JDK, GO)),
          sync("spawn", "spawn", 0, 1, 100_000, 100_000, EnumSet.of(CSP, JDK, KOTLIN, GO)),
          sync("wg,1000", "spawn", 0, 1000, 200, 200_000, EnumSet.of(CSP, JDK, KOTLIN, GO)),
          calls("once", EnumSet.of(CSP, JDK, GO)),
          calls("pool", EnumSet.of(CSP, GO)),
          sync("map,8", "map", 0, 8, 500_000, 4_000_000, EnumSet.of(CSP, JDK, GO)));

  private static final List<Cell> CONTEXT =
      List.of(
          context("ctx", "ctx", 1, 1, EnumSet.of(CSP, KOTLIN, GO)),
          context("ctxbg", "ctxbg", 1, 1, EnumSet.of(CSP, KOTLIN, GO)),
          context("ctxdeep,10000", "ctxdeep", 10_000, 10_000, EnumSet.of(CSP, GO)),
          context("ctxwide,100000", "ctxwide", 100_000, 100_000, EnumSet.of(CSP, KOTLIN, GO)),
          context("ctxval,20", "ctxval", 20, 1, EnumSet.of(CSP, KOTLIN, GO)));

  /** All cells, in the order of the tables. */
  static final List<Cell> ALL = Stream.of(CHANNELS, SYNC, CONTEXT).flatMap(List::stream).toList();

  private Cells() {}

  /** The cell of that name. */
  static Cell named(String name) {
    return ALL.stream().filter(cell -> cell.name().equals(name)).findFirst().orElseThrow();
  }

  /**
   * The cells in whose names {@code pattern} is found.
   *
   * @throws IllegalArgumentException if there is none
   */
  static List<Cell> matching(Pattern pattern) {
    List<Cell> found = ALL.stream().filter(cell -> pattern.matcher(cell.name()).find()).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("no such cell: " + pattern);
    }
    return found;
  }

  /** The name of the cell with so many channels of which few are ready. */
  static String wide(int channels) {
    return "selwide," + channels;
  }

  private static Cell producersAndConsumers(int capacity, int threads, int elements) {
    String name = "pc," + capacity + "," + threads + "," + threads;
    Set<Library> libraries = capacity == 0 ? UNBUFFERED : BUFFERED;
    return channels(name, "pc", capacity, threads, elements, elements, libraries);
  }

  private static Cell pairs(int capacity, int elements) {
    Set<Library> libraries = capacity == 0 ? UNBUFFERED : BUFFERED;
    int operations = elements * Workloads.PAIRS;
    return channels("par," + capacity, "par", capacity, 1, elements, operations, libraries);
  }

  private static Cell select(int capacity, int channels, int elements) {
    String name = "sel," + capacity + "," + channels;
    Set<Library> libraries = EnumSet.of(CSP, CSP_SELECTOR, JOX, KOTLIN, GO);
    return channels(name, "sel", capacity, channels, elements / channels, elements, libraries);
  }

  private static Cell timedSelect(int capacity, int elements, Library queue) {
    Set<Library> libraries = EnumSet.of(CSP, CSP_SELECTOR, queue, KOTLIN, GO);
    return channels("seltmo," + capacity, "seltmo", capacity, 1, elements, elements, libraries);
  }

  private static Cell wideSelect(int channels) {
    Set<Library> libraries = EnumSet.of(CSP_SELECTOR);
    return channels(wide(channels), "selwide", 1, channels, 1, Workloads.READY, libraries);
  }

  private static Cell mutex(int threads, int rounds) {
    Set<Library> libraries = EnumSet.of(CSP, JDK, STAMPED, KOTLIN, GO);
    return sync("mu," + threads, "mu", 0, threads, rounds, threads * rounds, libraries);
  }

  private static Cell calls(String name, Set<Library> libraries) {
    return sync(name, name, 0, 1, 1, SyncWorkloads.BURST, libraries);
  }

  private static Cell channels(
      String name,
      String benchmark,
      int capacity,
      int threads,
      int elements,
      int operations,
      Set<Library> libraries) {
    return new Cell(
        name, Family.CHANNELS, benchmark, capacity, threads, elements, operations, libraries);
  }

  private static Cell sync(
      String name,
      String benchmark,
      int capacity,
      int threads,
      int elements,
      int operations,
      Set<Library> libraries) {
    return new Cell(
        name, Family.SYNC, benchmark, capacity, threads, elements, operations, libraries);
  }

  private static Cell context(
      String name, String benchmark, int contexts, int operations, Set<Library> libraries) {
    return new Cell(name, Family.CONTEXT, benchmark, 0, contexts, 1, operations, libraries);
  }
}
