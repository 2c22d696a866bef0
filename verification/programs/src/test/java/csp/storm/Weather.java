// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import csp.context.CancellableContext;
import csp.context.Context;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * What troubles the citizens of a town: contexts that end, and interrupts. A calm round heals no
 * lost wake-up by chance; so every third round is one.
 */
final class Weather {
  /** How bad it is. */
  enum Kind {
    /** Nothing happens. */
    CALM,
    /** Contexts end. */
    RAIN,
    /** Contexts end, and threads are interrupted. */
    STORM
  }

  private static final int PAUSE_NANOS = 300_000; // at most

  private final Kind kind;
  private final Context sky;
  private final SplittableRandom random;
  private volatile CancellableContext shelter;
  private volatile boolean over;

  Weather(Kind kind, Context sky, SplittableRandom random) {
    this.kind = kind;
    this.sky = sky;
    this.random = random;
    this.shelter = Context.withCancel(sky);
  }

  Context shelter() {
    return shelter;
  }

  Kind kind() {
    return kind;
  }

  void run(List<Thread> victims) {
    while (!over && kind != Kind.CALM) {
      LockSupport.parkNanos(random.nextInt(PAUSE_NANOS));
      CancellableContext falling = shelter;
      shelter = Context.withCancel(sky);
      falling.cancel();
      check(falling);
      if (kind == Kind.STORM) {
        victims.get(random.nextInt(victims.size())).interrupt();
      }
    }
  }

  private static void check(Context ended) {
    if (ended.error() == null || !ended.done().isClosed()) {
      throw new AssertionError("cancelled, but has not ended: " + ended);
    }
  }

  /** Nothing more happens when this has returned and the thread of {@link #run} has ended. */
  void clear() {
    over = true;
  }

  /** When all threads have ended nobody waits for the last context. */
  void check() {
    Books.same("waiting for a context", 0, shelter.done().waitingReceivers());
    shelter.cancel();
    check(shelter);
  }
}
