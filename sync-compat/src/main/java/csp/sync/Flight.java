// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.Channel;
import csp.DeadlockError;
import csp.internal.park.ParkReason;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import csp.sync.SingleFlight.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One run of a task, and the callers that share it. */
final class Flight<V extends @Nullable Object> extends EventSite {
  private volatile @Nullable Result<V> result; // written under the lock, once
  private int joined; // guarded by the lock
  private int gaveUp; // guarded by the lock: how many of them
  private final List<Channel<Result<V>>> channels = new ArrayList<>(1); // lock; its own when ended

  /** Written by the thread that runs the task, and read without a lock only to compare with it. */
  @Nullable Thread runner;

  /**
   * Joins; the result goes to {@code channel}, too, if that is not null. Returns false if the run
   * has ended.
   */
  boolean join(@Nullable Channel<Result<V>> channel) {
    lock();
    boolean open = result == null;
    if (open) {
      joined++;
      if (channel != null) {
        channels.add(channel);
      }
    }
    unlock();
    return open;
  }

  /**
   * Waits for the value, after a join. Returns null if the time passed first.
   *
   * @throws ExecutionException if the task failed
   */
  Result.@Nullable Value<V> await(WaitMode mode) throws ExecutionException, InterruptedException {
    if (mode == WaitMode.INTERRUPTIBLE && runner == Thread.currentThread()) {
      lock();
      gaveUp++;
      unlock();
      throw new DeadlockError(
          "single flight waits for itself: the task for a key has called run for that key");
    }
    return await(ParkReason.WAITGROUP_WAIT, mode) ? value() : null;
  }

  /**
   * The task has ended with {@code outcome}, whatever that says of being shared. Returns whether
   * anybody wants to know.
   */
  boolean end(Result<V> outcome) {
    lock();
    Result<V> told = joined > 1 ? shared(outcome) : outcome;
    result = told;
    for (Sudog waiter = pollFirst(QUEUE); waiter != null; waiter = pollFirst(QUEUE)) {
      if (!waiter.fire(this, true)) {
        gaveUp++; // it has stopped waiting, and comes too late to say so
      }
    }
    boolean heard = joined > gaveUp;
    unlockAndWake();
    for (Channel<Result<V>> channel : channels) { // nobody joins any more
      channel.trySend(told);
    }
    return heard;
  }

  private Result.Value<V> value() throws ExecutionException {
    return switch (Objects.requireNonNull(result)) {
      case Result.Value<V> value -> value;
      case Result.Failure<V> failure -> throw new ExecutionException(failure.cause());
    };
  }

  private static <V extends @Nullable Object> Result<V> shared(Result<V> outcome) {
    return switch (outcome) {
      case Result.Value<V> value -> new Result.Value<>(value.value(), true);
      case Result.Failure<V> failure -> new Result.Failure<>(failure.cause(), true);
    };
  }

  @Override
  boolean hasHappened() {
    return result != null;
  }

  @Override
  boolean enqueueStep(Sudog sudog) {
    if (result != null) {
      return false;
    }
    enqueue(QUEUE, sudog);
    return true;
  }

  @Override
  void dequeueStep(Sudog sudog) {
    if (dequeue(QUEUE, sudog)) { // in one step, so that whoever ends the run counts it once
      gaveUp++;
    }
  }

  @Override
  public String toString() {
    return "single flight";
  }
}
