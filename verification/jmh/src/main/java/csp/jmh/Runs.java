// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs one library in one cell, in a process of its own.
 *
 * @param forks how often each library runs in each cell
 * @param warmups iterations that do not count
 * @param warmupTime the length of each; one run at least
 * @param iterations iterations that count
 * @param time the length of each; one run at least
 * @param carriers how many threads run virtual threads, coroutines or goroutines; 0 is the default,
 *     as many as processors
 */
record Runs(
    int forks, int warmups, TimeValue warmupTime, int iterations, TimeValue time, int carriers) {
  /** What the published figures are taken with. */
  static final Runs FULL =
      new Runs(3, 2, TimeValue.milliseconds(700), 4, TimeValue.milliseconds(400), 0);

  /** For a look while working. */
  static final Runs QUICK =
      new Runs(1, 1, TimeValue.milliseconds(600), 3, TimeValue.milliseconds(300), 0);

  /** The same for every library; the first keeps the JVM from warning about JMH. */
  private static final List<String> JVM_ARGUMENTS =
      List.of("--sun-misc-unsafe-memory-access=allow", "-Xmx2g");

  private static final TimeValue HANGS_AFTER = TimeValue.seconds(60);

  /** The same, on so many carriers; 0 is the default. */
  Runs onCarriers(int carriers) {
    return new Runs(forks, warmups, warmupTime, iterations, time, carriers);
  }

  /** What the JVMs are started with. */
  List<String> jvmArguments() {
    if (carriers == 0) {
      return JVM_ARGUMENTS;
    }
    List<String> arguments = new ArrayList<>(JVM_ARGUMENTS);
    arguments.add("-Djdk.virtualThreadScheduler.parallelism=" + carriers);
    arguments.add("-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers);
    arguments.add("-Dkotlinx.coroutines.scheduler.core.pool.size=" + carriers);
    arguments.add("-Dkotlinx.coroutines.scheduler.max.pool.size=" + carriers);
    return arguments;
  }

  /** Measures once. A failure is told on standard error, with what JMH wrote. */
  Measurement measure(Cell cell, Library library) throws IOException, InterruptedException {
    return library.isOnJvm() ? measureOnJvm(cell, library) : GoTwin.measure(cell, this);
  }

  private Measurement measureOnJvm(Cell cell, Library library) throws IOException {
    Class<?> workloads = cell.family().workloads(library);
    Path log = Files.createTempFile("jmh", ".log");
    try {
      RunResult result =
          new Runner(
                  new OptionsBuilder()
                      .include("^" + workloads.getName() + "\\." + cell.benchmark() + "$")
                      .param("library", library.name())
                      .param("capacity", Integer.toString(cell.capacity()))
                      .param("threads", Integer.toString(cell.threads()))
                      .param("elements", Integer.toString(cell.elements()))
                      .operationsPerInvocation(cell.operations())
                      .forks(1)
                      .jvmArgs(jvmArguments().toArray(String[]::new))
                      .warmupIterations(warmups)
                      .warmupTime(warmupTime)
                      .measurementIterations(iterations)
                      .measurementTime(time)
                      .timeout(HANGS_AFTER)
                      .syncIterations(false) // else a run that hangs is never timed out
                      .addProfiler(GCProfiler.class)
                      .shouldFailOnError(true)
                      .output(log.toString())
                      .build())
              .runSingle();
      return measurement(cell, library, result);
    } catch (RunnerException failed) {
      System.err.println(cell.name() + " " + library.label() + " failed: " + failed.getMessage());
      System.err.println(Files.readString(log));
      return Measurement.failed(cell.name(), library);
    } finally {
      Files.delete(log);
    }
  }

  /** The settings in a sentence or two. */
  String describe() {
    return "%d processes per library and cell; in each, %d iterations of %s for warming up and %d of %s that count.\n"
            .formatted(forks, warmups, warmupTime, iterations, time)
        + "JVM arguments: `"
        + String.join(" ", jvmArguments())
        + "` (the first is for JMH itself)."
        + (carriers == 0
            ? ""
            : "\nOn %1$d carriers; Go with `GOMAXPROCS=%1$d`.".formatted(carriers));
  }

  private static Measurement measurement(Cell cell, Library library, RunResult result) {
    List<Double> nanos =
        result.getBenchmarkResults().stream()
            .map(BenchmarkResult::getIterationResults)
            .flatMap(results -> results.stream())
            .map(IterationResult::getPrimaryResult)
            .map(primary -> primary.getScore())
            .toList();
    double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
    return new Measurement(cell.name(), library, nanos, bytes);
  }
}
