// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.Cancellation;
import csp.Go;
import csp.Task;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.internal.park.WaitMode;
import csp.internal.select.Waits;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Goroutines that work on parts of one task: waits for all, tells the first failure, and cancels
 * the others when one fails. Go's {@code errgroup.Group}.
 *
 * <pre>{@code
 * var group = ErrGroup.withContext(context).limit(8);
 * for (var url : urls) {
 *   group.go(c -> fetch(c, url));
 * }
 * group.await(); // throws the first failure, after all have ended
 * }</pre>
 *
 * <p>The first task to fail counts: its failure becomes the cause of the end of the group's
 * {@linkplain #context context}, and {@link #await} throws it. Of those that fail later the
 * exceptions are dropped, as most only say that they were cancelled; an {@link Error} is not: it
 * goes where {@linkplain Go those of goroutines} go. The group interrupts nobody: tasks wait with
 * its context, or look at it.
 *
 * <p>A group is for one use: its failure and its context stay. Any number of threads may call any
 * of the methods, tasks of the group too.
 *
 * <p>Memory: what the caller did before it started a task happens-before the task, and what the
 * tasks did happens-before the return of {@code await}.
 */
public final class ErrGroup {
  /*
   * A task goes through these, in this order: take a permit, if there is a limit; be counted; run; store the
   * failure, if it is the first; cancel; give the permit back; be counted off. So when `await` returns all permits
   * are back, and the failure is there before anybody can hear of the end of the context.
   *
   * A task gives its permit back to the limit that it took it from, so a change of the limit cannot mix them up.
   */

  private final Context context;
  private final @Nullable CancellableContext cancellable; // the same, if the group has its own
  private final WaitGroup tasks = new WaitGroup();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile @Nullable Semaphore limit; // null for none

  /**
   * A group without a context of its own: a failure cancels nothing, and {@link #context} is the
   * background.
   */
  public ErrGroup() {
    this.context = Context.background();
    this.cancellable = null;
  }

  private ErrGroup(CancellableContext cancellable) {
    this.context = cancellable;
    this.cancellable = cancellable;
  }

  /**
   * {@return a group with a context that ends when a task fails, when the group was awaited, or
   * when {@code parent} ends}
   *
   * @param parent what the context is derived from
   * @throws NullPointerException if {@code parent} is null
   */
  public static ErrGroup withContext(Context parent) {
    Objects.requireNonNull(parent, "parent must not be null");
    return new ErrGroup(Context.withCancel(parent));
  }

  /** {@return the context of the group} */
  public Context context() {
    return context;
  }

  /**
   * Limits how many tasks may run at the same time. To be called before the group is used.
   *
   * @param most how many; 0 lets none start, and a negative number any
   * @return this group
   * @throws IllegalStateException if {@code most} is not negative and tasks are running; the limit
   *     stays
   */
  public ErrGroup limit(int most) {
    if (most < 0) {
      limit = null;
      return this;
    }
    int active = tasks.count();
    if (active != 0) {
      throw new IllegalStateException(
          "errgroup: modify limit while " + active + " goroutines in the group are still active");
    }
    limit = new Semaphore(most);
    return this;
  }

  /**
   * Starts a goroutine that runs {@code task}. Waits while as many run as the limit says; returns
   * at once if there is none.
   *
   * @param task what it runs; its exception is one of the group
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the task
   *     was not started
   * @throws NullPointerException if {@code task} is null
   */
  public void go(Task task) throws InterruptedException {
    go(withoutContext(task));
  }

  /**
   * As {@link #go(Task)}, with a task that gets the context of the group.
   *
   * @param task what it runs; its exception is one of the group
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the task
   *     was not started
   * @throws NullPointerException if {@code task} is null
   */
  public void go(ContextTask task) throws InterruptedException {
    go(task, WaitMode.INTERRUPTIBLE);
  }

  /**
   * As {@link #go(Task)}, unless {@code cancellation} ends first: that of the group, to start
   * nothing more after a failure.
   *
   * @param task what it runs; its exception is one of the group
   * @param cancellation what may end the wait, not the task; asked on entry too
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; the task was not started
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the task
   *     was not started
   * @throws NullPointerException if an argument is null
   */
  public void go(Task task, Cancellation cancellation) throws InterruptedException {
    go(withoutContext(task), cancellation);
  }

  /**
   * As {@link #go(Task, Cancellation)}, with a task that gets the context of the group.
   *
   * @param task what it runs; its exception is one of the group
   * @param cancellation what may end the wait, not the task; asked on entry too
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; the task was not started
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the task
   *     was not started
   * @throws NullPointerException if an argument is null
   */
  public void go(ContextTask task, Cancellation cancellation) throws InterruptedException {
    go(task, Waits.until(cancellation));
  }

  /**
   * Starts a goroutine that runs {@code task}, if the limit lets it. Never waits.
   *
   * @param task what it runs; its exception is one of the group
   * @return whether it was started
   * @throws NullPointerException if {@code task} is null
   */
  public boolean tryGo(Task task) {
    return tryGo(withoutContext(task));
  }

  /**
   * As {@link #tryGo(Task)}, with a task that gets the context of the group.
   *
   * @param task what it runs; its exception is one of the group
   * @return whether it was started
   * @throws NullPointerException if {@code task} is null
   */
  public boolean tryGo(ContextTask task) {
    Objects.requireNonNull(task, "task must not be null");
    Semaphore permits = limit;
    boolean free = permits == null || permits.tryAcquire();
    if (free) {
      start(task, permits);
    }
    return free;
  }

  /**
   * As {@link #go(Task)}, but waits at most for {@code timeout}, by the monotonic clock; zero and
   * negative mean not at all.
   *
   * @param task what it runs; its exception is one of the group
   * @param timeout how long at most
   * @return true if the task was started, false if the time passed first
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the task
   *     was not started
   * @throws NullPointerException if an argument is null
   */
  public boolean tryGo(Task task, Duration timeout) throws InterruptedException {
    return tryGo(withoutContext(task), timeout);
  }

  /**
   * As {@link #tryGo(Task, Duration)}, with a task that gets the context of the group.
   *
   * @param task what it runs; its exception is one of the group
   * @param timeout how long at most
   * @return true if the task was started, false if the time passed first
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the task
   *     was not started
   * @throws NullPointerException if an argument is null
   */
  public boolean tryGo(ContextTask task, Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout must not be null");
    return go(task, WaitMode.within(TimeUnit.NANOSECONDS.convert(timeout)));
  }

  /**
   * Waits until all tasks have ended; then ends the context of the group, and throws the first
   * failure, if any.
   *
   * @throws ExecutionException if a task failed, a new one for each call; the cause is what the
   *     task threw, an {@link Error} too
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the tasks
   *     go on, and so does the context
   */
  public void await() throws ExecutionException, InterruptedException {
    tasks.await();
    finish();
  }

  /**
   * As {@link #await()}, but waits at most for {@code timeout}, by the monotonic clock; zero and
   * negative mean not at all.
   *
   * @param timeout how long at most
   * @return true if all tasks have ended, and none has failed; false if the time passed first, and
   *     then the tasks go on, and so does the context
   * @throws ExecutionException if a task failed, a new one for each call; the cause is what the
   *     task threw, an {@link Error} too
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the tasks
   *     go on, and so does the context
   * @throws NullPointerException if {@code timeout} is null
   */
  public boolean await(Duration timeout) throws ExecutionException, InterruptedException {
    boolean ended = tasks.await(timeout);
    if (ended) {
      finish();
    }
    return ended;
  }

  /**
   * As {@link #await()}, unless {@code cancellation} ends first.
   *
   * @param cancellation what may end the wait, not the tasks; asked on entry too
   * @throws ExecutionException if a task failed, a new one for each call; the cause is what the
   *     task threw, an {@link Error} too
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; the tasks go on
   * @throws InterruptedException if the thread is interrupted on entry or while waiting; the tasks
   *     go on, and so does the context
   * @throws NullPointerException if {@code cancellation} is null
   */
  public void await(Cancellation cancellation) throws ExecutionException, InterruptedException {
    tasks.await(cancellation);
    finish();
  }

  @Override
  public String toString() {
    return "ErrGroup[" + tasks.count() + " running" + (failure.get() == null ? "]" : ", failed]");
  }

  private boolean go(ContextTask task, WaitMode mode) throws InterruptedException {
    Objects.requireNonNull(task, "task must not be null");
    Semaphore permits = limit;
    if (permits == null) {
      mode.begin();
    } else if (!permits.take(1, mode)) {
      return false;
    }
    start(task, permits);
    return true;
  }

  /** Starts a task that has taken its permit from {@code permits}. */
  private void start(ContextTask task, @Nullable Semaphore permits) {
    tasks.add(1);
    boolean started = false;
    try {
      Go.go(() -> run(task, permits));
      started = true;
    } finally {
      if (!started) {
        end(permits);
      }
    }
  }

  private void run(ContextTask task, @Nullable Semaphore permits) {
    try {
      task.run(context);
    } catch (Throwable thrown) {
      fail(thrown);
    } finally {
      end(permits);
    }
  }

  private void fail(Throwable thrown) {
    if (failure.compareAndSet(null, thrown)) {
      cancel(thrown);
    } else if (thrown instanceof Error error) {
      throw error; // to the goroutine's handler
    }
  }

  private void end(@Nullable Semaphore permits) {
    if (permits != null) {
      permits.release();
    }
    tasks.done();
  }

  private void finish() throws ExecutionException {
    Throwable first = failure.get();
    cancel(first);
    if (first != null) {
      throw new ExecutionException(first);
    }
  }

  private void cancel(@Nullable Throwable cause) {
    if (cancellable != null) {
      cancellable.cancel(cause);
    }
  }

  private static ContextTask withoutContext(Task task) {
    Objects.requireNonNull(task, "task must not be null");
    return context -> task.run();
  }
}
