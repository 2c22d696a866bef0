// SPDX-License-Identifier: Apache-2.0
package csp;

import csp.internal.channel.Limits;
import csp.internal.channel.TimerChannel;
import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import csp.internal.timer.TimerQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Makes timers, and sleeps. Zero and negative durations mean now, and more than 292 years never.
 *
 * <p>One daemon thread, started at the first use, serves all timers that somebody waits for. While
 * there are none it sleeps.
 */
public final class Timers {
  private static final Sleep SLEEP = new Sleep();

  private Timers() {}

  /**
   * Returns a channel that delivers, once, the moment {@code duration} from now: the channel of
   * {@link #timer}. It costs nothing to forget it.
   *
   * @throws NullPointerException if {@code duration} is null
   */
  public static ReceiveChannel<Instant> after(Duration duration) {
    return TimerChannel.once(TimerQueue.shared(), Limits.nanos(duration, "duration"));
  }

  /**
   * Returns a timer that is due {@code duration} from now.
   *
   * @throws NullPointerException if {@code duration} is null
   */
  public static Timer timer(Duration duration) {
    return timer(TimerQueue.shared(), duration);
  }

  /**
   * Returns a channel that ticks every {@code period}, as that of {@link #ticker}, or the
   * {@linkplain Channel#nil nil channel} if {@code period} is not positive.
   *
   * @throws NullPointerException if {@code period} is null
   */
  public static ReceiveChannel<Instant> tick(Duration period) {
    long nanos = Limits.nanos(period, "period");
    return nanos <= 0 ? Channel.nil() : TimerChannel.every(TimerQueue.shared(), nanos);
  }

  /**
   * Returns a ticker with the given period; the first tick is one period from now.
   *
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
   * @return the timer that can prevent it; its channel is the {@linkplain Channel#nil nil channel}
   * @throws NullPointerException if an argument is null
   */
  public static Timer afterFunc(Duration duration, Task task) {
    return afterFunc(TimerQueue.shared(), duration, task);
  }

  /**
   * Waits until {@code duration} has passed, never less. Returns at once if it is not positive.
   *
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
    if (error == null && cancellation.done().tryReceive(duration) instanceof Received.Empty) {
      return;
    }
    throw error != null ? error : Limits.errorOf(cancellation);
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
    @Override
    public String toString() {
      return "sleep";
    }
  }
}
