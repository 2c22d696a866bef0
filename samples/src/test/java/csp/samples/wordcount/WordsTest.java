// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import csp.samples.text.Block;
import csp.samples.text.Blocks;
import csp.samples.text.Tally;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  private static final Words ALL = new Words(false, 1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "to be or not to be                 | be=2 not=1 or=1 to=2",
        "\"\"                               | \"\"",
        "\" ,.-' '' \"                      | \"\"",
        "Don't 'quote' rock'n'roll' '90s    | 90s=1 Don't=1 quote=1 rock'n'roll=1",
        "don\u2019t don't \u2019x\u2019     | don't=2 x=1",
        "x_y 3.14 a-b                       | 14=1 3=1 a=1 b=1 x=1 y=1",
        "Straße STRASSE straße              | STRASSE=1 Straße=1 straße=1",
        "\u4e2d\u6587\u3002\u65e5\u672c     | \u4e2d\u6587=1 \u65e5\u672c=1",
        "e\u0301tude \u0301 \u2764\ufe0f    | e\u0301tude=1",
        "\u0939\u093f\u0928\u094d\u0926\u0940 | \u0939\u093f\u0928\u094d\u0926\u0940=1",
        "\ud800\udf30x \ud83d\ude00         | \ud800\udf30x=1"
      })
  void findsWords(String text, String expected) {
    assertThat(listed(ALL.in(block(text.getBytes(UTF_8))))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "61ff62,       a=1 b=1", // never in UTF-8
    "61c362,       a=1 b=1", // its second byte is missing
    "61c3a4c3,     a\u00e4=1", // at the end, too
    "61c08062,     a=1 b=1", // longer than it takes
    "61eda08062,   a=1 b=1", // half a surrogate pair
    "61f490808062, a=1 b=1", // greater than there are
    "0061000062,   a=1 b=1"
  })
  void bytesThatAreNoTextAreBetweenWords(String hex, String expected) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(listed(ALL.in(block(bytes)))).isEqualTo(expected);
  }

  @Test
  void caseAndLengthAreLookedAtAsAsked() {
    byte[] text = "The the ΑΣ THE ab \ud800\udf30\ud800\udf30 it's".getBytes(UTF_8);
    assertThat(listed(new Words(true, 3).in(block(text)))).isEqualTo("it's=1 the=3");
    assertThat(listed(new Words(true, 2).in(block(text))))
        .isEqualTo("ab=1 it's=1 the=3 ας=1 \ud800\udf30\ud800\udf30=1");
  }

  @Test
  void longestWordIsFoundAndALongerOneLeftOut() {
    String longest = "a".repeat(Words.LONGEST);
    byte[] text = ("x " + longest + " " + longest + "b " + longest + "' y").getBytes(UTF_8);
    assertThat(listed(ALL.in(block(text)))).isEqualTo(longest + "=1 x=1 y=1");
  }

  /**
   * Fails if a block is cut within a word or a character, or a byte is lost at a border: here a
   * block is hardly longer than a word, so that each is met at every place.
   */
  @ParameterizedTest
  @ValueSource(ints = {60, 61, 64, 100, 257, 4096})
  void blocksOfAnySizeHaveTheSameWords(int size) throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      byte[] text = Texts.text(seed, 20_000);
      assertThat(counts(inBlocks(text, size)))
          .as("seed %s", seed)
          .isEqualTo(Reference.count(text, false, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 250})
  void noiseIsCutWhereverItMayBe(int size) throws IOException {
    for (int seed = 0; seed < 50; seed++) {
      byte[] noise = Texts.noise(new Random(seed), 5000);
      assertThat(counts(inBlocks(noise, size)))
          .as("seed %s", seed)
          .isEqualTo(Reference.count(noise, false, 1));
    }
  }

  /** Fails if what is left out of a long run ends too early or too late. */
  @Test
  void longRunIsLeftOutWhateverIsAroundIt() throws IOException {
    int size = 5000;
    for (String letter : new String[] {"a", "\u00e4", "\u4e2d", "\ud800\udf30", "'"}) {
      for (String end : new String[] {" ", "\u3002", "\ud83d\ude00"}) {
        for (int length = size - 5; length < size + 5; length++) {
          String run = letter.repeat(length);
          byte[] text = ("begin " + run + end + "b " + run + end + "c").getBytes(UTF_8);
          assertThat(listed(inBlocks(text, size))).isEqualTo("b=1 begin=1 c=1");
        }
      }
    }
  }

  @Test
  void charactersAreThoseThatTheJdkFinds() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Texts.noise(random, 12);
      int[] expected = new String(bytes, UTF_8).codePoints().filter(c -> c != 0xfffd).toArray();
      assertThat(characters(bytes)).as(HexFormat.of().formatHex(bytes)).isEqualTo(expected);
    }
  }

  @Test
  void everyCharacterIsReadAsItWasWritten() {
    for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
      if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
        byte[] bytes = UTF_8.encode(Character.toString(character)).array();
        int length = UTF_8.encode(Character.toString(character)).remaining();
        if (Utf8.at(bytes, 0, length) != character || Utf8.length(character) != length) {
          throw new AssertionError("U+" + Integer.toHexString(character));
        }
        if (length > 1 && Utf8.at(bytes, 0, length - 1) != Utf8.INCOMPLETE) {
          throw new AssertionError("half of U+" + Integer.toHexString(character));
        }
      }
    }
  }

  private static int[] characters(byte[] bytes) {
    IntStream.Builder characters = IntStream.builder();
    for (int at = 0; at < bytes.length; ) {
      int character = Utf8.at(bytes, at, bytes.length);
      if (character >= 0 && character != 0xfffd) {
        characters.add(character);
      }
      at += Utf8.length(character);
    }
    return characters.build().toArray();
  }

  private static Tally inBlocks(byte[] text, int size) throws IOException {
    Tally all = new Tally();
    Blocks blocks =
        new Blocks(
            Channels.newChannel(new ByteArrayInputStream(text)), new Letters(), size, _ -> {});
    for (Block block = blocks.next(); block != null; block = blocks.next()) {
      all.addAll(ALL.in(block));
    }
    return all;
  }

  private static Map<String, Long> counts(Tally tally) {
    return tally.top(Integer.MAX_VALUE).stream()
        .collect(Collectors.toMap(Tally.Entry::text, Tally.Entry::count));
  }

  private static String listed(Tally tally) {
    return tally.top(Integer.MAX_VALUE).stream()
        .sorted((a, b) -> a.text().compareTo(b.text()))
        .map(entry -> entry.text() + "=" + entry.count())
        .collect(Collectors.joining(" "));
  }

  private static Block block(byte[] text) {
    byte[] within = ByteBuffer.allocate(text.length + 2).put((byte) 'x').put(text).array();
    within[text.length + 1] = 'x';
    return new Block(within, 1, text.length + 1);
  }
}
