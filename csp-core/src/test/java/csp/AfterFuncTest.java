// SPDX-License-Identifier: Apache-2.0
package csp;

import static csp.HandClock.ticks;
import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

class AfterFuncTest {
  private final HandClock clock = new HandClock();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void runsTheTaskOnceInAGoroutineOfItsOwn() {
    AtomicReference<Thread> ranOn = new AtomicReference<>();
    Timer timer = afterFunc(ticks(10), () -> ranOn.set(Thread.currentThread()));
    clock.advance(ticks(10).minusNanos(1));
    assertThat(timer.stop()).isTrue(); // nothing had begun
    assertThat(timer.reset(ticks(10))).isFalse();
    clock.advance(ticks(11)); // it is due in the middle of a tick
    Await.until(() -> ranOn.get() != null, "the task runs");
    assertThat(ranOn.get().isVirtual()).isTrue();
    assertThat(ranOn.get()).isNotSameAs(Thread.currentThread());
  }

  @Test
  void itsChannelIsNil() {
    assertThat(afterFunc(ticks(1), runs::incrementAndGet).channel()).isSameAs(Channel.nil());
  }

  @Test
  void stopPreventsTheRun() {
    Timer timer = afterFunc(ticks(10), runs::incrementAndGet);
    assertThat(timer.stop()).isTrue();
    assertThat(timer.stop()).isFalse();
    assertThat(clock.timers.fireDue()).isFalse();
    clock.move(ticks(20));
    assertThat(clock.timers.fireDue()).isFalse();
  }

  @Test
  void stopAfterTheStartIsFalseAndDoesNotWait() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    CountDownLatch finished = new CountDownLatch(1);
    Timer timer =
        afterFunc(
            ticks(1),
            () -> {
              started.countDown();
              finish.await();
              finished.countDown();
            });
    clock.advance(ticks(1));
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(timer.stop()).isFalse();
    finish.countDown();
    assertThat(finished.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void resetOfAPendingOneMovesItAndIsTrue() {
    Timer timer = afterFunc(ticks(10), runs::incrementAndGet);
    assertThat(timer.reset(ticks(20))).isTrue();
    clock.move(ticks(19));
    assertThat(clock.timers.fireDue()).isFalse();
    clock.move(ticks(1));
    assertThat(clock.timers.fireDue()).isTrue();
    awaitRuns(1);
  }

  @Test
  void resetAfterTheRunRunsItAgainAndMayOverlap() throws InterruptedException {
    CountDownLatch bothRun = new CountDownLatch(2);
    Timer timer =
        afterFunc(
            ticks(1),
            () -> {
              bothRun.countDown();
              bothRun.await(); // each waits for the other
              runs.incrementAndGet();
            });
    clock.advance(ticks(1));
    assertThat(timer.reset(ticks(1))).isFalse();
    clock.advance(ticks(1));
    awaitRuns(2);
  }

  @Test
  void zeroAndNegativeMeanNow() {
    afterFunc(Duration.ZERO, runs::incrementAndGet);
    afterFunc(Duration.ofSeconds(Long.MIN_VALUE), runs::incrementAndGet);
    clock.advance(Duration.ZERO);
    clock.advance(ticks(1)); // the first is due in the middle of a tick
    awaitRuns(2);
  }

  @Test
  void forEverIsPendingButNeverRuns() {
    Timer timer = afterFunc(Duration.ofSeconds(Long.MAX_VALUE), runs::incrementAndGet);
    clock.move(Duration.ofDays(200 * 365));
    assertThat(clock.timers.fireDue()).isFalse();
    assertThat(timer.reset(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    assertThat(timer.stop()).isTrue();
    assertThat(timer.stop()).isFalse();
  }

  @Test
  @ResourceLock(Resources.SYSTEM_ERR)
  void whatTheTaskThrowsIsLoggedAndTheNextOneRuns() {
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    PrintStream standardError = System.err;
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try {
      afterFunc(
          ticks(1),
          () -> {
            throw new IOException("disk on fire");
          });
      afterFunc(ticks(1), runs::incrementAndGet);
      clock.advance(ticks(1));
      Await.until(() -> logged.toString(StandardCharsets.UTF_8).contains("disk"), "it is logged");
      awaitRuns(1);
    } finally {
      System.setErr(standardError);
    }
    assertThat(logged.toString(StandardCharsets.UTF_8))
        .contains("csp.Go")
        .contains("csp.AfterFuncTest.whatTheTaskThrowsIsLoggedAndTheNextOneRuns(AfterFuncTest");
  }

  private Timer afterFunc(Duration duration, Task task) {
    return Timers.afterFunc(clock.timers, duration, task);
  }

  private void awaitRuns(int count) {
    Await.until(() -> runs.get() == count, count + " runs, were " + runs);
  }
}
