// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** Runs logstats in this process, and keeps what it prints. */
final class Run {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final int columns;

  Run() {
    this(0);
  }

  Run(int columns) {
    this.columns = columns;
  }

  int run(String... arguments) {
    return run(out, arguments);
  }

  /** With a stdout that nobody reads. */
  int runUnheard(String... arguments) {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        };
    return run(closed, arguments);
  }

  private int run(OutputStream to, String... arguments) {
    PrintStream complaints = new PrintStream(err, true, UTF_8);
    LogStats logStats = new LogStats(new PrintStream(to, false, UTF_8), complaints, () -> columns);
    return new CommandLine(logStats).execute(arguments);
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }

  /** The one line that begins so, without that. */
  String line(String begin) {
    List<String> lines = out().lines().filter(line -> line.startsWith(begin)).toList();
    if (lines.size() != 1) {
      throw new AssertionError(lines.size() + " lines begin with " + begin + ":\n" + out());
    }
    return lines.getFirst().substring(begin.length()).strip();
  }

  /** Makes up a log. */
  static void generate(Path file, int lines, long seed, int rate) {
    int status =
        new Run()
            .run(
                "generate",
                "--lines=" + lines,
                "--seed=" + seed,
                "--rate=" + rate,
                "--out=" + file);
    if (status != 0) {
      throw new AssertionError("status " + status);
    }
  }
}
