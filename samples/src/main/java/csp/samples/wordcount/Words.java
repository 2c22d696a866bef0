// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import csp.samples.text.Block;
import csp.samples.text.Tally;
import csp.samples.wordcount.Letters.Kind;
import java.util.Locale;

/**
 * Finds the words of a block. In a run of letters, marks, digits and apostrophes the word begins
 * with the first letter or digit, and ends before the apostrophes at the end. A run of more than
 * {@link #LONGEST} bytes is data, not a word, and left out.
 *
 * @param ignoreCase whether words are the same that differ in case only
 * @param minLength how many characters a word has at least
 */
record Words(boolean ignoreCase, int minLength) {
  /** The bytes of the longest run; less than a block, so that it is whole in one. */
  static final int LONGEST = 4096;

  /** Counts the words of {@code block}. */
  Tally in(Block block) {
    Tally tally = new Tally();
    int at = block.from();
    while (at < block.to()) {
      at = run(block.bytes(), at, block.to(), tally);
    }
    return tally;
  }

  /** Counts the word of the run that begins at {@code run}, if it has one, and returns its end. */
  private int run(byte[] bytes, int run, int to, Tally tally) {
    int begin = -1; // of the word
    int end = -1; // of what may be the word
    int characters = 0; // from begin
    int length = 0; // from begin to end
    int at = run;
    while (at < to) {
      int character = Utf8.at(bytes, at, to);
      Kind kind = Letters.kind(character);
      if (kind == Kind.BETWEEN) {
        break;
      }
      if (begin < 0 && kind == Kind.LETTER) {
        begin = at;
      }
      at += Utf8.length(character);
      characters += begin < 0 ? 0 : 1;
      if (begin >= 0 && kind != Kind.APOSTROPHE) {
        end = at;
        length = characters;
      }
    }
    if (begin >= 0 && length >= minLength && at - run <= LONGEST) {
      tally.add(word(bytes, begin, end, length));
    }
    // Behind the first byte of what is between words: more of them are malformed, so between, too.
    return at + 1;
  }

  private String word(byte[] bytes, int begin, int end, int characters) {
    boolean ascii = end - begin == characters;
    String word = new String(bytes, begin, end - begin, ascii ? ISO_8859_1 : UTF_8);
    String straight = ascii ? word : Letters.straight(word);
    return ignoreCase ? straight.toLowerCase(Locale.ROOT) : straight;
  }
}
