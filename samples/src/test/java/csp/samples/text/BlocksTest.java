// SPDX-License-Identifier: Apache-2.0
package csp.samples.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocksTest {
  @ParameterizedTest
  @CsvSource(
      value = {
        "'',         4, ''",
        "ab,         4, ab",
        "ab_,        4, ab_",
        "abc_,       4, abc_",
        "abc,        3, abc",
        "a_b_c,      4, a_b_|c",
        "a_bcd_e,    4, a_|bcd_|e",
        "ab_cd_ef_,  4, ab_|cd_|ef_",
        "____,       2, __|__",
      })
  void cutsBehindTheLastBorderInABlock(String text, int size, String expected) throws IOException {
    assertThat(String.join("|", blocks(text, size))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef,       4, abcd",
    "abcdefghi_j,  4, abcd|j",
    "abcdefgh_j,   4, abcd|j",
    "abcd_ef,      4, abcd|ef",
    "abcde_fgh_ij, 4, abcd|fgh_|ij",
    "a_bcdefgh_i,  4, a_|bcde|i",
    "abcdefg_hijkl_m_n, 4, abcd|hijk|m_|n"
  })
  void deliversTheFirstBlockAloneOfWhatIsTooLong(String text, int size, String expected)
      throws IOException {
    assertThat(String.join("|", blocks(text, size))).isEqualTo(expected);
  }

  @Test
  void fillsABlockFromReadsThatGiveAByteEach() throws IOException {
    InputStream slow =
        new ByteArrayInputStream(bytes("ab_cd_e")) {
          @Override
          public synchronized int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(length, 1));
          }
        };
    AtomicLong read = new AtomicLong();
    Blocks blocks = new Blocks(Channels.newChannel(slow), Border.LINES, 4, read::addAndGet);
    assertThat(texts(blocks)).containsExactly("ab_", "cd_", "e");
    assertThat(read).hasValue(7);
    assertThat(blocks.next()).isNull();
  }

  /** The blocks of {@code text}, whose lines end with an underscore. */
  private static List<String> blocks(String text, int size) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes(text));
    return texts(new Blocks(Channels.newChannel(in), Border.LINES, size, _ -> {}));
  }

  private static List<String> texts(Blocks blocks) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Block block = blocks.next(); block != null; block = blocks.next()) {
      assertThat(block.size()).isPositive();
      String text = new String(block.bytes(), block.from(), block.size(), US_ASCII);
      texts.add(text.replace('\n', '_'));
    }
    return texts;
  }

  private static byte[] bytes(String text) {
    return text.replace('_', '\n').getBytes(US_ASCII);
  }
}
