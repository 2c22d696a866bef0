// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A time at which elements were cut out of the middle of a {@link Ring}, or the time that is still
 * to come. Guarded by the channel's lock.
 */
final class Cuts {
  /*
   * An element of the ring has a number: how many have left at the head, and its index. A receive changes
   * the number of none. A cut lowers the number of all that are behind it, so who remembers a number has to
   * know of the cuts since then. They are a list that leads from old to new. The ring holds the last, which
   * is yet to come; who remembers a number holds the one that was last then, and what nobody holds is
   * garbage. No element pays for this, nor does any operation but the cut.
   */

  static final long GONE = -1;

  private long[] numbers = {}; // ascending, the first `count` of them
  private int count;
  private @Nullable Cuts next; // null: still to come

  /** This one has come: {@code numbers} were cut. {@code after} is the next. */
  void happened(long[] numbers, int count, Cuts after) {
    this.numbers = numbers;
    this.count = count;
    next = after;
  }

  /** The next, if this one has come and has cut nothing from {@code number} on. */
  @Nullable Cuts passedBelow(long number) {
    return next != null && numbers[count - 1] < number ? next : null;
  }

  /** How many it cut. */
  int count() {
    return count;
  }

  /** Today's number of what {@code number} was before this cut, or {@link #GONE} if it was cut. */
  long today(long number) {
    long today = number;
    for (Cuts cut = this; cut.next != null; cut = cut.next) {
      int at = Arrays.binarySearch(cut.numbers, 0, cut.count, today);
      if (at >= 0) {
        return GONE;
      }
      today -= -(at + 1);
    }
    return today;
  }
}
