// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import csp.samples.AtLeastOne;
import csp.samples.StopOnExit;
import csp.samples.cli.Status;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Writes a log that {@link LogStats} can read. */
@Command(
    name = "generate",
    description = {"Writes an access log that is made up: the same one for the same seed.", ""},
    footer = {
      "",
      "Exit status: 0 if all is well, 1 if it cannot be written, 2 for a bad option, 130 if Ctrl-C"
          + " stopped it."
    })
final class Generate implements Callable<Integer> {
  private static final int ENOUGH = 64 * 1024;

  @Option(names = "--seed", paramLabel = "S", description = "Which log; 1 if not said.")
  private long seed = 1;

  @Option(
      names = "--lines",
      paramLabel = "N",
      required = true,
      converter = AtLeastOne.class,
      description = "How many lines.")
  private int lines;

  @Option(
      names = "--rate",
      paramLabel = "R",
      converter = AtLeastOne.class,
      description =
          "How many requests a second, by the times in the log; ${DEFAULT-VALUE} if not said.")
  private int rate = 100;

  @Option(names = "--out", paramLabel = "FILE", description = "Where to; stdout if not said.")
  private @Nullable File file;

  @ParentCommand private @Nullable LogStats parent;

  @Override
  public Integer call() {
    LogStats logStats = Objects.requireNonNull(parent, "picocli sets it");
    try (StopOnExit _ = new StopOnExit()) {
      boolean all = file == null ? write(logStats.out()) : write(file);
      return all ? Status.OK : Status.INTERRUPTED;
    } catch (IOException e) {
      logStats.err().println("logstats: " + e.getMessage());
      return Status.FAILURES;
    }
  }

  private boolean write(File file) throws IOException {
    try (PrintStream to = new PrintStream(new FileOutputStream(file))) {
      return write(to);
    }
  }

  /** Writes all lines; false if interrupted. */
  private boolean write(PrintStream to) throws IOException {
    Requests requests = new Requests(seed, rate);
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= lines; i++) {
      text.append(requests.next()).append('\n');
      if (text.length() > ENOUGH || i == lines) {
        to.writeBytes(text.toString().getBytes(US_ASCII));
        text.setLength(0);
        if (to.checkError()) { // which flushes
          throw new IOException("cannot write the output");
        }
        if (Thread.interrupted()) {
          return false;
        }
      }
    }
    return true;
  }
}
