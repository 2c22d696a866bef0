// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.internal.channel.SelectPort;
import csp.internal.channel.StandardChannel;
import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * What all forms with a cancellation have in common, form by form. {@link ChannelCancellationTest}
 * has more about the two simple ones, {@link SendAllCancellationTest} about the counting one.
 */
class CancellableFormsTest {
  private final RuntimeException why = new RuntimeException("enough");

  private static void assertOffDone(TestCancellation cancellation) {
    assertThat(cancellation.done.waitingReceivers()).as("queued on done").isZero();
    Probe.checkInvariants(cancellation.done);
  }

  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void endedOnEntryDoesNothingThoughNoWaitIsNeeded(int capacity, ThreadKind kind) {
    TestCancellation ended = TestCancellation.ended(why);
    try (Probe probe = Probe.holding(1, capacity, kind)) {
      for (Receiving form : Receiving.values()) {
        assertThatThrownBy(() -> form.receive(probe.channel, ended)).as("%s", form).isSameAs(why);
        assertThat(probe.channel.length()).as("%s", form).isEqualTo(1);
      }
    }
    try (Probe probe = Probe.empty(capacity, kind)) {
      for (Sending form : Sending.values()) {
        assertThatThrownBy(() -> form.send(probe.channel, 7, ended)).as("%s", form).isSameAs(why);
        assertThat(probe.channel.length()).as("%s", form).isZero();
      }
    }
    assertOffDone(ended);
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void endedWhileWaitingThrowsTheErrorAndLeavesNothing(int capacity, ThreadKind kind) {
    for (Receiving form : Receiving.values()) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        TestCancellation cancellation = new TestCancellation();
        Worker<List<Integer>> receiver = form.parked(probe, cancellation);
        cancellation.end(why);
        assertThat(receiver.failure()).as("%s", form).isSameAs(why);
        probe.assertWaiting(0, 0);
        assertOffDone(cancellation);
        assertThat(probe.channel.trySend(1)).as("nobody waits").isEqualTo(capacity > 0);
      }
    }
    for (Sending form : Sending.values()) {
      try (Probe probe = Probe.full(capacity, kind)) {
        TestCancellation cancellation = new TestCancellation();
        Worker<Void> sender = form.parked(probe, 101, cancellation);
        cancellation.end(why);
        assertThat(sender.failure()).as("%s", form).isSameAs(why);
        probe.assertWaiting(0, 0);
        assertOffDone(cancellation);
        for (int value = 1; value <= capacity; value++) {
          assertThat(probe.receive()).isEqualTo(value);
        }
        probe.assertHolds();
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void peerThatComesFirstCompletesTheOperation(int capacity, ThreadKind kind) {
    for (Receiving form : Receiving.values()) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        TestCancellation cancellation = new TestCancellation();
        Worker<List<Integer>> receiver = form.parked(probe, cancellation);
        probe.send(7);
        assertThat(receiver.result()).as("%s", form).containsExactly(7);
        assertOffDone(cancellation);
      }
    }
    for (Sending form : Sending.values()) {
      try (Probe probe = Probe.full(capacity, kind)) {
        TestCancellation cancellation = new TestCancellation();
        Worker<Void> sender = form.parked(probe, capacity + 1, cancellation);
        assertThat(probe.receive()).isEqualTo(1);
        sender.result();
        assertOffDone(cancellation);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void channelThatClosesFirstEndsTheWait(int capacity, ThreadKind kind) {
    for (Receiving form : Receiving.values()) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        TestCancellation cancellation = new TestCancellation();
        Worker<List<Integer>> receiver = form.parked(probe, cancellation);
        probe.channel.close();
        assertThat(receiver.result()).as("%s", form).isEmpty();
        assertOffDone(cancellation);
      }
    }
    for (Sending form : Sending.values()) {
      try (Probe probe = Probe.full(capacity, kind)) {
        TestCancellation cancellation = new TestCancellation();
        Worker<Void> sender = form.parked(probe, 101, cancellation);
        probe.channel.close();
        assertThat(sender.failure())
            .as("%s", form)
            .isInstanceOf(ChannelClosedException.class)
            .hasMessage("send on closed channel");
        assertOffDone(cancellation);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void interruptThatComesFirstEndsTheWait(int capacity, ThreadKind kind) {
    for (Receiving form : Receiving.values()) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        TestCancellation cancellation = new TestCancellation();
        Worker<List<Integer>> receiver = form.parked(probe, cancellation);
        receiver.interrupt();
        assertThat(receiver.failure()).isExactlyInstanceOf(form.interrupted());
        probe.assertWaiting(0, 0);
        assertOffDone(cancellation);
      }
    }
    for (Sending form : Sending.values()) {
      try (Probe probe = Probe.full(capacity, kind)) {
        TestCancellation cancellation = new TestCancellation();
        Worker<Void> sender = form.parked(probe, 101, cancellation);
        sender.interrupt();
        assertThat(sender.failure()).isExactlyInstanceOf(form.interrupted());
        probe.assertWaiting(0, 0);
        assertOffDone(cancellation);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({1, 2})
  void interruptOnEntryComesBeforeTheCancellation(int capacity, ThreadKind kind) {
    TestCancellation ended = TestCancellation.ended(why);
    try (Probe probe = Probe.holding(1, 2 * capacity, kind)) {
      for (Receiving form : Receiving.values()) {
        Worker<Void> receiver =
            probe.start(
                form.name(),
                () -> {
                  Thread.currentThread().interrupt();
                  form.receive(probe.channel, ended);
                });
        assertThat(receiver.failure()).isExactlyInstanceOf(form.interrupted());
      }
      for (Sending form : Sending.values()) {
        Worker<Void> sender =
            probe.start(
                form.name(),
                () -> {
                  Thread.currentThread().interrupt();
                  form.send(probe.channel, 7, ended);
                });
        assertThat(sender.failure()).isExactlyInstanceOf(form.interrupted());
      }
      assertThat(probe.channel.length()).isEqualTo(1);
    }
  }

  /** Its done is the nil channel. */
  @ParameterizedTest
  @CapacitiesAndThreads
  void oneThatNeverEndsWaitsAsIfThereWereNone(int capacity, ThreadKind kind) {
    for (Receiving form : Receiving.values()) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<List<Integer>> receiver = form.parked(probe, TestCancellation.never());
        probe.send(7);
        assertThat(receiver.result()).as("%s", form).containsExactly(7);
      }
    }
    for (Sending form : Sending.values()) {
      try (Probe probe = Probe.full(capacity, kind)) {
        Worker<Void> sender = form.parked(probe, 101, TestCancellation.never());
        probe.receive();
        sender.result();
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads(0)
  void cancellationEndsAWaitOnTheNilChannel(int capacity, ThreadKind kind) {
    Channel<Integer> nil = Channel.nil();
    try (Probe probe = new Probe(nil, kind)) {
      TestCancellation cancellation = new TestCancellation();
      List<Worker<?>> waiting = new ArrayList<>();
      for (Receiving form : Receiving.values()) {
        waiting.add(probe.start(form.name(), () -> form.receive(nil, cancellation)));
      }
      for (Sending form : Sending.values()) {
        waiting.add(probe.start(form.name(), () -> form.send(nil, 1, cancellation)));
      }
      probe.workers.until(
          () -> cancellation.done.waitingReceivers() == waiting.size(), "all on done");
      cancellation.end(why);
      waiting.forEach(worker -> assertThat(worker.failure()).isSameAs(why));
      assertOffDone(cancellation);
      for (Receiving form : Receiving.values()) {
        assertThatThrownBy(() -> form.receive(nil, cancellation)).isSameAs(why);
      }
      for (Sending form : Sending.values()) {
        assertThatThrownBy(() -> form.send(nil, 1, cancellation)).isSameAs(why);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void brokenCancellationIsReportedAndNothingHappens(int capacity, ThreadKind kind) {
    IllegalStateException broken = new IllegalStateException("no done");
    assertRefused(new Broken(() -> null), NullPointerException.class, capacity, kind);
    assertRefused(
        new Broken(() -> {
          throw broken;
        }),
        IllegalStateException.class,
        capacity,
        kind);
    assertRefused(TestCancellation.ended(null), IllegalStateException.class, capacity, kind);
  }

  private static void assertRefused(
      Cancellation broken, Class<? extends RuntimeException> type, int capacity, ThreadKind kind) {
    String text =
        broken instanceof TestCancellation
            ? "done is closed but error() is null: test cancellation"
            : type == NullPointerException.class ? "the done channel must not be null" : "no done";
    try (Probe probe = Probe.empty(capacity, kind)) {
      for (Receiving form : Receiving.values()) {
        assertThatThrownBy(() -> form.receive(probe.channel, broken))
            .as("%s", form)
            .isExactlyInstanceOf(type)
            .hasMessage(text);
        probe.assertWaiting(0, 0);
      }
    }
    try (Probe probe = Probe.full(capacity, kind)) {
      for (Sending form : Sending.values()) {
        assertThatThrownBy(() -> form.send(probe.channel, 101, broken))
            .as("%s", form)
            .isExactlyInstanceOf(type)
            .hasMessage(text);
        probe.assertWaiting(0, 0);
        assertThat(probe.channel.length()).isEqualTo(capacity);
      }
    }
  }

  /** Where no wait is needed, done is not asked for: only error() is. */
  @ParameterizedTest
  @CapacitiesAndThreads({1, 2, 16})
  void doneIsAskedForByWaitsOnly(int capacity, ThreadKind kind) throws InterruptedException {
    Cancellation broken = new Broken(() -> null);
    for (Receiving form : Receiving.values()) {
      try (Probe probe = Probe.holding(1, capacity, kind)) {
        assertThat(form.receive(probe.channel, broken)).as("%s", form).containsExactly(1);
      }
    }
    for (Sending form : Sending.values()) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        form.send(probe.channel, 7, broken);
        probe.assertHolds(7);
      }
    }
  }

  /**
   * A peer has claimed the waiter when the cancellation ends. Red if the end of a wait on done does
   * not compete for the same claim (P1): then the element, already sent, is lost.
   */
  @ParameterizedTest
  @CapacitiesAndThreads
  void cancellationThatComesTooLateLeavesTheElement(int capacity, ThreadKind kind) {
    for (Receiving form : Receiving.values()) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        TestCancellation cancellation = new TestCancellation();
        Worker<List<Integer>> receiver = form.parked(probe, cancellation);
        probe.workers.until(() -> cancellation.done.waitingReceivers() == 1, "is on done");
        StandardChannel<Integer> standard = (StandardChannel<Integer>) probe.channel;
        standard.lock();
        Object sent = standard.sendStep(7);
        cancellation.end(why);
        standard.unlockAndWake();
        assertThat(sent).isSameAs(SelectPort.SENT);
        assertThat(receiver.result()).as("%s", form).containsExactly(7);
        assertOffDone(cancellation);
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads({2, 16})
  void loopEndsBetweenTwoElementsAndLeavesTheRest(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      TestCancellation cancellation = new TestCancellation();
      List<Integer> got = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                for (Integer value : probe.channel.until(cancellation)) {
                  got.add(value);
                  cancellation.end(why);
                }
              })
          .isSameAs(why);
      TestCancellation second = new TestCancellation();
      assertThatThrownBy(() ->
              probe.channel.forEach(
                  value -> {
                    got.add(value);
                    second.end(why);
                  },
                  second))
          .isSameAs(why);
      assertThat(got).containsExactly(1, 2);
      assertThat(probe.channel.length()).isEqualTo(capacity - 2);
    }
  }

  /** What hasNext() has found is still the iterator's to give. */
  @ParameterizedTest
  @CapacitiesAndThreads({2, 16})
  void elementFoundBeforeTheEndStillComesOut(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.full(capacity, kind)) {
      TestCancellation cancellation = new TestCancellation();
      java.util.Iterator<Integer> iterator = probe.channel.until(cancellation).iterator();
      assertThat(iterator.hasNext()).isTrue();
      cancellation.end(why);
      assertThat(iterator.hasNext()).isTrue();
      assertThat(iterator.next()).isEqualTo(1);
      assertThatThrownBy(iterator::hasNext).isSameAs(why);
      assertThatThrownBy(iterator::next).isSameAs(why);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads(0)
  void argumentsMustNotBeNull(int capacity, ThreadKind kind) {
    for (Channel<Integer> channel :
        List.of(Channel.<Integer>unbuffered(), Channel.<Integer>nil())) {
      List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> calls =
          List.of(
              () -> channel.receive((Cancellation) null),
              () -> channel.receiveBatch(new ArrayList<>(), 1, null),
              () -> channel.until(null),
              () -> channel.forEach(value -> {}, null),
              () -> channel.stream(null),
              () -> channel.send(1, (Cancellation) null),
              () -> channel.sendAll(List.of(1), null));
      for (var call : calls) {
        assertThatThrownBy(call)
            .isExactlyInstanceOf(NullPointerException.class)
            .hasMessage("cancellation must not be null");
      }
      Cancellation never = TestCancellation.never();
      assertThatThrownBy(() -> channel.forEach(null, never)).hasMessage("action must not be null");
      assertThatThrownBy(() -> channel.sendAll(null, never)).hasMessage("values must not be null");
      assertThatThrownBy(() -> channel.receiveBatch(null, 1, never))
          .hasMessage("sink must not be null");
      assertThatThrownBy(() -> channel.receiveBatch(new ArrayList<>(), 0, never))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("max must be >= 1, was 0");
    }
  }

  /** Its done() does what the test says, and it has no error. */
  private record Broken(java.util.function.Supplier<ReceiveChannel<?>> given)
      implements Cancellation {
    @Override
    public ReceiveChannel<?> done() {
      return given.get();
    }

    @Override
    public RuntimeException error() {
      return null;
    }
  }
}
