// SPDX-License-Identifier: Apache-2.0
package csp;

import csp.internal.channel.Limits;
import csp.internal.timer.Alarm;
import java.time.Duration;
import java.time.Instant;

/**
 * A single deadline: {@link #channel} delivers the moment of it, or a task runs then. {@link
 * Timers} makes them.
 *
 * <p>A timer that nobody refers to is collected, stopped or not, due or not, unless somebody waits
 * for it or it runs a task. Any number of threads may use one timer. Time is measured with the
 * monotonic clock, never early, and late by about a millisecond at most on a machine at rest.
 *
 * <p>Memory: what a thread did before it made or reset the timer happens-before the receive of the
 * resulting moment, and before the resulting run of the task.
 */
public final class Timer {
  private final ReceiveChannel<Instant> channel;
  private final Alarm alarm;

  Timer(ReceiveChannel<Instant> channel, Alarm alarm) {
    this.channel = channel;
    this.alarm = alarm;
  }

  /**
   * {@return the channel that delivers, once, the moment at which the timer was due, by the wall
   * clock; for {@link Timers#afterFunc} the {@linkplain Channel#nil nil channel}} Its length and
   * capacity are always 0, and it is never closed.
   */
  public ReceiveChannel<Instant> channel() {
    return channel;
  }

  /**
   * Stops the timer: after this nothing is received from it until it is reset, even if it was due
   * already. Never waits, not even for a task that has begun.
   *
   * @return whether this prevented a receive, or the start of the task: false when the moment was
   *     received, the task was started, or the timer was stopped before
   */
  public boolean stop() {
    return alarm.stop();
  }

  /**
   * Sets the timer to {@code duration} from now; the old deadline will not be heard of. Zero and
   * negative mean now, more than 292 years never. A task that has begun goes on, and may overlap
   * with the next run.
   *
   * @param duration how long from now; not positive means now
   * @return whether the timer was pending still, as {@link #stop} says it
   * @throws NullPointerException if {@code duration} is null
   */
  public boolean reset(Duration duration) {
    return alarm.reset(Limits.nanos(duration, "duration"));
  }
}
