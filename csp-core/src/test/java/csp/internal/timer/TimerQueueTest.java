// SPDX-License-Identifier: Apache-2.0
package csp.internal.timer;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimerQueueTest {
  private static final long MILLI = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLI;
  private static final int MILLION = 1_000_000;

  private final AtomicInteger fired = new AtomicInteger();

  /** Where a million deadlines lie. */
  enum Spread {
    ONE_DEADLINE(i -> HOUR),
    ONE_MINUTE(i -> HOUR + (i * 7_919L) % 60_000 * MILLI),
    ONE_TICK_EACH(i -> HOUR + (i * 7_919L) % MILLION * (1L << 19));

    private final LongUnaryOperator deadline;

    Spread(LongUnaryOperator deadline) {
      this.deadline = deadline;
    }
  }

  @Test
  void noTimeFromNowIsNowAndTooMuchIsTheEnd() {
    StillClock clock = new StillClock();
    TimerQueue queue = new TimerQueue(clock);
    clock.nanos.set(5);
    assertThat(queue.after(0)).isEqualTo(5);
    assertThat(queue.after(Long.MIN_VALUE)).isEqualTo(5);
    assertThat(queue.after(1)).isEqualTo(6);
    assertThat(queue.after(TimerQueue.AT_THE_END - 6)).isEqualTo(TimerQueue.AT_THE_END - 1);
    assertThat(queue.after(TimerQueue.AT_THE_END - 5)).isEqualTo(TimerQueue.AT_THE_END);
    assertThat(queue.after(Long.MAX_VALUE)).isEqualTo(TimerQueue.AT_THE_END);
  }

  @ParameterizedTest
  @EnumSource
  void aMillionAreFine(Spread spread) {
    StillClock clock = new StillClock();
    TimerQueue queue = new TimerQueue(clock);
    List<TimerNode> nodes = new ArrayList<>(MILLION);
    for (int i = 0; i < MILLION; i++) {
      nodes.add(new Counter());
    }
    long memory = usedMemory();
    long start = System.nanoTime();
    scheduleAll(queue, nodes, spread);
    long scheduled = System.nanoTime();
    long more = usedMemory() - memory;
    for (TimerNode node : nodes) {
      assertThatTrue(queue.cancel(node));
    }
    long cancelStart = System.nanoTime();
    scheduleAll(queue, nodes, spread);
    for (TimerNode node : nodes) {
      assertThatTrue(queue.cancel(node));
    }
    long cancelled = System.nanoTime();
    long left = usedMemory() - memory;
    scheduleAll(queue, nodes, spread);
    clock.nanos.addAndGet(2 * HOUR);
    long fireStart = System.nanoTime();
    assertThat(queue.fireDue()).isTrue();
    long end = System.nanoTime();
    assertThat(fired).hasValue(MILLION);
    assertThat(queue.fireDue()).isFalse();
    System.out.printf(
        "a million timers, %s: schedule %d ns, schedule and cancel %d ns, fire %d ns each;"
            + " %d bytes each while pending, %d KiB left after%n",
        spread,
        (scheduled - start) / MILLION,
        (cancelled - cancelStart) / MILLION,
        (end - fireStart) / MILLION,
        more / MILLION,
        left / 1024);
    assertThat(more / MILLION).isLessThan(200);
    assertThat(left).isLessThan(4 << 20);
    assertThat(end - start).isLessThan(60_000 * MILLI); // not quadratic
  }

  private static void scheduleAll(TimerQueue queue, List<TimerNode> nodes, Spread spread) {
    for (int i = 0; i < nodes.size(); i++) {
      queue.schedule(nodes.get(i), spread.deadline.applyAsLong(i));
    }
  }

  @Test
  void schedulingAgainMoves() {
    StillClock clock = new StillClock();
    TimerQueue queue = new TimerQueue(clock);
    Counter node = new Counter();
    assertThat(queue.schedule(node, HOUR)).isFalse();
    assertThat(queue.schedule(node, HOUR)).isTrue();
    assertThat(queue.schedule(node, 2 * HOUR)).isTrue();
    clock.nanos.addAndGet(HOUR + MILLI);
    assertThat(queue.fireDue()).isFalse();
    clock.nanos.addAndGet(HOUR);
    assertThat(queue.fireDue()).isTrue();
    assertThat(fired).hasValue(1);
    assertThat(queue.schedule(node, HOUR)).isFalse(); // overdue
    assertThat(queue.fireDue()).isTrue();
    assertThat(queue.cancel(node)).isFalse();
  }

  @Test
  void theThreadHasNoTimeLimitWhenNothingIsPending() {
    TimerQueue queue = new TimerQueue(Clock.PLATFORM);
    Thread thread = TimerThread.start(queue);
    assertThat(thread.isDaemon()).isTrue();
    awaitState(thread, Thread.State.WAITING);
    Counter node = new Counter();
    queue.schedule(node, queue.after(HOUR));
    awaitState(thread, Thread.State.TIMED_WAITING);
    Counter soon = new Counter();
    queue.schedule(soon, queue.after(MILLI));
    Await.until(() -> fired.get() == 1, "the earlier one wakes the thread", thread);
    awaitState(thread, Thread.State.TIMED_WAITING);
    queue.schedule(node, queue.after(0));
    Await.until(() -> fired.get() == 2, "the other is moved to now", thread);
    awaitState(thread, Thread.State.WAITING);
    queue.schedule(soon, queue.after(20 * MILLI));
    assertThat(queue.cancel(soon)).isTrue();
    awaitState(thread, Thread.State.WAITING);
    assertThat(fired).hasValue(2);
  }

  @Test
  void aFarDeadlineCostsNoWakeUps() {
    CountingClock clock = new CountingClock();
    TimerQueue queue = new TimerQueue(clock);
    Thread thread = TimerThread.start(queue);
    Counter far = new Counter();
    Counter near = new Counter();
    queue.schedule(far, queue.after(HOUR));
    awaitState(thread, Thread.State.TIMED_WAITING);
    clock.reads.set(0);
    queue.schedule(near, queue.after(100 * MILLI));
    Await.until(() -> fired.get() == 1, "the near one is fired", thread);
    awaitState(thread, Thread.State.TIMED_WAITING);
    assertThat(clock.reads.get()).isLessThan(20); // 200 ticks have passed
    queue.cancel(far);
  }

  @Test
  void anInterruptDoesNotEndTheThread() {
    TimerQueue queue = new TimerQueue(Clock.PLATFORM);
    Thread thread = TimerThread.start(queue);
    awaitState(thread, Thread.State.WAITING);
    thread.interrupt();
    Await.until(() -> !thread.isInterrupted(), "it is taken", thread);
    queue.schedule(new Counter(), queue.after(MILLI));
    Await.until(() -> fired.get() == 1, "the next one is fired", thread);
  }

  @Test
  @ResourceLock(Resources.SYSTEM_ERR)
  void whatANodeThrowsIsLoggedAndTheThreadGoesOn() {
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    PrintStream standardError = System.err;
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try {
      TimerQueue queue = new TimerQueue(Clock.PLATFORM);
      TimerThread.start(queue);
      queue.schedule(
          new TimerNode() {
            @Override
            protected void fire() {
              throw new AssertionError("broken node");
            }
          },
          queue.after(MILLI));
      queue.schedule(new Counter(), queue.after(MILLI));
      Await.until(() -> fired.get() == 1, "the next one is fired");
    } finally {
      System.setErr(standardError);
    }
    assertThat(logged.toString(StandardCharsets.UTF_8))
        .contains("csp.Timers - a timer failed")
        .contains("broken node");
  }

  private static void awaitState(Thread thread, Thread.State state) {
    Await.until(() -> thread.getState() == state, "the timer thread is " + state, thread);
  }

  private static void assertThatTrue(boolean condition) {
    if (!condition) {
      throw new AssertionError("not pending");
    }
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private final class Counter extends TimerNode {
    @Override
    protected void fire() {
      fired.incrementAndGet();
    }
  }

  private static final class StillClock implements Clock {
    final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanoTime() {
      return nanos.get();
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }
  }

  private static final class CountingClock implements Clock {
    final AtomicInteger reads = new AtomicInteger();

    @Override
    public long nanoTime() {
      reads.incrementAndGet();
      return System.nanoTime();
    }

    @Override
    public Instant now() {
      return Instant.now();
    }
  }
}
