// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import java.util.Arrays;

/** A set of pairs of numbers, of which the first is never -1; emptied and used again. */
final class Visited {
  private static final int FREE = -1;

  private long[] pairs = new long[2 * 64];
  private int size;

  Visited() {
    clear();
  }

  void clear() {
    Arrays.fill(pairs, FREE);
    size = 0;
  }

  /** Adds a pair. False if it was there. */
  boolean add(long first, long second) {
    if (4 * size > pairs.length) {
      grow();
    }
    int slot = slot(first, second);
    if (pairs[slot] != FREE) {
      return false;
    }
    pairs[slot] = first;
    pairs[slot + 1] = second;
    size++;
    return true;
  }

  private int slot(long first, long second) {
    long hash = (first * 0x9E37_79B9_7F4A_7C15L + second) * 0xD6E8_FEB8_6659_FD93L;
    int mask = pairs.length - 1;
    int slot = (int) (hash >>> 32) & mask & ~1;
    while (pairs[slot] != FREE && (pairs[slot] != first || pairs[slot + 1] != second)) {
      slot = slot + 2 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] old = pairs;
    pairs = new long[old.length * 2];
    clear();
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] != FREE) {
        add(old[i], old[i + 1]);
      }
    }
  }
}
