// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A sample as a user starts it: a process of its own, on the module path. */
public final class SampleProcess implements AutoCloseable {
  private final Path err;
  private final Process process;

  /** Starts a sample in {@code directory}; what it says on stderr goes to the file {@code err}. */
  public SampleProcess(Path directory, Path err, String... arguments) throws IOException {
    this(ProcessBuilder.Redirect.PIPE, directory, err, arguments);
    process.getOutputStream().close();
  }

  private SampleProcess(
      ProcessBuilder.Redirect input, Path directory, Path err, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--module-path");
    command.add(System.getProperty("jdk.module.path"));
    command.add("--module");
    command.add("csp.samples/csp.samples.Main");
    command.addAll(List.of(arguments));
    this.err = err;
    process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(input)
            .redirectError(err.toFile())
            .start();
  }

  /** Starts a sample that waits for stdin: nobody writes it. */
  public static SampleProcess waiting(Path directory, Path err, String... arguments)
      throws IOException {
    return new SampleProcess(ProcessBuilder.Redirect.PIPE, directory, err, arguments);
  }

  /** Starts a sample whose stdin is the file {@code input}. */
  public static SampleProcess reading(Path input, Path directory, Path err, String... arguments)
      throws IOException {
    return new SampleProcess(
        ProcessBuilder.Redirect.from(input.toFile()), directory, err, arguments);
  }

  /** What it prints. */
  public InputStream out() {
    return process.getInputStream();
  }

  /** The same, as lines. */
  public BufferedReader lines() {
    return process.inputReader(UTF_8);
  }

  /** What it has said on stderr. */
  public String err() throws IOException {
    return Files.readString(err);
  }

  /** Sends it a signal, without SIG; skips the test if that is ignored here. */
  public void signal(String signal) throws IOException, InterruptedException {
    assumeTrue(!isIgnoredHere(signal), "who started this ignores the signal, so a child does, too");
    Process kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
    assertThat(kill.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  /** Waits for its end. */
  public int exitStatus() throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Linux tells; elsewhere it is taken for not ignored. A background job may ignore Ctrl-C. */
  private static boolean isIgnoredHere(String signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    int number = signal.equals("INT") ? 2 : 15;
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> new BigInteger(line.substring("SigIgn:".length()).strip(), 16))
            .anyMatch(mask -> mask.testBit(number - 1));
  }
}
