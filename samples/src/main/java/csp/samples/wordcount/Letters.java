// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import csp.samples.text.Border;

/**
 * What is between words, and what is in them: letters and digits of any script, their combining
 * marks, and apostrophes, straight or curly.
 */
final class Letters implements Border {
  /** What a character is to a word. */
  enum Kind {
    /** Not part of any. */
    BETWEEN,
    /** Part of a word, though none begins or ends with it. */
    APOSTROPHE,
    /** Part of a word that has begun. */
    MARK,
    /** A letter or a digit. */
    LETTER
  }

  private static final char CURLY = '\u2019';
  private static final Kind[] ASCII = new Kind[128];

  static {
    for (int character = 0; character < ASCII.length; character++) {
      ASCII[character] = lookUp(character);
    }
  }

  /** What {@code character} is, which may be one of those that {@link Utf8#at} has for none. */
  static Kind kind(int character) {
    return character < 0
        ? Kind.BETWEEN
        : character < ASCII.length ? ASCII[character] : lookUp(character);
  }

  /** {@code word} with straight apostrophes. */
  static String straight(String word) {
    return word.replace(CURLY, '\'');
  }

  private static Kind lookUp(int character) {
    if (Character.isLetterOrDigit(character)) {
      return Kind.LETTER;
    }
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          Kind.MARK;
      default -> character == '\'' || character == CURLY ? Kind.APOSTROPHE : Kind.BETWEEN;
    };
  }

  @Override
  public int first(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int character = Utf8.at(bytes, at, to);
      if (character == Utf8.INCOMPLETE) {
        break;
      }
      at += Utf8.length(character);
      if (kind(character) == Kind.BETWEEN) {
        return at;
      }
    }
    return ~at;
  }

  /** Looks from the end, where it is found soon in anything that looks like text. */
  @Override
  public int last(byte[] bytes, int from, int to) {
    for (int at = to - 1; at >= from; at--) {
      // Not at a byte that may be within a character: whether it is takes those before it.
      if (!Utf8.continues(bytes[at])) {
        int character = Utf8.at(bytes, at, to);
        if (character != Utf8.INCOMPLETE && kind(character) == Kind.BETWEEN) {
          return at + Utf8.length(character);
        }
      }
    }
    return lastFromTheFront(bytes, from, to);
  }

  private int lastFromTheFront(byte[] bytes, int from, int to) {
    int last = first(bytes, from, to);
    for (int next = last; next >= 0 && next < to; next = first(bytes, next, to)) {
      last = next;
    }
    return last;
  }
}
