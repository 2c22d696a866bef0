// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.Cancellation;
import csp.internal.park.ParkReason;
import csp.internal.park.Sema;
import csp.internal.park.WaitMode;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The goroutines of one stage, from the start of the first to the end of the last. */
final class Crew implements Run {
  /*
   * C1  A goroutine that fails stops the others; the first failure counts. What is thrown after a stop is the
   *     answer to it, and no failure.
   * C2  The last goroutine to end closes what is above, then tells what is below, then lets who waits in
   *     close() go. So who sees the end of a stage, or has closed it, knows that no goroutine of it or above
   *     it is left.
   * C3  Stopping: flag, then interrupts. Starting: listed, then the flag is asked, by the first wait.
   *     One of the two sees the other (both volatile).
   * C4  close() is called from below, and every stage waits only for those above: no cycle.
   */

  /** What a goroutine of the stage does. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  private final String operator;
  private final Scope scope;
  private final Consumer<? super @Nullable Throwable> end;
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Sema ended = new Sema(0); // holds one permit for ever once all have ended

  /** A crew whose last act is to tell {@code end} the failure, or null. */
  Crew(
      String operator,
      Host host,
      @Nullable Cancellation cancellation,
      Consumer<? super @Nullable Throwable> end) {
    this.operator = operator;
    this.scope = new Scope(host, cancellation);
    this.end = end;
  }

  /** How its goroutines wait. */
  Scope scope() {
    return scope;
  }

  /**
   * Starts a goroutine for each of {@code works}; the last one closes {@code inputs}. One that
   * cannot be started has failed: the others are stopped, or not started, and the failure travels
   * down as any other. Waits for nothing, unless none could be started: then for what is above.
   */
  void start(List<? extends Run> inputs, List<? extends Work> works) {
    running.set(works.size());
    int started = 0;
    try {
      for (Work work : works) {
        scope.host.go("pipeline " + operator, () -> run(inputs, work));
        started++;
      }
    } catch (Throwable thrown) {
      fail(thrown);
      leave(inputs, works.size() - started);
    }
  }

  /** Why the goroutines have been stopped, if one of them has failed. */
  @Nullable Throwable failure() {
    return failure.get();
  }

  /** Stops the goroutines and waits for their end, which an interrupt does not cut short. */
  @Override
  public void close() {
    stop();
    try {
      ended.acquire(ParkReason.WAITGROUP_WAIT, false, WaitMode.UNINTERRUPTIBLE);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
    ended.release(false); // for whoever else closes
  }

  /** Tells the goroutines to end, and waits for nothing. */
  @Override
  public void stop() {
    scope.stop(); // C3: before the interrupts
    threads.forEach(Thread::interrupt);
  }

  private void run(List<? extends Run> inputs, Work work) {
    threads.add(Thread.currentThread()); // C3: before the first wait
    try {
      work.run();
    } catch (Throwable thrown) {
      fail(thrown);
    }
    leave(inputs, 1);
  }

  private void leave(List<? extends Run> inputs, int goroutines) {
    if (running.addAndGet(-goroutines) == 0) {
      inputs.forEach(Run::close);
      tell();
    }
  }

  private void fail(Throwable thrown) {
    if (!scope.isStopped() && failure.compareAndSet(null, thrown)) {
      stop(); // C1
    }
  }

  private void tell() {
    Throwable thrown = failure.get();
    try {
      end.accept(
          thrown == null && scope.isStopped()
              ? new CancellationException(operator + " was closed")
              : thrown);
    } finally {
      ended.release(false); // C2: last
    }
  }

  @Override
  public String toString() {
    return "pipeline " + operator;
  }
}
