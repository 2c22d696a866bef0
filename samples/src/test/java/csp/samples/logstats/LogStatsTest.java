// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogStatsTest {
  private static final String ENTRY =
      "h - - [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 1000 \"-\" \"-\" 2000";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void findsWhatOneThreadAndMapsFind(int jobs) throws IOException {
    Path log = directory.resolve("log");
    Run.generate(log, 100_000, 7, 150);
    Reference expected = new Reference(Files.readAllLines(log));
    Run run = new Run();
    assertThat(run.run(log.toString(), "--jobs=" + jobs, "--top=100")).isZero();
    assertThat(expected.requests).isEqualTo(100_000);
    List<String> lines = run.out().lines().toList();
    assertThat(lines.subList(0, expected.minutes.size())).isEqualTo(expected.minuteLines());
    assertThat(run.line("requests")).startsWith("100,000 from 2026-01-01T00:00:00Z to ");
    assertThat(run.line("bytes")).isEqualTo(String.format(Locale.ROOT, "%,d", expected.bytes));
    assertThat(run.line("status")).isEqualTo(classes(expected));
    assertThat(run.line("paths"))
        .isEqualTo(String.format(Locale.ROOT, "%,d", expected.paths.size()));
    assertThat(lines).containsSequence(expected.pathLines(100));
    assertThat(run.line("malformed")).isEqualTo("0");
    assertThat(run.err()).matches("logstats: 100,000 lines, [0-9.]+ MB in [0-9.]+ s\n");
    for (int percent : new int[] {50, 90, 99}) {
      long exact = expected.percentile(percent);
      long found = latency(run, "p" + percent);
      assertThat(found).isBetween(exact, exact + exact / 64);
    }
    assertThat(latency(run, "max")).isEqualTo(expected.percentile(100));
  }

  private static String classes(Reference expected) {
    List<String> classes = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      classes.add(String.format(Locale.ROOT, "%dxx %,d", i, expected.classes.getOrDefault(i, 0L)));
    }
    return String.join("  ", classes);
  }

  /** In microseconds. */
  private static long latency(Run run, String which) {
    String[] words = run.line("latency").split(" +");
    int index = List.of(words).indexOf(which) + 1;
    return Long.parseLong(words[index].replaceAll("[,.]", ""));
  }

  @Test
  void malformedLinesAreCountedAndTheFirstOnesShown() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= 20_000; i++) { // more than a block
      lines.add(i % 3000 == 0 ? "no \u001b[2J entry " + i + "x".repeat(200) : ENTRY);
    }
    Path log = Files.write(directory.resolve("log"), lines);
    assertThat(Files.size(log)).isGreaterThan(3 * Survey.BLOCK);
    Run run = new Run();
    assertThat(run.run(log.toString())).isZero();
    assertThat(run.out())
        .contains("malformed 6\n")
        .contains("requests  19,994 from 2000-10-10T20:55:36Z to 2000-10-10T20:55:36Z\n")
        .endsWith("x...\n")
        .doesNotContain("\u001b");
    assertThat(
            run.out().lines().filter(line -> line.startsWith("  line ")).map(l -> l.split(": ")[0]))
        .containsExactly(
            "  line 3,000", "  line 6,000", "  line 9,000", "  line 12,000", "  line 15,000");
  }

  @Test
  void endsOfLinesMayBeOfAnyKindAndTheLastOneMissing() throws IOException {
    Path log = Files.writeString(directory.resolve("log"), ENTRY + "\r\n" + ENTRY + "\n" + ENTRY);
    Run run = new Run();
    assertThat(run.run(log.toString(), "--quiet")).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            2000-10-10T20:55Z         3 requests       0.1/s          3.0 kB    0.0 % 5xx
            requests  3 from 2000-10-10T20:55:36Z to 2000-10-10T20:55:36Z
            bytes     3,000
            status    1xx 0  2xx 3  3xx 0  4xx 0  5xx 0
            latency   p50 2.000 ms  p90 2.000 ms  p99 2.000 ms  max 2.000 ms
            paths     1
                    3 /a
            malformed 0
            """);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void lineThatIsTooLongIsOneMalformedLine() throws IOException {
    String text = ENTRY + "\n" + "x".repeat(3 * Survey.BLOCK) + "\n" + ENTRY + "\nbad\n";
    Path log = Files.writeString(directory.resolve("log"), text);
    Run run = new Run();
    assertThat(run.run(log.toString())).isZero();
    assertThat(run.out())
        .contains("requests  2 from")
        .contains("malformed 2\n  line 2: xxx")
        .endsWith("  line 4: bad\n");
  }

  @Test
  void emptyLogHasNothingInIt() throws IOException {
    Path log = Files.writeString(directory.resolve("log"), "");
    Run run = new Run();
    assertThat(run.run(log.toString())).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            requests  0
            bytes     0
            status    1xx 0  2xx 0  3xx 0  4xx 0  5xx 0
            paths     0
            malformed 0
            """);
  }

  @Test
  void whatIsNoFileIsRefused() {
    Run run = new Run();
    assertThat(run.run(directory.resolve("nowhere").toString())).isEqualTo(2);
    assertThat(run.run(directory.toString())).isEqualTo(2);
    assertThat(run.run(directory.toString(), "--follow")).isEqualTo(2);
    assertThat(run.run("")).isEqualTo(2);
    assertThat(run.run("\0")).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly(
            "logstats: no such file: " + directory.resolve("nowhere"),
            "logstats: not a file: " + directory,
            "logstats: not a file: " + directory,
            "logstats: no such file: ",
            "logstats: no such file: \0");
  }

  @Test
  void sameSeedMakesTheSameBytes() throws Exception {
    Run one = new Run();
    Run again = new Run();
    Run other = new Run();
    assertThat(one.run("generate", "--lines=1000", "--seed=5")).isZero();
    assertThat(again.run("generate", "--lines=1000", "--seed=5")).isZero();
    assertThat(other.run("generate", "--lines=1000", "--seed=6")).isZero();
    assertThat(one.out()).isEqualTo(again.out()).isNotEqualTo(other.out()).hasLineCount(1000);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(one.out().getBytes(UTF_8));
    assertThat(HexFormat.of().formatHex(hash)).startsWith("03800cb10fe143e7"); // on any machine
  }

  @Test
  void generatedFileIsWhatIsPrinted() throws IOException {
    Path log = directory.resolve("log");
    Run.generate(log, 3000, 5, 20);
    Run printed = new Run();
    assertThat(printed.run("generate", "--lines=3000", "--seed=5", "--rate=20")).isZero();
    assertThat(Files.readString(log)).isEqualTo(printed.out());
    assertThat(Files.readAllLines(log).getLast()).contains("[01/Jan/2026:00:02:"); // 150 s
  }

  @Test
  void logThatCannotBeWrittenIsAFailure() {
    Run run = new Run();
    assertThat(run.run("generate", "--lines=1", "--out=" + directory)).isEqualTo(1);
    assertThat(run.runUnheard("generate", "--lines=1000000")).isEqualTo(1);
    assertThat(run.err()).startsWith("logstats: ").endsWith("logstats: cannot write the output\n");
  }
}
