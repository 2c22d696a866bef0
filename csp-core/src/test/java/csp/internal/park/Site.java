// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.concurrent.SynchronousQueue;
import java.util.function.BooleanSupplier;

/** The least that can be waited on, and threads that do. */
final class Site extends WaitSite {
  Site() {
    super(SpinPolicy.NEVER);
  }

  /** A thread that waits through {@code sudog}; its result is that of {@link Parker#await}. */
  record Waiting(Worker<Ended> worker, Sudog sudog) {}

  /** How a wait ended: what was returned, and whether the thread was interrupted then. */
  record Ended(boolean fired, boolean interrupted) {}

  /** Starts a thread that waits for ever, and returns when it is parked. */
  Waiting start(Workers workers, ThreadKind kind) {
    return start(workers, kind, Parker.FOREVER);
  }

  /** Starts a thread that waits for {@code nanos}, and returns when it is parked. */
  Waiting start(Workers workers, ThreadKind kind, long nanos) {
    SynchronousQueue<Sudog> handed = new SynchronousQueue<>();
    Worker<Ended> worker =
        workers.start(
            kind,
            "waiter",
            () -> {
              Sudog sudog = new Sudog();
              handed.put(sudog);
              boolean fired = Parker.await(sudog, this, ParkReason.SELECT, nanos);
              return new Ended(fired, Thread.currentThread().isInterrupted());
            });
    return new Waiting(worker, awaitParked(worker, handed));
  }

  /** As {@link #start(Workers, ThreadKind)}, but uninterruptible. */
  Waiting startUninterruptible(Workers workers, ThreadKind kind) {
    SynchronousQueue<Sudog> handed = new SynchronousQueue<>();
    Worker<Ended> worker =
        workers.start(
            kind,
            "uninterruptible waiter",
            () -> {
              Sudog sudog = new Sudog();
              handed.put(sudog);
              Parker.awaitUninterruptibly(sudog, this, ParkReason.SELECT);
              return new Ended(true, Thread.currentThread().isInterrupted());
            });
    return new Waiting(worker, awaitParked(worker, handed));
  }

  private static Sudog awaitParked(Worker<?> worker, SynchronousQueue<Sudog> handed) {
    Sudog sudog;
    try {
      sudog = handed.take();
    } catch (InterruptedException testIsOver) {
      throw new AssertionError(testIsOver);
    }
    Await.until(() -> sudog.parkReason() != null, "the park is announced", worker.thread());
    worker.awaitParked();
    return sudog;
  }

  /** Fires {@code sudog} under the lock, then wakes its thread. */
  boolean fire(Sudog sudog, boolean succeeded) {
    lock();
    boolean fired = sudog.fire(this, succeeded);
    unlockAndWake();
    return fired;
  }

  /** Watches for a while that something stays true which a fault would end in microseconds. */
  static void assertStays(BooleanSupplier condition, String what) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < 30_000_000) {
      if (!condition.getAsBoolean()) {
        throw new AssertionError("did not stay so: " + what);
      }
      Thread.onSpinWait();
    }
  }
}
