// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Threads that were claimed under a lock, to be unparked after it is released (P5), and the sites
 * whose errands are to be run then. Not thread-safe.
 */
public final class WakeList {
  private @Nullable Thread[] threads = new Thread[8];
  private int size;
  private @Nullable List<WaitSite> errands; // made when there is one

  /** Adds {@code thread}. */
  public void add(Thread thread) {
    if (size == threads.length) {
      threads = Arrays.copyOf(threads, size * 2);
    }
    threads[size++] = thread;
  }

  /** Adds the threads of {@code other}. */
  void addAll(WakeList other) {
    for (int i = 0; i < other.size; i++) {
      Thread thread = other.threads[i];
      if (thread != null) {
        add(thread);
      }
    }
  }

  /** Adds the errand of {@code site}. */
  void addErrand(WaitSite site) {
    List<WaitSite> known = errands;
    if (known == null) {
      known = new ArrayList<>(1);
      errands = known;
    }
    known.add(site);
  }

  /**
   * Unparks every thread, in the order added, then runs the errands, and empties the list. No lock
   * held.
   */
  public void wakeAll() {
    for (int i = 0; i < size; i++) {
      Thread thread = threads[i];
      threads[i] = null;
      if (thread != null) {
        Parker.unpark(thread);
      }
    }
    size = 0;
    List<WaitSite> owed = errands;
    if (owed != null) {
      errands = null;
      owed.forEach(WaitSite::runErrand);
    }
  }
}
