// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import csp.ChannelClosedException;
import csp.InterruptedReceiveException;
import csp.context.Context;
import csp.context.ContextException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A thread of a town: what it decides by chance, and how much it has done. */
final class Citizen {
  private static final int VISIT = 48; // calls, about, before it takes up another trade
  private static final Duration[] MOMENTS = moments();

  final int number;
  final SplittableRandom random;
  private final Weather weather;
  private long calls; // written by its thread, read when that has ended

  Citizen(int number, SplittableRandom random, Weather weather) {
    this.number = number;
    this.random = random;
    this.weather = weather;
  }

  private static Duration[] moments() {
    Duration[] moments = new Duration[64];
    for (int i = 0; i < moments.length; i++) {
      moments[i] = Duration.ofNanos(i * i * 12L); // 0 to 48 microseconds, mostly short
    }
    return moments;
  }

  /** A short time, zero among them. */
  Duration moment() {
    return MOMENTS[random.nextInt(MOMENTS.length)];
  }

  /** A context that the weather may end at any time. */
  Context shelter() {
    return weather.shelter();
  }

  /** Keeps what it holds for a moment, now and then, so that others have to wait for it. */
  void linger() {
    if (oneOf(8)) {
      Thread.yield();
    } else if (oneOf(200)) {
      LockSupport.parkNanos(20_000);
    }
  }

  boolean oneOf(int chances) {
    return random.nextInt(chances) == 0;
  }

  long calls() {
    return calls;
  }

  /** Takes up one of {@code trades} after the other, as long as there is something left to do. */
  void work(List<District.Trade> trades, AtomicLong left) {
    while (left.get() > 0) {
      long before = calls;
      District.Trade trade = trades.get(random.nextInt(trades.size()));
      while (calls - before < VISIT) {
        act(trade);
      }
      left.addAndGet(before - calls);
    }
  }

  /** Does the same all the time until {@code done}. */
  void stay(District.Trade trade, BooleanSupplier done, AtomicLong left) {
    while (!done.getAsBoolean()) {
      long before = calls;
      while (calls - before < VISIT && !done.getAsBoolean()) {
        act(trade);
      }
      left.addAndGet(before - calls);
    }
  }

  /** Does one thing; being troubled by the weather, or that a channel was closed, is no failure. */
  void act(District.Trade trade) {
    try {
      calls += trade.act();
    } catch (InterruptedException | ContextException | ChannelClosedException troubled) {
      calls++;
    } catch (InterruptedReceiveException troubled) {
      calls++;
      Thread.interrupted(); // a loop over a channel sets it again
    }
  }
}
