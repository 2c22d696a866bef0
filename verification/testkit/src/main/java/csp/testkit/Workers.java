// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/**
 * A scope of threads, for a try-with-resources statement around a test: none is forgotten. At its
 * end every thread is joined; one that is still alive, or that threw what the test has not asked
 * for, fails the test.
 */
public final class Workers implements AutoCloseable {
  /** A body that returns nothing. */
  @FunctionalInterface
  public interface Body {
    /** Runs to the end. */
    void run() throws Exception;
  }

  private final Duration bound;
  private final List<Worker<?>> workers = new CopyOnWriteArrayList<>();

  /** A scope that waits for {@link Await#BOUND} at its end. */
  public Workers() {
    this(Await.BOUND);
  }

  /** A scope that waits for {@code bound} at its end, for tests that run for long. */
  public Workers(Duration bound) {
    this.bound = bound;
  }

  /** Starts a virtual thread. */
  public <T> Worker<T> virtual(String name, Callable<? extends T> body) {
    return start(ThreadKind.VIRTUAL, name, body);
  }

  /** Starts a virtual thread. */
  public Worker<Void> virtual(String name, Body body) {
    return start(ThreadKind.VIRTUAL, name, body);
  }

  /** Starts a platform thread. */
  public <T> Worker<T> platform(String name, Callable<? extends T> body) {
    return start(ThreadKind.PLATFORM, name, body);
  }

  /** Starts a platform thread. */
  public Worker<Void> platform(String name, Body body) {
    return start(ThreadKind.PLATFORM, name, body);
  }

  /** Starts a thread of {@code kind}. */
  public Worker<Void> start(ThreadKind kind, String name, Body body) {
    return this.<Void>start(
        kind,
        name,
        () -> {
          body.run();
          return null;
        });
  }

  /** Starts a thread of {@code kind}. */
  public <T> Worker<T> start(ThreadKind kind, String name, Callable<? extends T> body) {
    Worker<T> worker = new Worker<>(kind, name, body);
    workers.add(worker);
    worker.start();
    return worker;
  }

  /**
   * Waits until {@code condition} holds; fails at once if a thread of this scope has failed, and
   * with the stacks of all its threads if the condition does not hold in time.
   */
  public void until(BooleanSupplier condition, String what) {
    Thread[] threads = workers.stream().map(Worker::thread).toArray(Thread[]::new);
    Await.until(() -> failed() || condition.getAsBoolean(), what, bound, threads);
    rethrow();
  }

  /** Waits for the end of all threads started so far; fails if one threw or does not end. */
  public void joinAll() {
    join(bound);
    rethrow();
  }

  /** Does what {@link #joinAll} does, and interrupts what is still alive. */
  @Override
  public void close() {
    try {
      joinAll();
    } finally {
      workers.forEach(Worker::interrupt);
    }
  }

  private void join(Duration bound) {
    long deadline = System.nanoTime() + bound.toNanos();
    for (Worker<?> worker : workers) {
      Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      if (!worker.ends(left)) {
        List<Thread> alive = workers.stream().map(Worker::thread).filter(Thread::isAlive).toList();
        AssertionError leak =
            new AssertionError("still alive after " + bound + ":" + Threads.stacks(alive));
        suppressed(leak);
        throw leak;
      }
    }
  }

  private boolean failed() {
    return workers.stream().anyMatch(worker -> worker.unreported() != null);
  }

  private void rethrow() {
    for (Worker<?> worker : workers) {
      Throwable failure = worker.unreported();
      if (failure != null) {
        AssertionError error =
            new AssertionError(worker.thread().getName() + " failed: " + failure, failure);
        suppressed(error);
        throw error;
      }
    }
  }

  private void suppressed(AssertionError error) {
    for (Worker<?> worker : workers) {
      Throwable failure = worker.unreported();
      if (failure != null && failure != error.getCause()) {
        error.addSuppressed(failure);
      }
    }
  }
}
