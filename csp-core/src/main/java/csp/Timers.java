// SPDX-License-Identifier: Apache-2.0
package csp;

import csp.internal.channel.Limits;
import csp.internal.channel.TimerChannel;
import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.Platform;
import csp.internal.park.SpinPolicy;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import csp.internal.timer.TimerQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Makes timers, and sleeps. Zero and negative durations mean now, and more than 292 years never. A
 * period must be positive: what the methods that take one do otherwise is said there. Except for
 * {@code sleep}, none of the methods waits.
 *
 * <p>One daemon thread, started with the first timer, serves all timers that somebody waits for or
 * that run a task. While there are none it sleeps.
 */
public final class Timers {
  private static final Sleep SLEEP = new Sleep();

  private Timers() {}

  /**
   * {@return a channel that delivers, once, the moment {@code duration} from now: the channel of
   * {@link #timer}} It costs nothing to forget it.
   *
   * @param duration how long from now; not positive means now
   * @throws NullPointerException if {@code duration} is null
   */
  public static ReceiveChannel<Instant> after(Duration duration) {
    return TimerChannel.once(TimerQueue.shared(), Limits.nanos(duration, "duration"));
  }

  /**
   * {@return a timer that is due {@code duration} from now}
   *
   * @param duration how long from now; not positive means now
   * @throws NullPointerException if {@code duration} is null
   */
  public static Timer timer(Duration duration) {
    return timer(TimerQueue.shared(), duration);
  }

  /**
   * {@return a channel that ticks every {@code period}, as that of {@link #ticker}, or the
   * {@linkplain Channel#nil nil channel} if {@code period} is not positive}
   *
   * @param period the time from one tick to the next; if not positive, there is none
   * @throws NullPointerException if {@code period} is null
   */
  public static ReceiveChannel<Instant> tick(Duration period) {
    long nanos = Limits.nanos(period, "period");
    return nanos <= 0 ? Channel.nil() : TimerChannel.every(TimerQueue.shared(), nanos);
  }

  /**
   * {@return a ticker with the given period; the first tick is one period from now}
   *
   * @param period the time from one tick to the next; must be positive
   * @throws IllegalArgumentException if {@code period} is not positive
   * @throws NullPointerException if {@code period} is null
   */
  public static Ticker ticker(Duration period) {
    return new Ticker(TimerQueue.shared(), period);
  }

  /**
   * Runs {@code task} in a {@linkplain Go#go(Task) goroutine} of its own, {@code duration} from
   * now. What it throws goes where the exceptions of goroutines go. The pending timer keeps {@code
   * task} reachable.
   *
   * @param duration how long from now; not positive means now
   * @param task what runs; may throw anything
   * @return the timer that can prevent it; its channel is the {@linkplain Channel#nil nil channel}
   * @throws NullPointerException if an argument is null
   */
  public static Timer afterFunc(Duration duration, Task task) {
    return afterFunc(TimerQueue.shared(), duration, task);
  }

  /**
   * Waits until {@code duration} has passed, never less. Returns at once if it is not positive.
   *
   * @param duration how long; not positive means not at all
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws NullPointerException if {@code duration} is null
   */
  public static void sleep(Duration duration) throws InterruptedException {
    long nanos = Limits.nanos(duration, "duration");
    Parker.checkInterrupt();
    if (nanos > 0) {
      Parker.await(new Sudog(), SLEEP, ParkReason.SLEEP, nanos);
    }
  }

  /**
   * Waits as {@link #sleep(Duration)} does, unless {@code cancellation} ends first.
   *
   * @param duration how long; not positive means not at all
   * @param cancellation what may end the wait; asked on entry too
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws NullPointerException if an argument is null
   */
  public static void sleep(Duration duration, Cancellation cancellation)
      throws InterruptedException {
    Objects.requireNonNull(duration, "duration must not be null");
    Objects.requireNonNull(cancellation, "cancellation must not be null");
    Parker.checkInterrupt();
    RuntimeException error = cancellation.error();
    if (error == null
        && Limits.doneOf(cancellation).tryReceive(duration) instanceof Received.Empty) {
      return;
    }
    throw error != null ? error : Limits.errorOf(cancellation);
  }

  /**
   * {@return the moment by the wall clock that timers go by: the one to count a deadline from} Code
   * that takes the time from here and waits by timers can be tested with a clock that is not the
   * machine's.
   */
  public static Instant now() {
    return Platform.now();
  }

  static Timer timer(TimerQueue timers, Duration duration) {
    TimerChannel channel = TimerChannel.once(timers, Limits.nanos(duration, "duration"));
    return new Timer(channel, channel);
  }

  static Timer afterFunc(TimerQueue timers, Duration duration, Task task) {
    Objects.requireNonNull(task, "task must not be null");
    TaskAlarm alarm = new TaskAlarm(timers, task);
    alarm.reset(Limits.nanos(duration, "duration"));
    return new Timer(Channel.nil(), alarm);
  }

  /** What sleepers are parked on. */
  private static final class Sleep extends WaitSite {
    Sleep() {
      super(SpinPolicy.NEVER);
    }

    @Override
    public String toString() {
      return "sleep";
    }
  }
}
