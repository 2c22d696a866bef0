// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

/** A queue of up to three numbers from 1 to 255, in 24 bits; the head is the lowest byte. */
final class Fifo {
  static final int BITS = 24;
  static final long MASK = (1L << BITS) - 1;

  private Fifo() {}

  static int size(long queue) {
    return (Long.SIZE - Long.numberOfLeadingZeros(queue) + 7) / 8;
  }

  static long add(long queue, int element) {
    if (size(queue) == BITS / 8) {
      throw new IllegalStateException("too many for a queue");
    }
    return queue | (long) element << 8 * size(queue);
  }

  /** The head, or 0. */
  static int head(long queue) {
    return (int) (queue & 0xFF);
  }

  static long tail(long queue) {
    return queue >>> 8;
  }

  static boolean contains(long queue, int element) {
    for (long rest = queue; rest != 0; rest = tail(rest)) {
      if (head(rest) == element) {
        return true;
      }
    }
    return false;
  }

  static long remove(long queue, int element) {
    long left = 0;
    for (long rest = queue; rest != 0; rest = tail(rest)) {
      if (head(rest) != element) {
        left = add(left, head(rest));
      }
    }
    return left;
  }
}
