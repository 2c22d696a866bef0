// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.Cancellation;
import csp.Channel;
import csp.DeadlockError;
import csp.Go;
import csp.ReceiveChannel;
import csp.internal.park.WaitMode;
import csp.internal.park.WaitSite;
import csp.internal.select.Waits;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers that want the same thing at the same time share one run of the work: Go's {@code
 * singleflight.Group}.
 *
 * <pre>{@code
 * var flights = new SingleFlight<String, Page>();
 * Page page = flights.run(url, () -> fetch(url)).value();
 * }</pre>
 *
 * <p>The first call for a key starts a goroutine with its task. Calls for an equal key that come
 * before that has ended share the run, and their own tasks are not used; later ones start a new
 * run. Nothing is kept from run to run: this is no cache.
 *
 * <p>The task belongs to no caller. One that is interrupted, times out or is cancelled stops
 * waiting, and the run goes on for the others. A task that fails fails for every caller that still
 * waits; if there is none, its failure goes where {@linkplain Go those of goroutines} go.
 *
 * <p>Any number of threads may call any of the methods. Keys are compared by {@code equals}, which
 * runs with no lock of the library held.
 *
 * <p>Memory: what a caller did before it started the run happens-before the task; what the task did
 * happens-before the return of every call that shares it, and the receipt of its result.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values; null is a value if the type says so
 */
public final class SingleFlight<K, V extends @Nullable Object> {
  /*
   * A flight in the map can be joined; one that has ended cannot. It leaves the map before it ends, so a caller
   * that finds it there and fails to join may simply look again: it finds another one, or none.
   *
   * In Go the first caller runs the task itself. Here every caller can give up, the first as well, and an
   * interrupt meant for one caller must not fail the work of all: so the task always has a goroutine.
   */

  /**
   * What a run came to, for all who shared it.
   *
   * @param <V> the type of the value
   */
  public sealed interface Result<V extends @Nullable Object> {
    /** {@return whether more than one caller shared the run} */
    boolean shared();

    /**
     * {@return the value of the task}
     *
     * @throws ExecutionException if the task failed; the cause is what it threw
     */
    V get() throws ExecutionException;

    /**
     * The task returned a value.
     *
     * @param value what it returned
     * @param shared whether more than one caller shared the run
     * @param <V> the type of the value
     */
    record Value<V extends @Nullable Object>(V value, boolean shared) implements Result<V> {
      @Override
      public V get() {
        return value;
      }
    }

    /**
     * The task failed.
     *
     * @param cause what it threw
     * @param shared whether more than one caller shared the run
     * @param <V> the type of the value that there is not
     */
    record Failure<V extends @Nullable Object>(Throwable cause, boolean shared)
        implements Result<V> {
      @Override
      public V get() throws ExecutionException {
        throw new ExecutionException(cause);
      }
    }
  }

  private final ConcurrentHashMap<K, Flight<V>> flights = new ConcurrentHashMap<>();

  /** With nothing in flight. */
  public SingleFlight() {}

  /**
   * Runs {@code task}, or shares the run for {@code key} that is under way, and waits for its end.
   *
   * @param key what the work is for
   * @param task the work; used only if nothing is under way for the key
   * @return the value, and whether it was shared
   * @throws DeadlockError if the task that is under way for the key has called this itself, which
   *     would wait for ever
   * @throws ExecutionException if the task failed, a new one for each caller; the cause is what the
   *     task threw, an {@link Error} too
   * @throws InterruptedException if the thread is interrupted on entry, and then nothing was
   *     started, or while waiting, and then the run goes on
   * @throws NullPointerException if an argument is null
   */
  public Result.Value<V> run(K key, Callable<? extends V> task)
      throws ExecutionException, InterruptedException {
    return Objects.requireNonNull(run(key, task, WaitMode.INTERRUPTIBLE));
  }

  /**
   * As {@link #run(Object, Callable)}, but waits at most for {@code timeout}, by the monotonic
   * clock; zero and negative mean not at all, and the run is started even then.
   *
   * @param key what the work is for
   * @param task the work; used only if nothing is under way for the key
   * @param timeout how long at most
   * @return the value, and whether it was shared; null if the time passed first, and then the run
   *     goes on
   * @throws ExecutionException if the task failed, a new one for each caller; the cause is what the
   *     task threw, an {@link Error} too
   * @throws InterruptedException if the thread is interrupted on entry, and then nothing was
   *     started, or while waiting, and then the run goes on
   * @throws NullPointerException if an argument is null
   */
  public Result.@Nullable Value<V> tryRun(K key, Callable<? extends V> task, Duration timeout)
      throws ExecutionException, InterruptedException {
    Objects.requireNonNull(timeout, "timeout must not be null");
    return run(key, task, WaitMode.within(TimeUnit.NANOSECONDS.convert(timeout)));
  }

