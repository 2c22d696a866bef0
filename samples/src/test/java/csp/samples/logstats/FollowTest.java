// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import csp.samples.SampleProcess;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change while they are followed. Each step waits until the one before was seen. */
class FollowTest {
  private static final String ENTRY =
      "h - - [10/Oct/2000:13:55:36 -0700] \"GET /%s HTTP/1.0\" 200 1000 \"-\" \"-\" 2000\n";
  private static final Pattern REQUESTS = Pattern.compile("Z  ([0-9,]+) requests");

  @TempDir private Path directory;
  @TempDir private Path elsewhere;

  private final Run run = new Run();

  @Test
  void printsTheRatesOfWhatComesAndAllInTheEnd() throws Exception {
    Path log = write("log", "old", 3);
    try (Workers workers = new Workers()) {
      Worker<Integer> follower = follow(workers, log);
      append(log, "new", 5);
      awaitRequests(5, workers);
      append(log, "new", 2);
      awaitRequests(7, workers);
      Files.writeString(log, "this is none\n", APPEND);
      workers.until(() -> run.out().contains("  1 malformed\n"), "the malformed line");
      follower.interrupt();
      assertThat(follower.result()).isEqualTo(130);
    }
    assertThat(run.out())
        .containsPattern(
            "(?m)^20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ  5 requests  [0-9,.]+/s"
                + "  [0-9,.]+ kB/s  0.0 % 5xx  p50 2.000 ms  p99 2.000 ms$")
        .contains("requests  7 from 2000-10-10T20:55:36Z")
        .contains("        7 /new\n")
        .endsWith("malformed 1\n  line 8: this is none\n")
        .doesNotContain("/old");
    assertThat(run.err()).matches("logstats: interrupted after 8 lines, .*\n");
  }

  /** Fails if the beginning of a line that is not complete is taken for a line. */
  @Test
  void lineIsReadWhenItIsComplete() throws Exception {
    String entry = ENTRY.formatted("a");
    Path log = Files.writeString(directory.resolve("log"), entry.substring(0, 30));
    try (Workers workers = new Workers()) {
      Worker<Integer> follower = follow(workers, log, "--from-start");
      Files.writeString(log, entry.substring(30, 50), APPEND);
      awaitTicks(2, workers);
      Files.writeString(log, entry.substring(50), APPEND);
      awaitRequests(1, workers);
      stop(follower);
    }
    assertThat(run.out()).contains("requests  1 from").endsWith("malformed 0\n");
  }

  /** Fails if reading begins in the middle of a line. */
  @Test
  void lineThatHasBegunBeforeIsNotSeen() throws Exception {
    String entry = ENTRY.formatted("a");
    Path log = Files.writeString(directory.resolve("log"), entry + entry.substring(0, 30));
    try (Workers workers = new Workers()) {
      Worker<Integer> follower = follow(workers, log);
      Files.writeString(log, entry.substring(30) + entry, APPEND);
      awaitRequests(1, workers);
      stop(follower);
    }
    assertThat(run.out()).contains("requests  1 from").endsWith("malformed 0\n");
  }

  /** Fails if what was written to the old file last is lost, or the new one read from its end. */
  @Test
  void replacedFileIsReadToItsEndAndThenTheNewOne() throws Exception {
    Path log = write("log", "first", 2);
    Path before = directory.resolve("log.1");
    try (Workers workers = new Workers()) {
      Worker<Integer> follower = follow(workers, log, "--from-start");
      awaitRequests(2, workers);
      for (int i = 1; i <= 3; i++) {
        Files.move(log, before, REPLACE_EXISTING);
        append(before, "late", 1);
        String entry = ENTRY.formatted("unfinished");
        Files.writeString(before, entry.substring(0, entry.length() - 1), APPEND);
        write("log", "second", 3);
        int soFar = 2 + i * 5;
        awaitRequests(soFar, workers);
        int count = i;
        workers.until(() -> notes("has been replaced") == count, "the note");
      }
      stop(follower);
    }
    assertThat(run.out())
        .contains("        9 /second\n", "        3 /late\n", "        3 /unfinished\n")
        .endsWith("malformed 0\n");
    assertThat(run.err()).startsWith("logstats: " + log + ": has been replaced\n").hasLineCount(4);
  }

  @Test
  void truncatedFileIsReadFromItsBegin() throws Exception {
    Path log = write("log", "long", 50);
    try (Workers workers = new Workers()) {
      Worker<Integer> follower = follow(workers, log);
      append(log, "long", 1);
      awaitRequests(1, workers);
      Files.writeString(log, "", TRUNCATE_EXISTING);
      workers.until(() -> notes("has been truncated") == 1, "the note");
      append(log, "short", 2);
      awaitRequests(3, workers);
      stop(follower);
    }
    assertThat(run.out()).contains("        2 /short\n", "        1 /long\n");
  }

  @Test
  void fileThatIsNotThereIsWaitedFor() throws Exception {
    Path log = directory.resolve("log");
    try (Workers workers = new Workers()) {
      Worker<Integer> follower =
          workers.platform("follow", () -> run.run(log.toString(), "-f", "--interval=50ms"));
      workers.until(() -> notes("waiting for it") == 1, "the note");
      Path whole = write("whole", "new", 4);
      Files.move(whole, log);
      awaitRequests(4, workers);
      Files.delete(log); // and not again: what it was is followed, until there is another
      awaitTicks(2, workers);
      write("log", "another", 1);
      awaitRequests(5, workers);
      stop(follower);
    }
    assertThat(notes("has been replaced")).isEqualTo(1);
  }

