// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.Go;
import csp.ReceiveChannel;
import csp.Task;
import csp.testkit.Await;
import csp.testkit.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Time that a test moves by hand, and the goroutines that were started. */
final class HandHost implements Host {
  private record Alarm(long due, Channel<Instant> channel) {}

  private final boolean hasty;
  private final int mostThreads;
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final List<Alarm> alarms = new ArrayList<>(); // guarded by this
  private long now = Long.MAX_VALUE - 10; // it wraps; guarded by this

  private HandHost(boolean hasty, int mostThreads) {
    this.hasty = hasty;
    this.mostThreads = mostThreads;
  }

  /** One whose time stands still until it is moved. */
  static HandHost still() {
    return new HandHost(false, Integer.MAX_VALUE);
  }

  /** One whose time moves on by itself whenever somebody wants to wait for it. */
  static HandHost hasty() {
    return new HandHost(true, Integer.MAX_VALUE);
  }

  /** One that starts {@code most} goroutines, and fails then. */
  static HandHost poor(int most) {
    return new HandHost(false, most);
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized ReceiveChannel<Instant> after(long nanos) {
    Channel<Instant> channel = Channel.buffered(1);
    alarms.add(new Alarm(now + nanos, channel));
    if (hasty) {
      advance(Duration.ofNanos(nanos));
    }
    return channel;
  }

  @Override
  public void go(String name, Task task) {
    if (threads.size() >= mostThreads) {
      throw new OutOfMemoryError("no thread");
    }
    threads.add(Go.go(name, task));
  }

  synchronized void advance(Duration duration) {
    now += duration.toNanos();
    for (Iterator<Alarm> each = alarms.iterator(); each.hasNext(); ) {
      Alarm alarm = each.next();
      if (alarm.due - now <= 0) {
        each.remove();
        alarm.channel.trySend(Instant.EPOCH);
      }
    }
  }

  /** Waits until somebody waits for an alarm, of which {@code count} were set and not due yet. */
  void awaitAlarms(int count) {
    Await.until(
        () -> {
          synchronized (this) {
            return alarms.size() == count && alarms.getLast().channel.waitingReceivers() == 1;
          }
        },
        count + " alarms");
  }

  int started() {
    return threads.size();
  }

  /** Waits until {@code count} goroutines have ended. */
  void awaitEnded(int count) {
    Await.until(
        () -> threads.stream().filter(thread -> !thread.isAlive()).count() == count,
        count + " ended");
  }

  /** Waits until all goroutines are parked or have ended. */
  void awaitQuiet() {
    for (Thread thread : threads) {
      Await.until(() -> !thread.isAlive() || Threads.isParked(thread), "quiet", thread);
    }
  }

  /** Fails if a goroutine is left; one whose work is over may take a moment to vanish. */
  void assertNobodyLeft() {
    for (Thread thread : threads) {
      Await.until(() -> !thread.isAlive(), "ended: " + thread.getName(), thread);
    }
    assertThat(threads).allMatch(thread -> thread.getName().startsWith("pipeline "));
  }
}
