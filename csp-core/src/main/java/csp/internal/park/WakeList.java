// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Threads that were claimed under a lock, to be unparked after it is released (P5). Not
 * thread-safe.
 */
public final class WakeList {
  private @Nullable Thread[] threads = new Thread[8];
  private int size;

  /** Adds {@code thread}. */
  public void add(Thread thread) {
    if (size == threads.length) {
      threads = Arrays.copyOf(threads, size * 2);
    }
    threads[size++] = thread;
  }

  /** Unparks every thread, in the order added, and empties the list. No lock held. */
  public void wakeAll() {
    for (int i = 0; i < size; i++) {
      Thread thread = threads[i];
      threads[i] = null;
      if (thread != null) {
        Parker.unpark(thread);
      }
    }
    size = 0;
  }
}
