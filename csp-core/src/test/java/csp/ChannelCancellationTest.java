// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.internal.channel.SelectPort;
import csp.internal.channel.StandardChannel;
import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * {@code send(value, cancellation)} and {@code receive(cancellation)}. Whatever the outcome, the
 * waiter is on neither queue afterwards: neither the channel's nor the done channel's.
 */
class ChannelCancellationTest {
  private final RuntimeException why = new RuntimeException("enough");

  /** The channel's queues are checked by the probe. */
  private static void assertOffDone(TestCancellation cancellation) {
    assertThat(cancellation.done.waitingReceivers()).as("queued on done").isZero();
    Probe.checkInvariants(cancellation.done);
  }

  private static Worker<Void> parkedSender(Probe probe, int value, Cancellation cancellation) {
    return probe.parkedSender("sender", () -> probe.channel.send(value, cancellation));
  }

  private static Worker<Integer> parkedReceiver(Probe probe, Cancellation cancellation) {
    return probe.parkedReceiver("receiver", () -> probe.channel.receive(cancellation));
  }

  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void endedOnEntryThrowsTheErrorThoughNoWaitIsNeeded(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.holding(capacity - 1, capacity, kind)) {
      TestCancellation ended = TestCancellation.ended(why);
      assertThatThrownBy(() -> probe.channel.send(7, ended)).isSameAs(why);
      assertThat(probe.channel.length()).isEqualTo(capacity - 1);
      probe.channel.trySend(capacity);
      assertThatThrownBy(() -> probe.channel.receive(ended)).isSameAs(why);
      assertThat(probe.channel.length()).isEqualTo(capacity);
      assertOffDone(ended);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void notEndedMakesNoDifferenceWhereNoWaitIsNeeded(int capacity, ThreadKind kind)
      throws InterruptedException {
    try (Probe probe = Probe.empty(capacity, kind)) {
      TestCancellation open = new TestCancellation();
      Worker<Integer> receiver = probe.parkedReceiver();
      probe.channel.send(7, open);
      assertThat(receiver.result()).isEqualTo(7);
      if (capacity > 0) {
        probe.channel.send(8, open);
        assertThat(probe.channel.receive(open)).isEqualTo(8);
      }
      assertOffDone(open);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void endedWhileReceivingThrowsTheError(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      TestCancellation cancellation = new TestCancellation();
      Worker<Integer> receiver = parkedReceiver(probe, cancellation);
      cancellation.end(why);
      assertThat(receiver.failure()).isSameAs(why);
      probe.assertWaiting(0, 0);
      assertOffDone(cancellation);
      assertThat(probe.channel.trySend(1)).as("nobody waits").isEqualTo(capacity > 0);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void endedWhileSendingThrowsTheErrorAndSendsNothing(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      TestCancellation cancellation = new TestCancellation();
      Worker<Void> sender = parkedSender(probe, 101, cancellation);
      cancellation.end(why);
      assertThat(sender.failure()).isSameAs(why);
      probe.assertWaiting(0, 0);
      assertOffDone(cancellation);
      for (int value = 1; value <= capacity; value++) {
        assertThat(probe.receive()).isEqualTo(value);
      }
      probe.assertHolds();
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void peerThatComesFirstCompletesTheOperation(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      TestCancellation cancellation = new TestCancellation();
      Worker<Integer> receiver = parkedReceiver(probe, cancellation);
      probe.send(7);
      assertThat(receiver.result()).isEqualTo(7);
      assertOffDone(cancellation);
    }
    try (Probe probe = Probe.full(capacity, kind)) {
      TestCancellation cancellation = new TestCancellation();
      Worker<Void> sender = parkedSender(probe, capacity + 1, cancellation);
      assertThat(probe.receive()).isEqualTo(1);
      sender.result();
      assertOffDone(cancellation);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void channelThatClosesFirstEndsTheWait(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      TestCancellation cancellation = new TestCancellation();
      Worker<Void> sender = parkedSender(probe, 101, cancellation);
      probe.channel.close();
      assertThat(sender.failure())
          .isInstanceOf(ChannelClosedException.class)
          .hasMessage("send on closed channel");
      assertOffDone(cancellation);
    }
    try (Probe probe = Probe.empty(capacity, kind)) {
      TestCancellation cancellation = new TestCancellation();
      Worker<Integer> receiver = parkedReceiver(probe, cancellation);
      probe.channel.close();
      assertThat(receiver.result()).isNull();
      assertOffDone(cancellation);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void interruptThatComesFirstEndsTheWait(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      TestCancellation cancellation = new TestCancellation();
      parkedReceiver(probe, cancellation).interruptAndJoin();
      probe.assertWaiting(0, 0);
      assertOffDone(cancellation);
    }
    try (Probe probe = Probe.full(capacity, kind)) {
      TestCancellation cancellation = new TestCancellation();
      parkedSender(probe, 101, cancellation).interruptAndJoin();
      probe.assertWaiting(0, 0);
      assertOffDone(cancellation);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void interruptOnEntryThrowsBeforeTheCancellationIsAsked(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      Worker<Void> receiver =
          probe.start(
              "interrupted",
              () -> {
                Thread.currentThread().interrupt();
                probe.channel.receive(TestCancellation.ended(why));
              });
      assertThat(receiver.failure()).isInstanceOf(InterruptedException.class);
      Worker<Void> sender =
          probe.start(
              "interrupted",
              () -> {
                Thread.currentThread().interrupt();
                probe.channel.send(1, TestCancellation.ended(why));
              });
      assertThat(sender.failure()).isInstanceOf(InterruptedException.class);
      assertThat(probe.channel.length()).isZero();
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void oneThatNeverEndsWaitsAsIfThereWereNone(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      parkedReceiver(probe, TestCancellation.never()).interruptAndJoin();
      Worker<Integer> receiver = parkedReceiver(probe, TestCancellation.never());
      probe.send(7);
      assertThat(receiver.result()).isEqualTo(7);
    }
    try (Probe probe = Probe.full(capacity, kind)) {
      parkedSender(probe, 101, TestCancellation.never()).interruptAndJoin();
      Worker<Void> sender = parkedSender(probe, 102, TestCancellation.never());
      probe.receive();
      sender.result();
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void doneThatIsNullIsRefusedAndNothingHappens(int capacity, ThreadKind kind) {
    Cancellation broken = new TestCancellation(null);
    try (Probe probe = Probe.full(capacity, kind)) {
      assertThatThrownBy(() -> probe.channel.send(101, broken))
          .isExactlyInstanceOf(NullPointerException.class)
          .hasMessage("the done channel must not be null");
      assertThat(probe.channel.length()).isEqualTo(capacity);
    }
    try (Probe probe = Probe.empty(capacity, kind)) {
      assertThatThrownBy(() -> probe.channel.receive(broken))
          .isExactlyInstanceOf(NullPointerException.class)
          .hasMessage("the done channel must not be null");
      probe.assertWaiting(0, 0);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void doneClosedWithoutAnErrorIsReported(int capacity, ThreadKind kind) {
    String text = "done is closed but error() is null: test cancellation";
    try (Probe probe = Probe.empty(capacity, kind)) {
      TestCancellation ended = TestCancellation.ended(null);
      assertThatThrownBy(() -> probe.channel.receive(ended))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage(text);
      TestCancellation ending = new TestCancellation();
      Worker<Integer> receiver = parkedReceiver(probe, ending);
      ending.end(null);
      assertThat(receiver.failure())
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage(text);
      assertOffDone(ended);
      assertOffDone(ending);
    }
    try (Probe probe = Probe.full(capacity, kind)) {
      TestCancellation ended = TestCancellation.ended(null);
      assertThatThrownBy(() -> probe.channel.send(101, ended)).hasMessage(text);
      TestCancellation ending = new TestCancellation();
      Worker<Void> sender = parkedSender(probe, 101, ending);
      ending.end(null);
      assertThat(sender.failure()).hasMessage(text);
      assertThat(probe.channel.length()).isEqualTo(capacity);
    }
  }

  /** It ends after it was asked for its error and before the wait: in done() itself. */
  @ParameterizedTest
  @CapacitiesAndThreads
  void endedWhileDoneIsAskedForThrowsTheError(int capacity, ThreadKind kind) {
    class EndsWhenAsked implements Cancellation {
      private final TestCancellation wrapped = new TestCancellation();

      @Override
      public ReceiveChannel<?> done() {
        wrapped.end(why);
        return wrapped.done;
      }

      @Override
      public RuntimeException error() {
        return wrapped.error();
      }
    }
    try (Probe probe = Probe.empty(capacity, kind)) {
      EndsWhenAsked cancellation = new EndsWhenAsked();
      assertThatThrownBy(() -> probe.channel.receive(cancellation)).isSameAs(why);
      assertOffDone(cancellation.wrapped);
    }
    try (Probe probe = Probe.full(capacity, kind)) {
      EndsWhenAsked cancellation = new EndsWhenAsked();
      assertThatThrownBy(() -> probe.channel.send(101, cancellation)).isSameAs(why);
      assertThat(probe.channel.length()).isEqualTo(capacity);
    }
  }

  /** done() is the user's code: it runs without the lock, so it may use the channel itself. */
  @Test
  void doneMayUseTheSameChannel() throws InterruptedException {
    Channel<Integer> channel = Channel.buffered(1);
    Cancellation sends =
        new Cancellation() {
          @Override
          public ReceiveChannel<?> done() {
            channel.trySend(7);
            return Channel.nil();
          }

          @Override
          public RuntimeException error() {
            return null;
          }
        };

    assertThat(channel.receive(sends)).isEqualTo(7);
  }

  @Test
  void oneDoneChannelServesManyWaits() {
    TestCancellation cancellation = new TestCancellation();
    try (Probe probe = Probe.empty(0, ThreadKind.VIRTUAL)) {
      java.util.List<Worker<Integer>> receivers =
          java.util.stream.IntStream.range(0, 50)
              .mapToObj(i -> parkedReceiver(probe, cancellation))
              .toList();
      probe.workers.until(() -> cancellation.done.waitingReceivers() == 50, "all on done");
      cancellation.end(why);
      receivers.forEach(receiver -> assertThat(receiver.failure()).isSameAs(why));
      assertOffDone(cancellation);
    }
  }

  /**
   * The peer has claimed the waiter when the cancellation ends. Fails if the end of a wait on done
   * does not compete for the same claim (P1): then the element, already sent, is lost.
   */
  @ParameterizedTest
  @CapacitiesAndThreads
  void cancellationThatComesTooLateLeavesTheElement(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(capacity, kind)) {
      TestCancellation cancellation = new TestCancellation();
      Worker<Integer> receiver = parkedReceiver(probe, cancellation);
      probe.workers.until(() -> cancellation.done.waitingReceivers() == 1, "is on done");
      StandardChannel<Integer> standard = (StandardChannel<Integer>) probe.channel;
      standard.lock();
      Object sent = standard.sendStep(7);
      cancellation.end(why);
      standard.unlockAndWake();
      assertThat(sent).isSameAs(SelectPort.SENT);
      assertThat(receiver.result()).isEqualTo(7);
      assertOffDone(cancellation);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads(0)
  void cancellationEndsAWaitOnTheNilChannel(int capacity, ThreadKind kind) {
    Channel<Integer> nil = Channel.nil();
    try (Probe probe = new Probe(nil, kind)) {
      TestCancellation cancellation = new TestCancellation();
      Worker<Void> receiver = probe.start("receiver", () -> nil.receive(cancellation));
      Worker<Void> sender = probe.start("sender", () -> nil.send(1, cancellation));
      probe.workers.until(() -> cancellation.done.waitingReceivers() == 2, "both on done");
      cancellation.end(why);
      assertThat(receiver.failure()).isSameAs(why);
      assertThat(sender.failure()).isSameAs(why);
      assertOffDone(cancellation);
      assertThatThrownBy(() -> nil.receive(cancellation)).isSameAs(why);
      assertThatThrownBy(() -> nil.send(1, cancellation)).isSameAs(why);
      probe.start("for ever", () -> nil.receive(TestCancellation.never())).interruptAndJoin();
    }
  }
}
