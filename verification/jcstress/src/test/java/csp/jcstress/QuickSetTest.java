// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * The jcstress tests that are marked {@link InEveryBuild}, a good second each. A test that loses a
 * wake-up hangs jcstress; so there is a limit for all of them.
 */
class QuickSetTest {
  private static final int SECONDS = 360; // three times what a machine at rest takes
  private static final int AT_LEAST = 25;

  @Test
  @Timeout(SECONDS + 60)
  void nothingForbiddenIsSeen(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path results)
      throws Exception {
    List<String> planned = new ArrayList<>();
    for (String test : new TreeSet<>(TestList.tests())) {
      String name = test.replaceFirst("\\.([A-Z]\\w*)\\.", ".$1\\$"); // was canonical
      if (Class.forName(name).isAnnotationPresent(InEveryBuild.class)) {
        planned.add(test);
      }
    }
    assertThat(planned).hasSizeGreaterThanOrEqualTo(AT_LEAST);

    int status = run(planned, results);
    Report report = Report.of(results, planned);
    System.out.print(report);

    assertThat(report.problems()).as("see %s", results).isEmpty();
    assertThat(status).as("see %s", results).isZero();
  }

  private static int run(List<String> tests, Path results) throws Exception {
    String regex =
        tests.stream().map(test -> test.replace(".", "\\.")).collect(Collectors.joining("|"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "org.openjdk.jcstress.Main",
            "-r",
            results.toString(),
            "-m",
            "quick",
            "-sc",
            "false",
            "-f",
            "1",
            "-iters",
            "1",
            "-time",
            "150",
            "-pth", // touching the heap beforehand takes longer than the test
            "false",
            "-jvmArgs",
            "-XX:+UseSerialGC",
            "-t",
            "(" + regex + ")$");
    Path log = results.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(results.toFile()) // where it leaves its raw results, too
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      throw new AssertionError(
          "still running after %d s: a lost wake-up, or too little time; %s says:%n%s"
              .formatted(SECONDS, log, Files.readString(log)));
    }
    return process.exitValue();
  }
}
