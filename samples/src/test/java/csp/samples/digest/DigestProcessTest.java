// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import csp.samples.SampleProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As a user starts it: a process of its own, on the module path. */
class DigestProcessTest {
  @TempDir private Path tree;
  @TempDir private Path elsewhere;

  @BeforeEach
  void makeAFile() throws IOException {
    Files.writeString(tree.resolve("a"), "");
  }

  @Test
  void hashesTheDirectoryItIsStartedIn() throws Exception {
    try (SampleProcess digest = start()) {
      assertThat(new String(digest.out().readAllBytes(), UTF_8))
          .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  ./a\n");
      assertThat(digest.exitStatus()).isZero();
      assertThat(digest.err()).matches("digest: 1 file, 0\\.0 MB in [0-9.]+ s, 0\\.0 MB/s\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void signalStopsItInGoodOrder(String signal, int status) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(tree.resolve("b").toFile(), "rw")) {
      file.setLength(64L << 30); // takes no room: a hole
    }
    try (SampleProcess digest = start();
        BufferedReader out = digest.lines()) {
      assertThat(out.readLine()).endsWith("  ./a"); // now it is busy with the other
      digest.signal(signal);
      assertThat(out.readLine()).isNull();
      assertThat(digest.exitStatus()).isEqualTo(status);
      assertThat(digest.err())
          .matches("digest: interrupted after 1 file, 0\\.0 MB in [0-9.]+ s, .*\n");
    }
  }

  @Test
  void timeoutHasAnExitStatusOfItsOwn() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(tree.resolve("b").toFile(), "rw")) {
      file.setLength(64L << 30); // takes no room: a hole
    }
    try (SampleProcess digest =
        new SampleProcess(tree, elsewhere.resolve("err"), "digest", "--timeout=1s")) {
      assertThat(digest.exitStatus()).isEqualTo(124);
      assertThat(digest.err()).matches("digest: timed out after [01] files?, .*\n");
    }
  }

  private SampleProcess start() throws IOException {
    return new SampleProcess(tree, elsewhere.resolve("err"), "digest");
  }
}
