// SPDX-License-Identifier: Apache-2.0
package csp.guinea;

import java.util.concurrent.atomic.AtomicBoolean;

/** Something of each kind that the mutators know, and some that nobody would miss. */
public final class Turnstile {
  private final AtomicBoolean locked = new AtomicBoolean();
  private final int[] byParity = new int[2]; // guarded by the lock
  private int passed; // guarded by the lock
  private int forNobody; // written only
  private String notice; // written before posted
  private volatile boolean posted;

  /** One more has passed. */
  public void pass() {
    lock();
    passed++;
    byParity[passed % 2] = passed;
    forNobody = passed;
    unlock();
  }

  /** How many have passed. */
  public int passed() {
    lock();
    int seen = passed;
    unlock();
    return seen;
  }

  /** The last even number of those that have passed. */
  public int lastEven() {
    return byParity[0];
  }

  /** Posts {@code text}. */
  public void post(String text) {
    notice = text;
    posted = true;
  }

  /** What was posted, or nothing. */
  public String read() {
    return posted ? notice : "";
  }

  /** Nobody comes here. */
  public void reset() {
    passed = 0;
  }

  private void lock() {
    while (!locked.compareAndSet(false, true)) {
      Thread.onSpinWait();
    }
  }

  private void unlock() {
    locked.set(false);
  }
}
