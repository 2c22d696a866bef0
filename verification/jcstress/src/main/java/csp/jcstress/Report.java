// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import java.io.EOFException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Judges the raw results of a jcstress run: {@code Report DIRECTORY REGEX} ends with 1 if anything
 * is wrong with it. What jcstress itself lets pass: a test that it left out because the machine has
 * too few cores, and a weak twin whose fault was not observed.
 */
public final class Report {
  private static final String TWINS = Weak.class.getName(); // and those of select

  private final Map<String, Long> samples = new TreeMap<>();
  private final Map<String, Long> caught = new TreeMap<>();
  private final TreeSet<String> problems = new TreeSet<>();
  private long forbidden;
  private String text = "";

  private Report() {}

  /** The first argument is where the raw results are, the second which tests were to run. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    Pattern chosen = Pattern.compile(arguments[1]);
    List<String> planned =
        TestList.tests().stream().filter(test -> chosen.matcher(test).find()).sorted().toList();
    Report report = of(directory, planned);
    System.out.print(report);
    System.exit(report.problems.isEmpty() ? 0 : 1);
  }

  /** What the results in {@code directory} say of the tests that were to run. */
  static Report of(Path directory, List<String> planned) throws Exception {
    Report report = new Report();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.bin.gz")) {
      for (Path file : files) {
        report.read(file);
      }
    }
    report.judge(planned);
    return report;
  }

  /** All that is wrong, a line each. */
  Set<String> problems() {
    return problems;
  }

  /** A line for each test, then the problems, then the sums. */
  @Override
  public String toString() {
    return text;
  }

  private void read(Path file) throws Exception {
    InProcessCollector results = new InProcessCollector();
    try {
      DiskReadCollector reader = new DiskReadCollector(file.toString(), results);
      reader.dump();
      reader.close();
    } catch (EOFException cutOff) {
      problems.add(file + ": cut off; jcstress was stopped before it ended");
    }
    results.getTestResults().forEach(this::add);
  }

  private void add(TestResult result) {
    String test = result.getName();
    samples.merge(test, result.getTotalCount(), Long::sum);
    if (result.status() != Status.NORMAL) {
      problems.add(test + ": " + result.status());
    }
    for (GradingResult outcome : result.grading().gradingResults.values()) {
      if (outcome.expect == Expect.FORBIDDEN && outcome.count > 0) {
        forbidden += outcome.count;
        problems.add(
            test + ": forbidden outcome (" + outcome.id + "), " + outcome.count + " times");
      }
      if (outcome.expect == Expect.ACCEPTABLE_INTERESTING) {
        caught.merge(test, outcome.count, Long::sum);
      }
    }
    if (!result.grading().isPassed) {
      problems.add(test + ": not passed");
    }
  }

  private void judge(List<String> planned) {
    StringBuilder lines = new StringBuilder();
    int twins = 0;
    int twinsCaught = 0;
    for (String test : planned) {
      long taken = samples.getOrDefault(test, 0L);
      if (taken == 0) {
        problems.add(test + ": did not run; has it more actors than this machine has cores?");
      }
      boolean twin = test.startsWith(TWINS);
      String note = "";
      if (twin) {
        long seen = caught.getOrDefault(test, 0L);
        twins++;
        twinsCaught += seen > 0 ? 1 : 0;
        note = "fault observed " + seen + " times";
        if (seen == 0) {
          problems.add(test + ": the fault of this weak twin was not observed");
        }
      }
      String name = test.substring(test.indexOf("jcstress.") + "jcstress.".length());
      lines.append(String.format("%-55s %,15d samples  %s%n", name, taken, note).stripTrailing());
      lines.append(System.lineSeparator());
    }
    if (planned.isEmpty()) {
      problems.add("no test matches");
    }
    problems.forEach(problem -> lines.append("FAILED ").append(problem).append('\n'));
    long ran = planned.stream().filter(test -> samples.getOrDefault(test, 0L) > 0).count();
    long total = samples.values().stream().mapToLong(Long::longValue).sum();
    text =
        lines
            + String.format(
                "jcstress: %d tests planned, %d run, %,d samples, %d forbidden, %d of %d weak twins"
                    + " caught%n",
                planned.size(), ran, total, forbidden, twinsCaught, twins);
  }
}
