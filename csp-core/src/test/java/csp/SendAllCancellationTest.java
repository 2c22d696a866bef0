// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.CapacitiesAndThreads;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** How far a {@code sendAll} came that its cancellation ended. */
class SendAllCancellationTest {
  private final RuntimeException why = new RuntimeException("enough");
  private final TestCancellation cancellation = new TestCancellation();

  private static List<Integer> numbers(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }

  private static List<Iterable<Integer>> bothSources(int count) {
    List<Integer> values = numbers(count);
    return List.of(values, values::iterator);
  }

  private static void assertSent(Throwable failure, int sent) {
    assertThat(IncompleteSendException.sentBefore(failure)).hasValue(sent);
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void endInTheMiddleTellsHowManyWereSent(int capacity, ThreadKind kind) {
    for (Iterable<Integer> values : bothSources(capacity + 5)) {
      TestCancellation ending = new TestCancellation();
      RuntimeException error = new RuntimeException("enough");
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Void> sender =
            probe.parkedSender("sender", () -> probe.channel.sendAll(values, ending));
        assertThat(probe.receive()).isEqualTo(1);
        probe.workers.until(
            () -> probe.channel.waitingSenders() == 1 && ending.done.waitingReceivers() == 1,
            "waits with the next");
        ending.end(error);
        assertThat(sender.failure()).isSameAs(error);
        assertThat(error.getSuppressed())
            .singleElement()
            .isExactlyInstanceOf(IncompleteSendException.class)
            .extracting(Object::toString)
            .isEqualTo(
                "csp.IncompleteSendException: cancelled after sending "
                    + (capacity + 1)
                    + " elements");
        assertSent(error, capacity + 1);
        probe.assertWaiting(0, 0);
        assertThat(ending.done.waitingReceivers()).isZero();
        probe.assertHolds(numbers(capacity + 1).subList(1, capacity + 1).toArray(Integer[]::new));
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void endBeforeTheCallTellsThatNothingWasSent(int capacity, ThreadKind kind) {
    for (Iterable<Integer> values : bothSources(3)) {
      RuntimeException error = new RuntimeException("enough");
      try (Probe probe = Probe.empty(capacity, kind)) {
        TestCancellation ended = TestCancellation.ended(error);
        assertThatThrownBy(() -> probe.channel.sendAll(values, ended)).isSameAs(error);
        assertSent(error, 0);
        assertThat(probe.channel.length()).isZero();
      }
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void sendsAllInOrderIfItDoesNotEnd(int capacity, ThreadKind kind) {
    for (Iterable<Integer> values : bothSources(100)) {
      try (Probe probe = Probe.empty(capacity, kind)) {
        Worker<Void> sender =
            probe.start("sender", () -> probe.channel.sendAll(values, cancellation));
        for (int i = 1; i <= 100; i++) {
          assertThat(probe.receive()).isEqualTo(i);
        }
        sender.result();
        assertThat(cancellation.done.waitingReceivers()).isZero();
      }
    }
  }

  /** A source that never needs to wait is asked about, too: an endless one ends. */
  @Test
  void sourceIsEndedBetweenTwoElements() {
    Channel<Integer> channel = Channel.named("all").unbounded();
    Iterable<Integer> endless =
        () ->
            IntStream.iterate(1, i -> i + 1)
                .peek(i -> {
                  if (i == 3) {
                    cancellation.end(why);
                  }
                })
                .boxed()
                .iterator();
    assertThatThrownBy(() -> channel.sendAll(endless, cancellation)).isSameAs(why);
    assertSent(why, 2);
    assertThat(channel.length()).isEqualTo(2);
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void waitForASourceChannelEndsToo(int capacity, ThreadKind kind) {
    Channel<Integer> to = Channel.buffered(4);
    try (Probe from = Probe.full(capacity, kind)) {
      int first = Math.min(capacity, 2);
      while (from.channel.length() > first) {
        from.receive();
      }
      Worker<Void> relay =
          from.parkedReceiver(
              "relay",
              () -> {
                to.sendAll(from.channel, cancellation);
                return null;
              });
      cancellation.end(why);
      assertThat(relay.failure()).isSameAs(why);
      assertSent(why, first);
      assertThat(to.length()).isEqualTo(first);
      from.assertWaiting(0, 0);
      assertThat(cancellation.done.waitingReceivers()).isZero();
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads(0)
  void waitForANilSourceEndsToo(int capacity, ThreadKind kind) {
    try (Probe probe = Probe.empty(1, kind)) {
      Worker<Void> relay =
          probe.start("relay", () -> probe.channel.sendAll(Channel.nil(), cancellation));
      Worker<Void> nowhere =
          probe.start("nowhere", () -> Channel.nil().sendAll(Channel.nil(), cancellation));
      probe.workers.until(() -> cancellation.done.waitingReceivers() == 2, "both on done");
      cancellation.end(why);
      assertThat(relay.failure()).isSameAs(why);
      assertThat(nowhere.failure()).isSameAs(why);
      assertSent(why, 0);
    }
  }

  @ParameterizedTest
  @CapacitiesAndThreads(0)
  void interruptedWhileTheNilChannelWaitsForASourceTellsThatNothingWasSent(
      int capacity, ThreadKind kind) {
    try (Probe from = Probe.empty(0, kind)) {
      Worker<Void> relay =
          from.parkedReceiver(
              "relay",
              () -> {
                Channel.<Integer>nil().sendAll(from.channel);
                return null;
              });
      relay.interrupt();
      assertThat(relay.failure())
          .isExactlyInstanceOf(InterruptedSendException.class)
          .hasMessage("interrupted after sending 0 elements");
    }
  }

  @Test
  void nilChannelTellsThatNothingWasSent() {
    cancellation.end(why);
    assertThatThrownBy(() -> Channel.nil().sendAll(List.of(1), cancellation)).isSameAs(why);
    assertSent(why, 0);
  }

  @Test
  void failureOfTheSourceIsNoEnd() {
    RuntimeException broken = new RuntimeException("disk");
    Iterable<Integer> source =
        () -> {
          throw broken;
        };
    assertThatThrownBy(() -> Channel.<Integer>unbuffered().sendAll(source, cancellation))
        .isSameAs(broken);
    assertThat(broken.getSuppressed()).isEmpty();
    assertThat(IncompleteSendException.sentBefore(broken)).isEmpty();
  }

  @Test
  void errorWithoutRoomForSuppressedOnesIsThrownAsItIs() {
    class Bare extends RuntimeException {
      private static final long serialVersionUID = 1;

      Bare() {
        super("bare", null, false, false);
      }
    }

    Bare bare = new Bare();
    TestCancellation ended = TestCancellation.ended(bare);
    assertThatThrownBy(() -> Channel.buffered(1).sendAll(List.of(1), ended)).isSameAs(bare);
    assertThat(IncompleteSendException.sentBefore(bare)).isEmpty();
  }

  @Test
  void sentBeforeReadsWhatEverySendAllThrows() {
    RuntimeException error = new RuntimeException("enough");
    error.addSuppressed(new Exception("something else"));
    error.addSuppressed(new IncompleteSendException(1));
    error.addSuppressed(new IncompleteSendException(5)); // the last call's
    List<Throwable> failures =
        List.of(
            error,
            new InterruptedSendException(5),
            new ChannelClosedException("send on closed channel", null, 5));
    assertThat(failures)
        .extracting(IncompleteSendException::sentBefore)
        .containsOnly(OptionalInt.of(5));
    assertThat(new IncompleteSendException(5).sent()).isEqualTo(5);
    assertThat(new IncompleteSendException(5).getStackTrace()).isEmpty();
  }
}
