// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import java.util.BitSet;

/** Which places of mutants a test has come to. Public because the library calls it then. */
public final class Reached {
  private static final boolean[] SEEN = new boolean[1 << 16]; // many write true: no matter who

  private Reached() {}

  /** Comes to the place of the mutant of that number. */
  public static void at(int number) {
    SEEN[number] = true;
  }

  /** Forgets, and returns, all places that were come to. */
  static BitSet take() {
    BitSet seen = new BitSet();
    for (int i = 0; i < SEEN.length; i++) {
      if (SEEN[i]) {
        seen.set(i);
        SEEN[i] = false;
      }
    }
    return seen;
  }
}
