// SPDX-License-Identifier: Apache-2.0
package csp.samples.text;

/**
 * Where a text may be cut. Both methods get bytes that begin where a character does, and return
 * where the text behind the cut begins. Where there is none they return the complement {@code ~n}
 * of where the last complete character ends, which is negative.
 */
public interface Border {
  /** The first place to cut that is not before {@code from}. */
  int first(byte[] bytes, int from, int to);

  /** The last place to cut behind {@code from}. */
  int last(byte[] bytes, int from, int to);

  /** Cuts behind line feeds. */
  Border LINES =
      new Border() {
        @Override
        public int first(byte[] bytes, int from, int to) {
          for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
              return at + 1;
            }
          }
          return ~to;
        }

        @Override
        public int last(byte[] bytes, int from, int to) {
          for (int at = to - 1; at >= from; at--) {
            if (bytes[at] == '\n') {
              return at + 1;
            }
          }
          return ~to;
        }
      };
}
