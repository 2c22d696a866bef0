// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Timers by the clock of the machine, fired by the library's own thread. */
class TimersRealTimeTest {
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void aTimerIsNeverEarlyAndNotLateAtRest() throws InterruptedException {
    long[] late = new long[100];
    for (int i = 0; i < late.length; i++) {
      long nanos = 200_000 + i * 37_000L;
      long start = System.nanoTime();
      Instant moment = Timers.after(Duration.ofNanos(nanos)).receive();
      late[i] = System.nanoTime() - start - nanos;
      assertThat(late[i]).isNotNegative();
      assertThat(moment).isBeforeOrEqualTo(Instant.now());
    }
    Arrays.sort(late);
    System.out.printf(
        "timer lateness in us: median %d, 90%% %d, worst %d%n",
        late[50] / 1_000, late[90] / 1_000, late[99] / 1_000);
    assertThat(late[50]).isLessThan(1_000_000_000); // at rest 1 ms; tests share their machine
  }

  @Test
  void aTaskIsNeverEarly() throws InterruptedException {
    Channel<Long> ran = Channel.unbuffered();
    for (int i = 0; i < 20; i++) {
      long nanos = 100_000 + i * 91_000L;
      long start = System.nanoTime();
      Timers.afterFunc(Duration.ofNanos(nanos), () -> ran.send(System.nanoTime()));
      assertThat(ran.receive() - start).isGreaterThanOrEqualTo(nanos);
    }
  }

  @Test
  void aTickerKeepsItsGrid() throws InterruptedException {
    List<Instant> ticks = new ArrayList<>();
    try (Ticker ticker = Timers.ticker(Duration.ofMillis(2))) {
      for (int i = 0; i < 20; i++) {
        ticks.add(ticker.channel().receive());
      }
    }
    for (int i = 1; i < ticks.size(); i++) {
      // the two clocks are not read in one instant, hence the slack
      long micros = Duration.between(ticks.get(i - 1), ticks.get(i)).toNanos() / 1_000;
      assertThat(micros).isGreaterThan(500);
    }
  }

  @Test
  void tickGivesTheChannelOfATicker() throws InterruptedException {
    ReceiveChannel<Instant> ticks = Timers.tick(Duration.ofMillis(1));
    Instant first = ticks.receive();
    assertThat(ticks.receive()).isAfter(first);
  }

  @Test
  void anEarlierDeadlineWakesTheTimerThread() throws InterruptedException {
    Timer late = Timers.timer(LONG);
    try (Workers workers = new Workers()) {
      Worker<Instant> waiting = workers.virtual("late", () -> late.channel().receive());
      waiting.awaitParked();
      assertThat(Timers.after(Duration.ofMillis(1)).tryReceive(Await.BOUND))
          .isInstanceOf(Received.Value.class);
      late.reset(Duration.ofMillis(1));
      assertThat(waiting.result()).isNotNull();
    }
  }

  @Test
  void unreferencedTimersAreCollected() {
    awaitCollected(unreferencedTimers());
  }

  /** A method of its own, so that no local variable of a live frame refers to a timer. */
  private static List<WeakReference<?>> unreferencedTimers() {
    Timer stopped = Timers.afterFunc(LONG, () -> {});
    stopped.stop();
    return List.of(
        new WeakReference<>(Timers.after(LONG)),
        new WeakReference<>(Timers.timer(LONG)),
        new WeakReference<>(Timers.timer(LONG).channel()),
        new WeakReference<>(Timers.ticker(LONG).channel()),
        new WeakReference<>(Timers.tick(Duration.ofNanos(1))),
        new WeakReference<>(stopped));
  }

  @Test
  void aTimerThatSomebodyWaitedOnAndLeftIsCollected() throws InterruptedException {
    awaitCollected(timersThatWereLeft());
  }

  private static List<WeakReference<?>> timersThatWereLeft() throws InterruptedException {
    ReceiveChannel<Instant> channel = Timers.after(LONG);
    assertThat(channel.tryReceive(Duration.ofMillis(1))).isEqualTo(Received.empty());
    ReceiveChannel<Instant> ticks = Timers.tick(LONG);
    try (Workers workers = new Workers()) {
      workers.virtual("receiver", () -> ticks.receive()).interruptAndJoin();
    }
    return List.of(new WeakReference<>(channel), new WeakReference<>(ticks));
  }

  @Test
  void theThreadIsADaemonAndAbsentBeforeTheFirstTimer() throws Exception {
    Set<Thread> before = timerThreads();
    Class<?> fresh = new FreshLoader().loadClass(Timers.class.getName());
    fresh.getMethod("sleep", Duration.class).invoke(null, Duration.ofNanos(1));
    assertThat(timerThreads()).isEqualTo(before);
    fresh.getMethod("after", Duration.class).invoke(null, LONG);
    Set<Thread> started = timerThreads();
    started.removeAll(before);
    assertThat(started).hasSize(1).allMatch(Thread::isDaemon);
  }

  private static Set<Thread> timerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("csp-timers"))
        .collect(Collectors.toSet());
  }

  private static void awaitCollected(List<WeakReference<?>> references) {
    Await.until(
        () -> {
          System.gc();
          return references.stream().allMatch(reference -> reference.get() == null);
        },
        "all are collected");
  }

  /** Has the library a second time, not yet used. */
  private static final class FreshLoader extends ClassLoader {
    FreshLoader() {
      super(TimersRealTimeTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null || !name.startsWith("csp.")) {
          return loaded != null ? loaded : super.loadClass(name, resolve);
        }
        try (InputStream file =
            Timers.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
          byte[] bytes = file.readAllBytes();
          return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException unreadable) {
          throw new ClassNotFoundException(name, unreadable);
        }
      }
    }
  }
}