  /** Fails if a block that ends between lines, or within one, loses or doubles any. */
  @Test
  void nothingIsLostOfWhatComesInPieces() throws Exception {
    Path whole = directory.resolve("whole");
    Run.generate(whole, 20_000, 3, 100);
    byte[] text = Files.readAllBytes(whole);
    Path log = Files.writeString(directory.resolve("log"), "");
    Run all = new Run();
    assertThat(all.run(whole.toString(), "--quiet")).isZero();
    try (Workers workers = new Workers();
        RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      Worker<Integer> follower = follow(workers, log);
      for (int from = 0, piece = 1; from < text.length; from += piece, piece = piece * 5 % 39_989) {
        file.write(text, from, Math.min(piece, text.length - from));
      }
      awaitRequests(20_000, workers);
      stop(follower);
    }
    assertThat(run.out()).endsWith(all.out());
  }

  @Test
  void endsAfterItsTime() throws Exception {
    Path log = write("log", "a", 1);
    try (Workers workers = new Workers()) {
      Worker<Integer> follower =
          workers.platform(
              "follow", () -> run.run(log.toString(), "-f", "--from-start", "--for=600ms"));
      assertThat(follower.result()).isZero();
    }
    assertThat(run.out()).startsWith("2000-10-10T20:55Z         1 requests ");
    assertThat(run.err()).matches("logstats: 1 lines, .*\n");
  }

  @Test
  void timeoutHasAnExitStatusOfItsOwn() throws Exception {
    Path log = write("log", "a", 1);
    try (Workers workers = new Workers()) {
      Worker<Integer> follower =
          workers.platform(
              "follow", () -> run.run(log.toString(), "-f", "--from-start", "--timeout=600ms"));
      assertThat(follower.result()).isEqualTo(124);
    }
    assertThat(run.out()).contains("requests  1 from");
    assertThat(run.err()).matches("logstats: timed out after 1 lines, .*\n");
  }

  @Test
  void endsWhenNobodyReadsWhatItPrints() throws Exception {
    Path log = write("log", "a", 1);
    try (Workers workers = new Workers()) {
      Worker<Integer> follower =
          workers.platform("follow", () -> run.runUnheard(log.toString(), "-f", "--interval=10ms"));
      assertThat(follower.result()).isEqualTo(1);
    }
    assertThat(run.err()).isEqualTo("logstats: cannot write the output\n");
  }

  @Test
  void signalStopsTheProcessAndItTellsWhatItKnows() throws Exception {
    Path log = write("log", "a", 3);
    try (SampleProcess process =
            new SampleProcess(
                directory,
                elsewhere.resolve("err"),
                "logstats",
                "log",
                "-f",
                "--from-start",
                "--interval=100ms");
        BufferedReader out = process.lines()) {
      String line = out.readLine();
      while (line != null && line.contains("  0 requests")) {
        line = out.readLine();
      }
      assertThat(line).contains("  3 requests");
      process.signal("INT");
      assertThat(out.lines()).contains("malformed 0");
      assertThat(process.exitStatus()).isEqualTo(130);
      assertThat(process.err()).matches("logstats: interrupted after 3 lines, .*\n");
    }
  }

  /** Starts to follow, and waits until it does: then the first rates are printed. */
  private Worker<Integer> follow(Workers workers, Path log, String... options) {
    String[] arguments = new String[options.length + 3];
    System.arraycopy(options, 0, arguments, 3, options.length);
    arguments[0] = log.toString();
    arguments[1] = "--follow";
    arguments[2] = "--interval=50ms";
    Worker<Integer> follower = workers.platform("follow", () -> run.run(arguments));
    awaitTicks(1, workers);
    return follower;
  }

  private static void stop(Worker<Integer> follower) {
    follower.interrupt();
    assertThat(follower.result()).isEqualTo(130);
  }

  private void awaitRequests(long count, Workers workers) {
    workers.until(() -> requests() == count, count + " requests");
  }

  /** Waits for so many rates more. */
  private void awaitTicks(int count, Workers workers) {
    long before = REQUESTS.matcher(run.out()).results().count();
    workers.until(() -> REQUESTS.matcher(run.out()).results().count() >= before + count, "rates");
  }

  /** How many there are in all rates so far. */
  private long requests() {
    return REQUESTS
        .matcher(run.out())
        .results()
        .map((MatchResult result) -> result.group(1).replace(",", ""))
        .mapToLong(Long::parseLong)
        .sum();
  }

  private long notes(String note) {
    return run.err().lines().filter(line -> line.endsWith(": " + note)).count();
  }

  private Path write(String name, String path, int count) throws IOException {
    return Files.writeString(directory.resolve(name), ENTRY.formatted(path).repeat(count));
  }

  private static void append(Path log, String path, int count) throws IOException {
    Files.writeString(log, ENTRY.formatted(path).repeat(count), APPEND);
  }
}
