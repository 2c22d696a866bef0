// SPDX-License-Identifier: Apache-2.0
package csp;

import csp.internal.channel.TimerChannel;
import csp.internal.timer.Clock;
import csp.internal.timer.TimerQueue;
import csp.testkit.Await;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is moved, and the timers that go by it; no thread. */
final class HandClock implements Clock {
  /** The resolution of the timers: what is due on a multiple of it is fired exactly then. */
  static final Duration TICK = Duration.ofNanos(1 << 19);

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private volatile long nanos = Long.MAX_VALUE - 1000; // the machine's may be anywhere: it wraps
  private volatile Instant wall = START;
  final TimerQueue timers = new TimerQueue(this);

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return wall;
  }

  /** Moves the clock without firing anything. */
  void move(Duration duration) {
    wall = wall.plus(duration);
    nanos += duration.toNanos();
  }

  /** Moves the clock, then fires what is due. */
  void advance(Duration duration) {
    move(duration);
    timers.fireDue();
  }

  /**
   * Returns when {@code count} wait for a timer. Their number is seen before the last of them has
   * set the timer, which it does under the same lock: a clock that was moved in between would fire
   * nothing.
   */
  static void awaitReceivers(ReceiveChannel<Instant> channel, int count) {
    Await.until(() -> channel.waitingReceivers() == count, count + " receivers wait");
    ((TimerChannel) channel).checkInvariants(); // takes the lock
  }

  static Duration ticks(long count) {
    return TICK.multipliedBy(count);
  }

  static Instant at(long tick) {
    return START.plus(ticks(tick));
  }
}
