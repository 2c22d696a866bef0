// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordCountTest {
  private static final int LARGE = 12 << 20;

  @TempDir private Path tree;

  @Test
  void printsTheMostFrequentWordsAndThenThoseThatSortFirst() {
    Run run = Run.reading("b a\r\nc c, b's C\n".getBytes(UTF_8));
    assertThat(run.run("-n", "3")).isZero();
    assertThat(run.out()).isEqualTo("      2 c\n      1 C\n      1 a\n");
    assertThat(run.err()).matches("wordcount: 6 words, 5 different, 0\\.0 MB in [0-9.]+ s\n");
  }

  @Test
  void optionsAreHeeded() {
    Run run = Run.reading("It it IT a's don't DON\u2019T x".getBytes(UTF_8));
    assertThat(run.run("-i", "--min-length=2", "-n9", "--quiet")).isZero();
    assertThat(run.out()).isEqualTo("      3 it\n      2 don't\n      1 a's\n");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void largeFileHasTheWordsThatOneThreadAndAMapFind(int jobs) throws IOException {
    Path file = Files.write(tree.resolve("large"), Large.TEXT);
    Run run = Run.reading(new byte[0]);
    assertThat(run.run(file.toString(), "--jobs=" + jobs, "-n=1000000")).isZero();
    assertThat(run.out().equals(Large.LINES)).isTrue(); // a difference of megabytes is no help
  }

  @Test
  void stdinHasTheSameWords() {
    Run run = Run.reading(Large.TEXT);
    assertThat(run.run("-n=1000000")).isZero();
    assertThat(run.out().equals(Large.LINES)).isTrue();
  }

  /** A text of many blocks, once for all tests. */
  private static final class Large {
    static final byte[] TEXT = Texts.text(42, LARGE);
    static final String LINES = Reference.top(Reference.count(TEXT, false, 1), Integer.MAX_VALUE);
  }

  @Test
  void countsFilesAndAllBelowDirectories() throws IOException {
    write("d/e/1", "one two");
    write("d/2", "two three");
    write("3", "three"); // not joined with what comes next
    write("4", "three two two");
    Path link = Files.createSymbolicLink(tree.resolve("link"), tree.resolve("4"));
    Files.createSymbolicLink(tree.resolve("d/not followed"), tree.resolve("4"));
    Run run = Run.reading("nobody reads this".getBytes(UTF_8));
    assertThat(run.run(tree.resolve("d").toString(), tree.resolve("3").toString(), link.toString()))
        .isZero();
    assertThat(run.out()).isEqualTo("      4 two\n      3 three\n      1 one\n");
  }

  @Test
  void emptyInputPrintsNothing() {
    Run run = Run.reading(new byte[0]);
    assertThat(run.run()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("wordcount: 0 words, 0 different, 0.0 MB in ");
  }

  @Test
  void binaryFileIsCountedAsAnyOther() throws IOException {
    byte[] noise = new byte[3 * Reader.BLOCK + 5];
    new Random(1).nextBytes(noise);
    Path file = Files.write(tree.resolve("noise"), noise);
    Run run = Run.reading(new byte[0]);
    assertThat(run.run(file.toString(), "-n=1000000")).isZero();
    Map<String, Long> expected = Reference.count(noise, false, 1);
    assertThat(run.out().equals(Reference.top(expected, Integer.MAX_VALUE))).isTrue();
  }

  /** Fails if a line is held as a whole, given little memory, or cut within a word. */
  @Test
  void veryLongLineAndVeryLongRunAreNoTrouble() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = 0; i < 2_000_000; i++) {
      text.writeBytes("words ".getBytes(UTF_8));
    }
    text.writeBytes("x".repeat(20_000_000).getBytes(UTF_8));
    text.writeBytes(" end".getBytes(UTF_8));
    Run run = Run.reading(text.toByteArray());
    assertThat(run.run()).isZero();
    assertThat(run.out()).isEqualTo("2000000 words\n      1 end\n");
  }

  private void write(String name, String text) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
