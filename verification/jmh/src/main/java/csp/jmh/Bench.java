// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The program behind {@code verification/bench}. */
final class Bench {
  private static final String USAGE =
      """
      usage: verification/bench [--quick] [--carriers=N] [--page=FILE] [CELL-REGEX] [LIBRARY-REGEX]
             verification/bench robust [--quick] [CELL-REGEX]
             verification/bench versus [--quick] [--carriers=N] OTHER [CELL-REGEX]
             verification/bench latency [--quick] [--page=FILE] [LOAD-REGEX]
             verification/bench mem
             verification/bench million
      cells:     %s
      libraries: %s
      OTHER is a library or a git revision. A regex need match only a part of the name.
      What was run is also written to FILE; without arguments that is
      docs/benchmarks.md; of latency, docs/latency.md.
      """;

  /** Where the build of another revision is, if one is asked for. */
  private static final @Nullable String OTHER_CLASS_PATH = System.getProperty("csp.other");

  private Bench() {}

  /** Exits with 0 if all is well, 1 if a run failed or a cell misses the bar, 2 if misused. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      Options options = Options.of(List.of(args));
      boolean isGood =
          switch (options.mode()) {
            case "mem" -> Memory.print();
            case "million" -> Million.print();
            case "latency" -> Latency.print(options, command(args));
            case "robust" -> Robust.print(options);
            case "versus" -> Versus.of(options.other(), OTHER_CLASS_PATH).print(options);
            default -> table(options, command(args));
          };
      System.exit(isGood ? 0 : 1);
    } catch (IllegalArgumentException misused) {
      System.err.println(misused.getMessage());
      System.err.printf(
          USAGE,
          String.join(" ", Cells.ALL.stream().map(Cell::name).toList()),
          String.join(" ", Stream.of(Library.values()).map(Library::label).toList()));
      System.exit(2);
    }
  }

  private static String command(String[] args) {
    return String.join(" ", "verification/bench", String.join(" ", args)).strip();
  }

  /** Runs and prints what was asked for. Returns whether it is good. */
  private static boolean table(Options options, String command)
      throws IOException, InterruptedException {
    List<Cell> cells = Cells.matching(options.cells());
    List<Library> libraries =
        Stream.of(Library.values())
            .filter(library -> options.libraries().matcher(library.label()).find())
            .filter(library -> library != Library.GO || GoTwin.isThere())
            .toList();
    if (libraries.isEmpty()) {
      throw new IllegalArgumentException("no such library: " + options.libraries());
    }
    Runs runs = options.runs();
    String conditions = Conditions.now(command);
    Report report = new Report(session(cells, libraries, runs));
    System.out.println(report.summary());
    System.out.println(report.details());
    System.out.println(runs.describe());
    System.out.println(conditions + report.lines());
    Path page = options.page();
    if (page != null) {
      Page.write(page, report, runs, conditions);
    }
    return report.isGood();
  }

  /** Cell by cell, and in each the libraries in turn, as often as there are forks. */
  private static List<Measurement> session(List<Cell> cells, List<Library> libraries, Runs runs)
      throws IOException, InterruptedException {
    List<Measurement> all = new ArrayList<>();
    for (Cell cell : cells) {
      System.err.printf("%-14s", cell.name());
      for (int fork = 0; fork < runs.forks(); fork++) {
        for (Library library : libraries) {
          if (cell.libraries().contains(library)) {
            double line = Line.tripNanos();
            Measurement measured = runs.measure(cell, library).after(line);
            all.add(measured);
            System.err.printf(Locale.ROOT, " %s %.1f", library.label(), measured.mean());
          }
        }
        System.err.print(fork < runs.forks() - 1 ? " |" : "\n");
      }
    }
    return all;
  }
}
