// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.internal.park.WaitSite;
import csp.internal.park.WakeList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sites of a select, locked together. Two selects cannot wait for each other's locks, because
 * all take theirs in ascending order of {@link WaitSite#id}, each site once; nobody else holds one
 * lock of the library while taking another, but for a timer's channel, whose second lock, that of
 * the timer queue, is never held while taking a third.
 */
final class LockOrder {
  private static final Comparator<WaitSite> BY_ID = Comparator.comparingLong(WaitSite::id);

  /** Up to here an insertion sort is faster than the general one, which calls a comparator. */
  private static final int FEW = 16;

  private final WaitSite[] sites; // ascending, each once in the first `count`
  private final int count;

  /** The sites of the first {@code size} of {@code cases}. */
  LockOrder(@Nullable Case<?>[] cases, int size) {
    WaitSite[] all = new WaitSite[size];
    for (int i = 0; i < size; i++) {
      all[i] = Objects.requireNonNull(cases[i]).site();
    }
    sort(all);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (kept == 0 || all[kept - 1] != all[i]) {
        all[kept++] = all[i];
      }
    }
    sites = all;
    count = kept;
  }

  /** Sorts {@code sites} into the order in which they are locked. */
  static void sort(WaitSite[] sites) {
    if (sites.length > FEW) {
      Arrays.sort(sites, BY_ID);
      return;
    }
    for (int i = 1; i < sites.length; i++) {
      WaitSite site = sites[i];
      int to = i;
      for (; to > 0 && sites[to - 1].id() > site.id(); to--) {
        sites[to] = sites[to - 1];
      }
      sites[to] = site;
    }
  }

  /** Locks every site. */
  void lock() {
    for (int i = 0; i < count; i++) {
      sites[i].lock();
    }
  }

  /** Unlocks every site, in reverse; only then wakes whoever was readied, and runs errands (P5). */
  void unlockAndWake() {
    WakeList readied = null;
    for (int i = count - 1; i >= 0; i--) {
      readied = sites[i].takeReadied(readied);
      sites[i].unlock();
    }
    if (readied != null) {
      readied.wakeAll();
    }
  }
}
