// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As a user starts it: a process of its own, on the module path. */
class DigestProcessTest {
  @TempDir private Path tree;
  @TempDir private Path elsewhere;
  private Process process;

  @BeforeEach
  void makeAFile() throws IOException {
    Files.writeString(tree.resolve("a"), "");
  }

  @AfterEach
  void leaveNoProcess() {
    process.destroyForcibly();
  }

  @Test
  void hashesTheDirectoryItIsStartedIn() throws Exception {
    start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  ./a\n");
    assertThat(exitStatus()).isZero();
    assertThat(err()).matches("digest: 1 file, 0\\.0 MB in [0-9.]+ s, 0\\.0 MB/s\n");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void signalStopsItInGoodOrder(String signal, int status) throws Exception {
    assumeTrue(!isIgnoredHere(signal), "who started this ignores the signal, so a child does, too");
    try (RandomAccessFile file = new RandomAccessFile(tree.resolve("b").toFile(), "rw")) {
      file.setLength(64L << 30); // takes no room: a hole
    }
    start();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      assertThat(out.readLine()).endsWith("  ./a"); // now it is busy with the other
      kill(signal);
      assertThat(out.readLine()).isNull();
    }
    assertThat(exitStatus()).isEqualTo(status);
    assertThat(err()).matches("digest: interrupted after 1 file, 0\\.0 MB in [0-9.]+ s, .*\n");
  }

  private void start() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    process =
        new ProcessBuilder(
                java,
                "--module-path",
                System.getProperty("jdk.module.path"),
                "--module",
                "csp.samples/csp.samples.Main",
                "digest")
            .directory(tree.toFile())
            .redirectError(elsewhere.resolve("err").toFile())
            .start();
    process.getOutputStream().close();
  }

  private void kill(String signal) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
    assertThat(kill.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  private int exitStatus() throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String err() throws IOException {
    return Files.readString(elsewhere.resolve("err"));
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
