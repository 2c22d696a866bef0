// SPDX-License-Identifier: Apache-2.0
package csp.samples.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import csp.samples.SampleProcess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PipeTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "1000, 1", "1000, 7", "300000, 65536"})
  void copiesWhatItIsGiven(int size, int chunk) throws IOException {
    byte[] content = new Noise(size).readAllBytes();
    assertThat(content).hasSize(size);
    assertThat(run(new ByteArrayInputStream(content), out, "--chunk=" + chunk)).isZero();
    assertThat(out.toByteArray()).isEqualTo(content);
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--chunk=65536", "--chunk=1000000", "--chunk=999"})
  void hashesWhatWentThrough(String chunk) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(new Noise(3 << 20).readAllBytes());
    String expected = HexFormat.of().formatHex(sha256.digest());
    assertThat(run(InputStream.nullInputStream(), out, "--generate=3", chunk)).isZero();
    assertThat(out.toString(UTF_8)).matches(expected + "  3 MiB in [0-9.]+ s, [0-9,]+ MB/s\\R");
  }

  @Test
  void inputThatFailsIsToldAfterWhatWasRead() {
    InputStream broken =
        new InputStream() {
          private int left = 10;

          @Override
          public int read() throws IOException {
            if (left == 0) {
              throw new IOException("disk on fire");
            }
            left--;
            return 'x';
          }
        };
    assertThat(run(broken, out, "--chunk=1")).isEqualTo(1);
    assertThat(out.toString(UTF_8)).isEqualTo("x".repeat(10));
    assertThat(err.toString(UTF_8).lines()).containsExactly("pipe: disk on fire");
  }

  /** The writing side is told; otherwise it would read the endless input for ever. */
  @Test
  void outputThatFailsStopsTheWritingSide() {
    OutputStream full =
        new OutputStream() {
          private int room = 100_000;

          @Override
          public void write(int b) throws IOException {
            if (room == 0) {
              throw new IOException("disk is full");
            }
            room--;
          }
        };
    assertThat(run(new Noise(Long.MAX_VALUE), full)).isEqualTo(1);
    assertThat(err.toString(UTF_8).lines()).containsExactly("pipe: cannot write the output");
  }

  @Test
  void processCopiesStdinToStdout() throws Exception {
    Path input = directory.resolve("input");
    byte[] content = new Noise(1_000_003).readAllBytes();
    Files.write(input, content);
    try (SampleProcess pipe =
        SampleProcess.reading(input, directory, directory.resolve("err"), "pipe")) {
      assertThat(pipe.out().readAllBytes()).isEqualTo(content);
      assertThat(pipe.exitStatus()).isZero();
      assertThat(pipe.err()).isEmpty();
    }
  }

  private int run(InputStream in, OutputStream to, String... arguments) {
    Pipe pipe = new Pipe(in, new PrintStream(to), new PrintStream(err, true));
    return new CommandLine(pipe).execute(arguments);
  }
}
