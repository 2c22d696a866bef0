// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An interrupted select has done nothing; one that an interrupt came too late for has. */
class SelectInterruptTest {
  @Test
  void interruptedOnEntryThrowsAndTakesNothing() {
    Channel<Integer> ready = Probe.full(7);
    Channel<Integer> room = Channel.buffered(1);
    Clause<Integer> receive = onReceive(ready, v -> v);
    Clause<Integer> send = onSend(room, 1, () -> 1);
    assertInterrupted(() -> select(receive, send));
    assertInterrupted(() -> selectFirst(receive, send));
    assertInterrupted(() -> select(receive, onTimeout(Duration.ofHours(1), () -> 1)));
    assertThat(ready.length()).isEqualTo(1);
    assertThat(room.length()).isZero();
    Probe.assertIdle(ready, room);
  }

  private static void assertInterrupted(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Thread.currentThread().interrupt();
    assertThatThrownBy(call).isExactlyInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).as("the status is cleared").isFalse();
  }

  @Test
  void selectThatNeverWaitsDoesNotLookAtTheStatus() throws InterruptedException {
    Channel<Integer> ready = Probe.full(7, 8);
    Channel<Integer> quiet = Channel.unbuffered();
    Clause<Integer> fallback = onDefault(() -> 0);
    Clause<Integer> atOnce = onTimeout(Duration.ZERO, () -> 0);
    Thread.currentThread().interrupt();
    try {
      Integer first = select(onReceive(ready, v -> v), fallback);
      Integer second = selectFirst(onReceive(ready, v -> v), atOnce);
      Integer third = select(onReceive(quiet, v -> v), fallback);
      Integer fourth = select(onReceive(quiet, v -> v), atOnce);
      assertThat(new Integer[] {first, second, third, fourth}).containsExactly(7, 8, 0, 0);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptedWhileParkedThrowsAndLeavesNothing(ThreadKind kind) {
    Channel<Integer> a = Channel.unbuffered();
    Channel<Integer> b = Probe.full(1);
    try (Workers workers = new Workers()) {
      Worker<Integer> worker =
          workers.<Integer>start(
              kind,
              "select",
              () ->
                  select(
                      onReceive(a, v -> v),
                      onSend(a, 2, () -> 2),
                      onSend(b, 2, () -> 2),
                      onTimeout(Duration.ofHours(1), () -> 3)));
      workers.until(() -> a.waitingSenders() + b.waitingSenders() == 2, "queued");
      worker.interruptAndJoin();
    }
    Probe.assertIdle(a, b);
    assertThat(a.trySend(1)).isFalse();
    assertThat(b.length()).isEqualTo(1);
  }

  // interrupt | send | select
  //
  // Red if an interrupt throws though a peer was faster, and if it then clears the status.
  @ParameterizedTest
  @EnumSource
  void elementIsDeliveredOrStillTheSenders(ThreadKind kind) {
    int rounds = 10_000;
    Channel<Integer> a = Channel.unbuffered();
    Channel<Integer> b = Channel.unbuffered();
    CyclicBarrier barrier = new CyclicBarrier(3);
    int[] received = {0};
    int[] kept = {0};
    int[] sent = {0};
    try (Workers workers = new Workers()) {
      Worker<Void> receiver =
          workers.start(
              kind,
              "receiver",
              () -> {
                for (int round = 0; round < rounds; round++) {
                  barrier.await(20, TimeUnit.SECONDS);
                  try {
                    select(onReceive(b, v -> null), doOnReceive(a, v -> received[0]++));
                    // The interrupt comes, or has come and was kept.
                    while (!Thread.currentThread().isInterrupted()) {
                      Thread.onSpinWait();
                    }
                    kept[0]++;
                  } catch (InterruptedException nothingReceived) {
                    // so the sender has it
                  }
                  Thread.interrupted();
                  barrier.await(20, TimeUnit.SECONDS);
                }
              });
      workers.platform(
          "interrupter",
          () -> {
            for (int round = 0; round < rounds; round++) {
              barrier.await(20, TimeUnit.SECONDS);
              spin(round % 50);
              receiver.interrupt();
              barrier.await(20, TimeUnit.SECONDS);
            }
          });
      workers.platform(
          "sender",
          () -> {
            for (int round = 0; round < rounds; round++) {
              barrier.await(20, TimeUnit.SECONDS);
              spin(round / 50 % 50);
              sent[0] += a.trySend(round) ? 1 : 0;
              barrier.await(20, TimeUnit.SECONDS);
            }
          });
    }
    assertThat(received[0]).isEqualTo(sent[0]);
    assertThat(kept[0]).isEqualTo(received[0]);
    Probe.assertIdle(a, b);
    System.out.println("interrupt and send: " + sent[0] + " of " + rounds + " received");
  }

  private static void spin(int rounds) {
    for (int i = 0; i < rounds; i++) {
      Thread.onSpinWait();
    }
  }
}
