// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

/**
 * Reads UTF-8 where it lies, a character at a time. What is malformed is so byte by byte, as if
 * each such byte were a character of its own: the JDK's decoder finds the same characters.
 */
final class Utf8 {
  /** At this byte no character begins. */
  static final int MALFORMED = -1;

  /** A character may begin here, but the bytes end before it does. */
  static final int INCOMPLETE = -2;

  private static final int[] LEAST = {0, 0, 0x80, 0x800, 0x10000}; // that needs so many bytes

  private Utf8() {}

  /** The character at {@code at}, or {@link #MALFORMED}, or {@link #INCOMPLETE}. */
  static int at(byte[] bytes, int at, int to) {
    int first = bytes[at];
    if (first >= 0) {
      return first;
    }
    int length = Integer.numberOfLeadingZeros(~(first << 24)); // the ones that it begins with
    if (length < 2 || length > 4) {
      return MALFORMED;
    }
    int character = first & (0x7f >> length);
    for (int i = 1; i < length; i++) {
      if (at + i >= to) {
        return INCOMPLETE;
      }
      if (!continues(bytes[at + i])) {
        return MALFORMED;
      }
      character = character << 6 | (bytes[at + i] & 0x3f);
    }
    boolean surrogate =
        character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    boolean valid = Character.isValidCodePoint(character) && !surrogate;
    return valid && character >= LEAST[length] ? character : MALFORMED;
  }

  /** How many bytes {@code character}, as {@link #at} returned it, takes. */
  static int length(int character) {
    if (character < 0x80) {
      return 1; // a malformed one, too
    }
    return character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  }

  /** Whether {@code b} can only be within a character. */
  static boolean continues(byte b) {
    return (b & 0xc0) == 0x80;
  }
}