  /**
   * As {@link #run(Object, Callable)}, unless {@code cancellation} ends first.
   *
   * @param key what the work is for
   * @param task the work; used only if nothing is under way for the key
   * @param cancellation what may end the wait, not the run; asked on entry too
   * @return the value, and whether it was shared
   * @throws ExecutionException if the task failed, a new one for each caller; the cause is what the
   *     task threw, an {@link Error} too
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry, and then nothing was started, or ends while waiting, and then the
   *     run goes on
   * @throws InterruptedException if the thread is interrupted on entry, and then nothing was
   *     started, or while waiting, and then the run goes on
   * @throws NullPointerException if an argument is null
   */
  public Result.Value<V> run(K key, Callable<? extends V> task, Cancellation cancellation)
      throws ExecutionException, InterruptedException {
    return Objects.requireNonNull(run(key, task, Waits.until(cancellation)));
  }

  /**
   * Runs {@code task}, or shares the run for {@code key} that is under way, and does not wait.
   *
   * @param key what the work is for
   * @param task the work; used only if nothing is under way for the key
   * @return a channel that delivers one result, value or failure, when the run has ended; it is
   *     never closed
   * @throws NullPointerException if an argument is null
   */
  public ReceiveChannel<Result<V>> start(K key, Callable<? extends V> task) {
    checkNotNull(key, task);
    Channel<Result<V>> results = Channel.buffered(1);
    board(key, task, results);
    return results;
  }

  /**
   * Lets the next call for {@code key} start a new run, though one may be under way. That goes on,
   * with those who share it.
   *
   * @param key what the work is for
   * @throws NullPointerException if {@code key} is null
   */
  public void forget(K key) {
    flights.remove(Objects.requireNonNull(key, "key must not be null"));
  }

  /** How many wait for the run for {@code key} at this moment, channels not counted. */
  int waiting(K key) {
    Flight<V> underWay = flights.get(key);
    return underWay == null ? 0 : underWay.queuedAcquire(WaitSite.QUEUE);
  }

  @Override
  public String toString() {
    return "SingleFlight[" + flights.size() + " in flight]";
  }

  private Result.@Nullable Value<V> run(K key, Callable<? extends V> task, WaitMode mode)
      throws ExecutionException, InterruptedException {
    checkNotNull(key, task);
    mode.begin();
    return board(key, task, null).await(mode);
  }

  /**
   * Joins the flight for {@code key}, or takes off with {@code task} if there is none.
   *
   * @param results where its result shall go, too; or null
   */
  private Flight<V> board(K key, Callable<? extends V> task, @Nullable Channel<Result<V>> results) {
    while (true) {
      Flight<V> underWay = flights.get(key);
      if (underWay == null) {
        Flight<V> mine = new Flight<>();
        mine.join(results); // before it can end
        underWay = flights.putIfAbsent(key, mine);
        if (underWay == null) {
          takeOff(key, mine, task);
          return mine;
        }
      }
      if (underWay.join(results)) {
        return underWay;
      }
    }
  }

  private void takeOff(K key, Flight<V> flight, Callable<? extends V> task) {
    try {
      Go.go(() -> fly(key, flight, task));
    } catch (Throwable noThread) { // to be had: that is a failure for all who have joined
      land(key, flight, new Result.Failure<>(noThread, false));
    }
  }

  private void fly(K key, Flight<V> flight, Callable<? extends V> task) {
    flight.runner = Thread.currentThread();
    Result<V> result;
    try {
      result = new Result.Value<>(task.call(), false);
    } catch (Throwable failure) {
      result = new Result.Failure<>(failure, false);
    }
    boolean heard = land(key, flight, result);
    if (!heard && result instanceof Result.Failure<V> unheard) {
      Rethrow.<RuntimeException>ifAny(unheard.cause());
    }
  }

  /** Leaves the map, whatever the keys do; then ends. */
  private boolean land(K key, Flight<V> flight, Result<V> result) {
    boolean heard;
    try {
      flights.remove(key, flight); // unless it was forgotten
    } finally {
      heard = flight.end(result);
    }
    return heard;
  }

  private static void checkNotNull(Object key, Object task) {
    Objects.requireNonNull(key, "key must not be null");
    Objects.requireNonNull(task, "task must not be null");
  }
}
