// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.util.Version;

/** Where, when and with what a session ran. No host names. */
final class Conditions {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo"); // of Linux only
  private static final Pattern MODEL = Pattern.compile("model name\\s*:\\s*(.+)");
  private static final Pattern JOX = Pattern.compile("/channels-([^/]+)\\.jar");
  private static final Pattern DISRUPTOR = Pattern.compile("/disruptor-([^/]+)\\.jar");
  private static final Pattern KOTLIN =
      Pattern.compile("/kotlinx-coroutines-core-jvm-([^/]+)\\.jar");

  private Conditions() {}

  /** Looks around; to be called before the session, for the load. */
  static String now(String command) throws IOException, InterruptedException {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return String.join(
        "\n",
        "- date: " + LocalDate.now(),
        "- command: `" + command + "`",
        "- processors: " + Runtime.getRuntime().availableProcessors() + " × " + processor(),
        "- system: " + properties("os.name", "os.version", "os.arch"),
        "- JDK: " + properties("java.vm.vendor", "java.vm.name", "java.vm.version"),
        "- versions: csp "
            + System.getProperty("csp.revision", "unknown")
            + ", Jox "
            + first(JOX, System.getProperty("java.class.path"))
            + ", Disruptor "
            + first(DISRUPTOR, System.getProperty("java.class.path"))
            + ", kotlinx.coroutines "
            + first(KOTLIN, System.getProperty("java.class.path"))
            + ", JMH "
            + Version.getPlainVersion(),
        "- Go: " + GoTwin.version(),
        String.format(Locale.ROOT, "- load before the run: %.1f", load),
        "");
  }

  private static String processor() throws IOException {
    return Files.isReadable(PROCESSORS)
        ? first(MODEL, Files.readString(PROCESSORS))
        : "unknown model";
  }

  private static String first(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String properties(String... names) {
    return String.join(" ", Stream.of(names).map(System::getProperty).toList());
  }
}
