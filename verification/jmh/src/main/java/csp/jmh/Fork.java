// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program of this module that runs in a process of its own, as JMH's benchmarks do. */
final class Fork {
  private Fork() {}

  /**
   * Runs {@code program} with {@code arguments}, in a JVM as {@code runs} says. What it writes to
   * standard error comes out of this process.
   *
   * @return what it printed; null if it failed or took longer than {@code seconds}
   */
  static @Nullable String output(Runs runs, Class<?> program, List<String> arguments, long seconds)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(runs.jvmArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    Path output = Files.createTempFile("fork", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      boolean hasEnded = process.waitFor(seconds, TimeUnit.SECONDS);
      if (!hasEnded) {
        process.destroyForcibly().waitFor();
      }
      if (hasEnded && process.exitValue() == 0) {
        return Files.readString(output);
      }
      System.err.println(hasEnded ? "failed" : "hangs");
      return null;
    } finally {
      Files.delete(output);
    }
  }
}
