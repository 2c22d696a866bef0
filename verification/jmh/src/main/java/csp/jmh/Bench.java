// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The program behind {@code verification/bench}. */
final class Bench {
  private static final String USAGE =
      """
      usage: verification/bench [--quick] [--page=FILE] [CELL-REGEX] [LIBRARY-REGEX]
             verification/bench mem
      cells:     %s
      libraries: %s
      A regex need match only a part of the name. What was run is also written to FILE; without arguments that is
      docs/benchmarks.md.
      """;

  private static final String PAGE = "--page=";

  private Bench() {}

  /** Exits with 0 if all is well, 1 if a run failed or a cell misses the bar, 2 if misused. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (List.of(args).equals(List.of("mem"))) {
      Memory.print();
      return;
    }
    List<String> options = List.of(args).stream().takeWhile(arg -> arg.startsWith("-")).toList();
    List<String> patterns = List.of(args).subList(options.size(), args.length);
    boolean quick = options.contains("--quick");
    List<Path> pages = pages(args, options);
    if (options.size() != (quick ? 1 : 0) + (args.length == 0 ? 0 : pages.size())
        || patterns.size() > 2
        || patterns.stream().anyMatch(pattern -> pattern.startsWith("-"))) {
      misused();
    }
    List<Cell> cells = Cells.ALL.stream().filter(cell -> found(patterns, 0, cell.name())).toList();
    List<Library> libraries =
        Stream.of(Library.values())
            .filter(library -> found(patterns, 1, library.label()))
            .filter(library -> library != Library.GO || GoTwin.isThere())
            .toList();
    if (cells.isEmpty() || libraries.isEmpty()) {
      misused();
    }

    Runs runs = quick ? Runs.QUICK : Runs.FULL;
    String conditions =
        Conditions.now(String.join(" ", "verification/bench", String.join(" ", args)).strip());
    Report report = new Report(session(cells, libraries, runs));
    System.out.println(report.summary());
    System.out.println(report.details());
    System.out.println(conditions);
    for (Path page : pages) {
      Page.write(page, report, runs, conditions);
    }
    System.exit(report.isGood() ? 0 : 1);
  }

  /** Where to write the page. */
  private static List<Path> pages(String[] args, List<String> options) {
    if (args.length == 0) {
      return List.of(Path.of("docs", "benchmarks.md"));
    }
    return options.stream()
        .filter(option -> option.startsWith(PAGE) && option.length() > PAGE.length())
        .map(option -> Path.of(option.substring(PAGE.length())))
        .toList();
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
            Measurement measured = runs.measure(cell, library);
            all.add(measured);
            System.err.printf(
                Locale.ROOT,
                " %s %.1f",
                library.label(),
                measured.nanos().stream().mapToDouble(nanos -> nanos).average().orElse(Double.NaN));
          }
        }
        System.err.print(fork < runs.forks() - 1 ? " |" : "\n");
      }
    }
    return all;
  }

  private static boolean found(List<String> patterns, int at, String name) {
    try {
      return patterns.size() <= at || Pattern.compile(patterns.get(at)).matcher(name).find();
    } catch (PatternSyntaxException bad) {
      System.err.println(bad.getMessage());
      return misused();
    }
  }

  private static boolean misused() {
    System.err.printf(
        USAGE,
        String.join(" ", Cells.ALL.stream().map(Cell::name).toList()),
        String.join(" ", Stream.of(Library.values()).map(Library::label).toList()));
    System.exit(2);
    return false;
  }
}
