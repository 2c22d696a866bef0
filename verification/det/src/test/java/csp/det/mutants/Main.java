// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The command {@code verification/mutants}. */
final class Main {
  private static final double PASSES = 0.90;

  private Main() {}

  /** EQUIVALENTS REPORT REGEX; packages and classes of scenarios; and directories of unit tests. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Equivalents equivalents = Equivalents.read(Path.of(arguments[0]));
    Path report = Path.of(arguments[1]);
    String regex = arguments[2];
    Pattern only = Pattern.compile(System.getProperty("csp.mutants.ids", ""));
    List<Mutant> mutants = Subjects.ofLibrary(regex).mutants();
    List<String> where = List.of(arguments).subList(3, arguments.length);
    List<String> scenarios = where.stream().filter(name -> !name.startsWith("/")).toList();
    List<String> units = where.stream().filter(name -> name.startsWith("/")).toList();
    List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
    try (Line first =
            Line.scenarios(options, regex, mutants, scenarios, seconds("csp.mutants.seconds"));
        Line second =
            Line.units(options, regex, mutants, units, seconds("csp.mutants.unit.seconds"))) {
      cover(first, report.resolveSibling("mutants-coverage.txt"));
      cover(second, report.resolveSibling("mutants-coverage-units.txt"));
      long start = System.nanoTime();
      Map<Mutant, Fate> fates;
      try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(report))) {
        fates =
            new Campaign(mutants, List.of(first::fate, second::fate))
                .run(
                    mutant -> !equivalents.has(mutant) && only.matcher(mutant.id()).find(),
                    Duration.ofMinutes(Long.getLong("csp.mutants.minutes", 600)),
                    (mutant, fate) -> {
                      out.println(Summary.line(mutant, fate));
                      out.flush();
                    });
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      Summary summary = new Summary(mutants, fates, equivalents::has);
      List<String> notes = new ArrayList<>();
      first.red().forEach(test -> notes.add("red without any mutant: " + test));
      if (regex.isEmpty()) {
        equivalents
            .unmatched(mutants)
            .forEach(id -> notes.add("in the list, but no mutant: " + id));
      }
      String text =
          summary.text()
              + "%.0f s, %.2f s a mutant, %d JVMs%n"
                  .formatted(
                      seconds,
                      seconds / Math.max(1, fates.size()),
                      first.starts() + second.starts());
      System.out.print(text);
      notes.forEach(System.out::println);
      try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(report))) {
        out.println(text);
        notes.forEach(out::println);
        summary.details(out, equivalents::reason);
      }
      System.exit(summary.score() >= PASSES && notes.isEmpty() ? 0 : 1);
    }
  }

  private static Duration seconds(String property) {
    return Duration.ofSeconds(Long.getLong(property, 20));
  }

  private static void cover(Line line, Path file) throws IOException, InterruptedException {
    long start = System.nanoTime();
    if (Boolean.getBoolean("csp.mutants.covered") && Files.exists(file)) {
      line.coverage(file);
    } else {
      line.cover();
    }
    line.writeCoverage(file);
    System.err.printf(
        "%d tests, coverage in %.0f s%n", line.tests(), (System.nanoTime() - start) / 1e9);
    line.red().forEach(test -> System.err.println("red without any mutant: " + test));
  }
}
