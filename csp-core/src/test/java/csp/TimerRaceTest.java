// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimerRaceTest {
  private static final int ROUNDS = 1_500;
  private static final Duration SOON = Duration.ofNanos(300_000);

  // stop | fire to a waiting receiver
  //
  // Red if stop answers before it has taken `due` back, or fire delivers without looking at `due`.
  @Test
  void stopIsTrueExactlyWhenNothingIsReceived() {
    try (Workers workers = new Workers(Duration.ofSeconds(60))) {
      CyclicBarrier barrier = new CyclicBarrier(2);
      Timer timer = Timers.timer(Duration.ofHours(1));
      int[] received = {0};
      int[] stopped = {0};
      workers.virtual(
          "receiver",
          () -> {
            for (int round = 0; round < ROUNDS; round++) {
              await(barrier);
              boolean got =
                  timer.channel().tryReceive(Duration.ofMillis(1)) instanceof Received.Value;
              received[0] += got ? 1 : 0;
              await(barrier);
              await(barrier);
            }
          });
      workers.platform(
          "stopper",
          () -> {
            for (int round = 0; round < ROUNDS; round++) {
              timer.reset(SOON);
              await(barrier);
              spin((round % 64) * 20_000L); // before, around and after the deadline
              boolean prevented = timer.stop();
              Received<Instant> stale = timer.channel().tryReceive();
              assertThat(stale).isEqualTo(Received.empty());
              stopped[0] += prevented ? 1 : 0;
              await(barrier);
              assertThat(received[0] + stopped[0]).isEqualTo(round + 1);
              await(barrier);
            }
          });
      workers.joinAll();
      System.out.println(
          "stop and receive: " + stopped[0] + " stopped, " + received[0] + " received");
    }
  }

  // reset | fire | receive
  //
  // Red if a fire that was on its way delivers after a reset has made the timer due later.
  @Test
  void nothingOldIsReceivedAfterAReset() {
    try (Workers workers = new Workers(Duration.ofSeconds(60))) {
      CyclicBarrier barrier = new CyclicBarrier(2);
      Timer timer = Timers.timer(Duration.ofHours(1));
      boolean[] received = {false};
      workers.virtual(
          "receiver",
          () -> {
            for (int round = 0; round < ROUNDS / 3; round++) {
              await(barrier);
              received[0] =
                  timer.channel().tryReceive(Duration.ofMillis(1)) instanceof Received.Value;
              await(barrier);
              await(barrier);
            }
          });
      workers.platform(
          "resetter",
          () -> {
            for (int round = 0; round < ROUNDS / 3; round++) {
              timer.reset(SOON);
              await(barrier);
              spin((round % 64) * 20_000L);
              boolean wasPending = timer.reset(Duration.ofHours(1));
              await(barrier);
              assertThat(received[0]).isEqualTo(!wasPending);
              await(barrier);
            }
          });
    }
  }

  // afterFunc | stop
  //
  // Red if the node is taken off the queue without its being marked as not pending.
  @Test
  void aStoppedTaskHasNotRunAndOneThatWasNotStoppedRuns() throws InterruptedException {
    AtomicInteger ran = new AtomicInteger();
    int stopped = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Timer timer = Timers.afterFunc(SOON, ran::incrementAndGet);
      spin((round % 64) * 20_000L);
      stopped += timer.stop() ? 1 : 0;
    }
    int prevented = stopped;
    csp.testkit.Await.until(() -> ran.get() + prevented == ROUNDS, "the others run");
    Timers.sleep(Duration.ofMillis(5)); // none more
    assertThat(ran.get() + stopped).isEqualTo(ROUNDS);
    System.out.println("stop and afterFunc: " + stopped + " stopped, " + ran + " ran");
  }

  // ticker | receivers | reset
  //
  // Red if a tick is given to two receivers, or a receiver that waits is forgotten after a reset.
  @Test
  void receiversOfOneTickerShareTicksThatNeverGoBack() {
    try (Workers workers = new Workers(Duration.ofSeconds(60))) {
      Ticker ticker = Timers.ticker(Duration.ofNanos(700_000));
      for (int i = 0; i < 4; i++) {
        workers.virtual(
            "receiver",
            () -> {
              Instant last = Instant.MIN;
              for (int count = 0; count < 100; count++) {
                Instant tick = ticker.channel().receive();
                assertThat(tick.plusMillis(5)).isAfter(last); // the wall clock may be slewed
                last = tick;
              }
            });
      }
      workers.platform(
          "resetter",
          () -> {
            for (int count = 0; count < 50; count++) {
              spin(1_000_000);
              ticker.reset(Duration.ofNanos(500_000 + count * 1_000));
            }
          });
    }
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  private static void await(CyclicBarrier barrier) throws Exception {
    barrier.await(30, TimeUnit.SECONDS);
  }
}
