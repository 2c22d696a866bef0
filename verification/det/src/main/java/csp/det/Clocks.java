// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.Arrays;

/** Vector clocks: how far into each strand somebody can see. Arrays; missing elements are 0. */
final class Clocks {
  private static final int[] NONE = {};

  private Clocks() {}

  static int[] none() {
    return NONE;
  }

  static int at(int[] clock, int strand) {
    return strand < clock.length ? clock[strand] : 0;
  }

  /** Sets one element; returns the clock, which may be another array. */
  static int[] set(int[] clock, int strand, int value) {
    int[] large = clock.length > strand ? clock : Arrays.copyOf(clock, strand + 4);
    large[strand] = value;
    return large;
  }

  /** The later of both in each element: {@code into}, or another array if that is too short. */
  static int[] join(int[] into, int[] other) {
    int[] joined = into.length >= other.length ? into : Arrays.copyOf(into, other.length);
    for (int i = 0; i < other.length; i++) {
      joined[i] = Math.max(joined[i], other[i]);
    }
    return joined;
  }

  /** The first strand of which {@code events} has one that {@code clock} does not see, or -1. */
  static int unseen(int[] events, int[] clock) {
    for (int i = 0; i < events.length; i++) {
      if (events[i] > at(clock, i)) {
        return i;
      }
    }
    return -1;
  }
}
