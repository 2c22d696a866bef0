// SPDX-License-Identifier: Apache-2.0
package csp;

import csp.internal.channel.Limits;
import csp.internal.channel.TimerChannel;
import csp.internal.timer.TimerQueue;
import java.time.Duration;
import java.time.Instant;

/**
 * A regular beat: {@link #channel} delivers the moments on a grid that starts when the ticker is
 * made or reset. {@link Timers} makes them.
 *
 * <p>One tick at most is pending. A receiver that comes late gets the first tick that it missed,
 * then the next one on the grid after now; there is no burst. A ticker that nobody refers to is
 * collected, stopped or not, unless somebody waits for it. Any number of threads may use one
 * ticker. Its time and memory effects are those of {@link Timer}.
 */
public final class Ticker implements AutoCloseable {
  private final TimerChannel channel;

  Ticker(TimerQueue timers, Duration period) {
    this.channel = TimerChannel.every(timers, positive(period, "NewTicker"));
  }

  /**
   * {@return the channel that delivers the moments at which ticks were due, by the wall clock} Its
   * length and capacity are always 0, and it is never closed.
   */
  public ReceiveChannel<Instant> channel() {
    return channel;
  }

  /**
   * Stops the ticker: no tick is received from it after this until it is reset, not even a pending
   * one. The channel is not closed: who receives from it waits on. Never waits; stopping twice is
   * stopping once.
   */
  public void stop() {
    channel.stop();
  }

  /**
   * Gives the ticker a new period; the first tick is one period from now. A pending tick is
   * dropped. More than 292 years are for ever.
   *
   * @param period the time from one tick to the next; must be positive
   * @throws IllegalArgumentException if {@code period} is not positive
   * @throws NullPointerException if {@code period} is null
   */
  public void reset(Duration period) {
    channel.reset(positive(period, "Ticker.Reset"));
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  /** The nanoseconds of {@code period}, or an exception whose text starts as Go's does. */
  private static long positive(Duration period, String where) {
    long nanos = Limits.nanos(period, "period");
    if (nanos <= 0) {
      throw new IllegalArgumentException(
          "non-positive interval for " + where + ": interval must be > 0, was " + period);
    }
    return nanos;
  }
}
