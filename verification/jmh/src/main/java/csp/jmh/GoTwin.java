// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The program in {@code verification/go}, which does in Go what the benchmarks do on the JVM. */
final class GoTwin {
  /** Where {@code verification/bench} has built it; not set where there is no Go. */
  private static final @Nullable String PROGRAM = System.getProperty("csp.go");

  private static final int HANGS_AFTER_SECONDS = 60;

  private GoTwin() {}

  /** Whether there is a Go on this machine. */
  static boolean isThere() {
    return PROGRAM != null;
  }

  /** The version of Go, or that it is left out. */
  static String version() throws IOException, InterruptedException {
    return PROGRAM == null ? "not there, left out" : output(List.of(PROGRAM), 0).strip();
  }

  /** Measures once, in a process of its own. A failure is told on standard error. */
  static Measurement measure(Cell cell, Runs runs) throws IOException, InterruptedException {
    if (PROGRAM == null) {
      throw new IllegalStateException("no Go");
    }
    try {
      return measurement(
          cell,
          output(
              List.of(
                  PROGRAM,
                  "-cell=" + cell.name(),
                  "-workload=" + cell.benchmark(),
                  "-capacity=" + cell.capacity(),
                  "-threads=" + cell.threads(),
                  "-elements=" + cell.elements(),
                  "-operations=" + cell.operations(),
                  "-warmups=" + runs.warmups(),
                  "-warmup=" + runs.warmupTime().convertTo(TimeUnit.MILLISECONDS) + "ms",
                  "-iterations=" + runs.iterations(),
                  "-time=" + runs.time().convertTo(TimeUnit.MILLISECONDS) + "ms"),
              runs.carriers()));
    } catch (IOException failed) {
      System.err.println(cell.name() + " go failed: " + failed.getMessage());
      return Measurement.failed(cell.name(), Library.GO);
    }
  }

  /** Reads the lines that the program prints: the cell, nanoseconds and bytes per operation. */
  static Measurement measurement(Cell cell, String output) throws IOException {
    List<String[]> lines = output.lines().map(line -> line.split(" ")).toList();
    if (lines.isEmpty()
        || lines.stream().anyMatch(line -> line.length != 3 || !line[0].equals(cell.name()))) {
      throw new IOException(String.format(Locale.ROOT, "unexpected output: %s", output));
    }
    return new Measurement(
        cell.name(),
        Library.GO,
        lines.stream().map(line -> Double.valueOf(line[1])).toList(),
        Score.median(lines.stream().map(line -> Double.valueOf(line[2])).toList()));
  }

  private static String output(List<String> command, int carriers)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("go", ".log");
    File log = output.toFile();
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
      if (carriers != 0) {
        builder.environment().put("GOMAXPROCS", Integer.toString(carriers));
      }
      Process process = builder.start();
      if (!process.waitFor(HANGS_AFTER_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IOException("hangs");
      }
      String printed = Files.readString(output);
      if (process.exitValue() != 0) {
        throw new IOException(printed);
      }
      return printed;
    } finally {
      Files.delete(output);
    }
  }
}
