// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asserts one order of events over all threads, without making it: each event says which number it
 * must have. Not a latch: a step that comes too early fails, it does not wait.
 */
public final class Steps {
  private final AtomicInteger last = new AtomicInteger();

  /** Says that this is event number {@code expected}, counted from 1. */
  public void at(int expected) {
    int actual = last.incrementAndGet();
    if (actual != expected) {
      throw new AssertionError("step " + expected + " came as number " + actual);
    }
  }

  /** Waits until {@code count} events have happened. */
  public void awaitCount(int count) {
    Await.until(() -> last.get() >= count, "step " + count + ", got to " + last);
  }

  /** Says that {@code count} events have happened, no more and no fewer. */
  public void total(int count) {
    if (last.get() != count) {
      throw new AssertionError(count + " steps expected, were " + last);
    }
  }
}
