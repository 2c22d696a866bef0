// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command {@code verification/mutants}. */
final class Main {
  private static final double PASSES = 0.90;

  private Main() {}

  /** EQUIVALENTS REPORT REGEX, then packages of tests. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Equivalents equivalents = Equivalents.read(Path.of(arguments[0]));
    Path report = Path.of(arguments[1]);
    List<String> where = List.of(arguments).subList(3, arguments.length);
    List<String> classPath = List.of(System.getProperty("java.class.path").split(":"));
    Duration budget = Duration.ofSeconds(Long.getLong("csp.mutants.seconds", 30));
    try (Campaign campaign = new Campaign(classPath, arguments[2], where, budget)) {
      long start = System.nanoTime();
      Path coverage = report.resolveSibling("mutants-coverage.txt");
      if (Boolean.getBoolean("csp.mutants.covered") && Files.exists(coverage)) {
        campaign.coverage(coverage);
      } else {
        campaign.cover();
        campaign.writeCoverage(coverage);
      }
      System.err.printf(
          "%,d mutants, %d tests, coverage in %.0f s%n",
          campaign.mutants().size(), campaign.tests(), (System.nanoTime() - start) / 1e9);
      start = System.nanoTime();
      Map<Mutant, Fate> fates;
      try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(report))) {
        fates =
            campaign.run(
                mutant -> !equivalents.has(mutant),
                Duration.ofMinutes(Long.getLong("csp.mutants.minutes", 600)),
                (mutant, fate) -> {
                  out.println(Summary.line(mutant, fate));
                  out.flush();
                });
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      Summary summary = new Summary(campaign.mutants(), fates, equivalents::has);
      List<String> notes = new ArrayList<>();
      campaign.red().forEach(test -> notes.add("red without any mutant: " + test));
      if (arguments[2].isEmpty()) {
        equivalents
            .unmatched(campaign.mutants())
            .forEach(id -> notes.add("in the list of equivalents, but no mutant: " + id));
      }
      String text =
          summary.text()
              + "%.0f s, %.2f s a mutant, %d JVMs%n"
                  .formatted(seconds, seconds / Math.max(1, fates.size()), campaign.starts());
      System.out.print(text);
      notes.forEach(System.out::println);
      try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(report))) {
        out.println(text);
        notes.forEach(out::println);
        summary.details(out);
      }
      System.exit(summary.score() >= PASSES && notes.isEmpty() ? 0 : 1);
    }
  }
}
