// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * A thread of a {@link Workers} scope, with what it returned or threw.
 *
 * @param <T> the type of what it returns
 */
public final class Worker<T> {
  private final Thread thread;
  private volatile boolean reported; // its failure is what the test wanted, or was thrown already
  private volatile T result;
  private volatile Throwable failure;

  Worker(ThreadKind kind, String name, Callable<? extends T> body) {
    thread = kind.unstarted(name, () -> run(body));
  }

  private void run(Callable<? extends T> body) {
    try {
      result = body.call();
    } catch (Throwable thrown) {
      failure = thrown;
    }
  }

  void start() {
    thread.start();
  }

  /** The thread. */
  public Thread thread() {
    return thread;
  }

  /** Whether the thread has ended. */
  public boolean isDone() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  /** Waits until the thread is seen parked; fails if it ends instead. */
  public Worker<T> awaitParked() {
    try {
      Threads.awaitParked(thread);
    } catch (AssertionError notParked) {
      if (failure != null) {
        notParked.addSuppressed(failure);
      }
      throw notParked;
    }
    return this;
  }

  /** Interrupts the thread. */
  public void interrupt() {
    thread.interrupt();
  }

  /** Waits for the end of the thread and returns what it returned; fails if it threw. */
  public T result() {
    join();
    if (failure != null) {
      reported = true;
      throw new AssertionError(thread.getName() + " failed: " + failure, failure);
    }
    return result;
  }

  /**
   * Waits for the end of the thread and returns what it threw, which then is not a failure of the
   * test; fails if it threw nothing.
   */
  public Throwable failure() {
    join();
    if (failure == null) {
      throw new AssertionError(thread.getName() + " returned " + result + " instead of failing");
    }
    reported = true;
    return failure;
  }

  /**
   * Ends a thread that is parked on purpose: waits until it is, interrupts it, and waits for its
   * end, which must be an {@link InterruptedException}.
   */
  public void interruptAndJoin() {
    awaitParked();
    interrupt();
    Throwable thrown = failure();
    if (!(thrown instanceof InterruptedException)) {
      throw new AssertionError(thread.getName() + " ended in another way: " + thrown, thrown);
    }
  }

  private void join() {
    if (!ends(Await.BOUND)) {
      throw new AssertionError(
          thread.getName() + " is still alive" + Threads.stacks(java.util.List.of(thread)));
    }
  }

  /** Waits for the end of the thread, whether or not the current thread is interrupted. */
  boolean ends(Duration bound) {
    boolean interrupted = Thread.interrupted();
    try {
      return thread.join(bound);
    } catch (InterruptedException testIsOver) {
      interrupted = true;
      return isDone();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What it threw so far, if nobody has asked for it. */
  Throwable unreported() {
    return reported ? null : failure;
  }
}
