// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This library beside one other: a peer, or what it was at another revision. Both run in one
 * process, round after round and each in classes of its own, so that a machine which changes its
 * mood from minute to minute changes it for both. Only the ratios of the rounds count.
 */
final class Versus {
  private static final int HANGS_AFTER_SECONDS = 600;

  /**
   * What a round took, in nanoseconds per operation.
   *
   * @param ours this library
   * @param theirs the other
   */
  record Round(double ours, double theirs) {
    double ratio() {
      return ours / theirs;
    }
  }

  private final String other;
  private final Library library; // of the other
  private final String classPath; // of the other

  private Versus(String other, Library library, String classPath) {
    this.other = other;
    this.library = library;
    this.classPath = classPath;
  }

  /**
   * Something to compare with.
   *
   * @param other a revision whose build is at {@code classPath}, or the label of a library
   * @param classPath null if it is a library
   * @throws IllegalArgumentException if it is neither
   */
  static Versus of(String other, @Nullable String classPath) {
    if (classPath != null) {
      return new Versus(other, Library.CSP, classPath);
    }
    return Stream.of(Library.values())
        .filter(library -> library.isOnJvm() && library.label().equals(other))
        .map(library -> new Versus(other, library, System.getProperty("java.class.path")))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("neither a revision nor a library on the JVM: " + other));
  }

  /** Measures and prints, cell by cell. Returns whether no process failed. */
  boolean print(Options options) throws IOException, InterruptedException {
    List<Cell> cells =
        Cells.matching(options.cells()).stream()
            .filter(cell -> cell.family() != Family.CONTEXT) // made anew for each run
            .filter(cell -> cell.libraries().contains(Library.CSP))
            .filter(cell -> cell.libraries().contains(library))
            .toList();
    if (cells.isEmpty()) {
      throw new IllegalArgumentException(
          other + " has none of these cells: " + options.cells().pattern());
    }
    int forks = options.isQuick() ? 2 : 6; // even: each side is loaded first as often
    int rounds = options.isQuick() ? 5 : 7;
    boolean isGood = true;
    System.out.printf(
        "%-14s %-24s %-24s %s%n", "cell", "csp ns", other + " ns", "csp/" + other + " (quarters)");
    for (Cell cell : cells) {
      List<Round> measured = new ArrayList<>();
      for (int fork = 0; fork < forks; fork++) {
        measured.addAll(measure(cell, options.runs(), fork % 2 == 0, rounds));
      }
      isGood &= measured.size() == forks * rounds;
      System.out.println(
          measured.size() == forks * rounds
              ? line(cell.name(), measured)
              : cell.name() + " FAILED");
    }
    System.out.println(
        "Medians of %d rounds in each of %d processes, where both run in turn; %d rounds before do not count."
            .formatted(rounds, forks, VersusFork.WARMUPS));
    return isGood;
  }

  /** A line of the table; the ratio is the median of the rounds' ratios, not that of medians. */
  static String line(String cell, List<Round> rounds) {
    List<Double> ratios = rounds.stream().map(Round::ratio).sorted().toList();
    return String.format(
        Locale.ROOT,
        "%-14s %-24s %-24s %s (%s–%s)",
        cell,
        spread(rounds.stream().map(Round::ours).toList()),
        spread(rounds.stream().map(Round::theirs).toList()),
        Figures.ratio(Score.median(ratios)),
        Figures.ratio(ratios.get(ratios.size() / 4)),
        Figures.ratio(ratios.get(ratios.size() - 1 - ratios.size() / 4)));
  }

  private static String spread(List<Double> nanos) {
    List<Double> sorted = nanos.stream().sorted().toList();
    return "%s (%s–%s)"
        .formatted(
            Figures.nanos(Score.median(sorted)),
            Figures.nanos(sorted.getFirst()),
            Figures.nanos(sorted.getLast()));
  }

  /** Returns no rounds if the process failed. */
  private List<Round> measure(Cell cell, Runs runs, boolean isOursFirst, int rounds)
      throws IOException, InterruptedException {
    List<String> arguments =
        List.of(cell.name(), library.name(), classPath, "" + isOursFirst, "" + rounds);
    String lines = Fork.output(runs, VersusFork.class, arguments, HANGS_AFTER_SECONDS);
    return lines == null ? List.of() : lines.lines().map(VersusFork::decoded).toList();
  }
}
