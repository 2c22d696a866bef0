// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.internal.channel.SelectPort;
import csp.internal.channel.StandardChannel;
import csp.testkit.Await;
import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import csp.testkit.Threads;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Interruption competes with peers for the waiter: it wins and nothing happened, or it comes too
 * late.
 */
class ChannelInterruptTest {
  private static final Duration LONG = Duration.ofDays(1);

  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void interruptOnEntryThrowsThoughNoWaitIsNeeded(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.holding(capacity / 2, capacity, kind)) {
      for (Workers.Body operation :
          List.<Workers.Body>of(
              () -> probe.channel.send(7),
              () -> probe.channel.trySend(7, LONG),
              () -> probe.channel.trySend(7, Duration.ZERO),
              () -> probe.channel.sendAll(List.of(7, 8)),
              () -> probe.channel.receive(),
              () -> probe.channel.tryReceive(LONG),
              () -> probe.channel.tryReceive(Duration.ZERO),
              () -> probe.channel.receiveBatch(new ArrayList<>(), 1))) {
        Worker<Boolean> worker =
            probe.workers.start(
                kind,
                "interrupted",
                () -> {
                  Thread.currentThread().interrupt();
                  assertThatThrownBy(operation::run).isInstanceOf(InterruptedException.class);
                  return Thread.currentThread().isInterrupted();
                });
        assertThat(worker.result()).as("the flag is taken by the exception").isFalse();
      }
      assertThat(probe.channel.length()).isEqualTo(capacity / 2);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void immediateFormsIgnoreTheFlag(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      probe
          .start(
              "interrupted",
              () -> {
                Thread.currentThread().interrupt();
                assertThat(probe.channel.trySend(7)).isTrue();
                assertThat(probe.channel.tryReceive()).isEqualTo(new Received.Value<>(7));
                assertThat(probe.channel.drainTo(new ArrayList<>(), 1)).isZero();
                assertThat(probe.channel.tryClose()).isTrue();
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
              })
          .result();
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void interruptedReceiveLeavesNothingBehind(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      probe.parkedReceiver().interruptAndJoin();
      probe.parkedReceiver("timed", () -> probe.channel.tryReceive(LONG)).interruptAndJoin();
      List<Integer> sink = new ArrayList<>();
      probe.parkedReceiver("batch", () -> probe.channel.receiveBatch(sink, 5)).interruptAndJoin();
      probe.assertWaiting(0, 0);
      assertThat(sink).isEmpty();
      assertThat(probe.channel.trySend(7)).as("kept for the next one").isEqualTo(capacity > 0);
      probe.assertHolds(capacity > 0 ? new Integer[] {7} : new Integer[0]);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void interruptedSendLeavesNothingBehind(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      probe.parkedSender(101).interruptAndJoin();
      probe.parkedSender("timed", () -> probe.channel.trySend(102, LONG)).interruptAndJoin();
      probe.assertWaiting(0, 0);
      for (int value = 1; value <= capacity; value++) {
        assertThat(probe.receive()).isEqualTo(value);
      }
      probe.assertHolds();
    }
  }

  /**
   * The sender has claimed the receiver, and holds the lock, when the interrupt comes. Fails if an
   * interrupt does not have to win the claim (P1): then the element is lost.
   */
  @ParameterizedTest
  @CapacitiesAndThreads
  void interruptThatComesTooLateLeavesTheElementAndTheFlag(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      for (boolean timed : new boolean[] {false, true}) {
        Worker<Boolean> receiver =
            probe.parkedReceiver(
                "receiver",
                () -> {
                  Integer value =
                      timed ? probe.channel.tryReceive(LONG).orNull() : probe.channel.receive();
                  assertThat(value).isEqualTo(7);
                  return Thread.currentThread().isInterrupted();
                });
        StandardChannel<Integer> standard = (StandardChannel<Integer>) probe.channel;
        standard.lock();
        Object sent = standard.sendStep(7);
        receiver.interrupt();
        boolean flag = receiver.result(); // it needs neither the lock nor the wake-up
        standard.unlockAndWake();
        assertThat(sent).isSameAs(SelectPort.SENT);
        assertThat(flag).as("the flag is kept").isTrue();
      }
    }
  }

  /** As above: fails if the sender throws though its element was taken, which doubles it. */
  @ParameterizedTest
  @CapacitiesAndThreads
  void interruptThatComesTooLateLeavesTheSendAndTheFlag(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      for (boolean timed : new boolean[] {false, true}) {
        int before = probe.channel.waitingSenders();
        Worker<Boolean> sender =
            probe.workers.start(
                kind,
                "sender",
                () -> {
                  if (timed) {
                    assertThat(probe.channel.trySend(7, LONG)).isTrue();
                  } else {
                    probe.channel.send(7);
                  }
                  return Thread.currentThread().isInterrupted();
                });
        Await.until(() -> probe.channel.waitingSenders() == before + 1, "is queued");
        Threads.awaitParked(sender.thread());
        StandardChannel<Integer> standard = (StandardChannel<Integer>) probe.channel;
        standard.lock();
        Object received = standard.receiveStep();
        sender.interrupt();
        boolean flag = sender.result();
        standard.unlockAndWake();
        assertThat(received).isInstanceOf(Integer.class);
        assertThat(flag).as("the flag is kept").isTrue();
      }
    }
  }

  /**
   * receive | interrupt | send, again and again: the element arrives, or the receive says it did
   * not and the element is still there. Fails if an interrupted receiver stays queued, or takes the
   * element with it.
   */
  @ParameterizedTest
  @CapacitiesAndThreads
  void interruptRacingWithASendNeverLosesTheElement(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      for (int round = 0; round < 200; round++) {
        int value = round;
        Worker<Integer> receiver =
            probe.parkedReceiver(
                "receiver",
                () -> {
                  try {
                    return probe.channel.receive();
                  } catch (InterruptedException tooEarly) {
                    return null;
                  }
                });
        Worker<Boolean> sender =
            probe.workers.start(kind, "sender", () -> probe.channel.trySend(value));
        receiver.interrupt();
        boolean sent = sender.result();
        Integer received = receiver.result();
        if (received == null) {
          assertThat(probe.channel.tryReceive().orNull()).isEqualTo(sent ? value : null);
        } else {
          assertThat(received).isEqualTo(value);
        }
        probe.assertWaiting(0, 0);
      }
    }
  }
}
