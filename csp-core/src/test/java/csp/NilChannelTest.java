// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The row Nil of the table: every operation on the nil channel. */
class NilChannelTest {
  private final Channel<Integer> nil = Channel.nil();

  @ParameterizedTest
  @EnumSource
  void nilSendParksForEver(ThreadKind kind) {
    parks(kind, () -> nil.send(1));
  }

  @ParameterizedTest
  @EnumSource
  void nilSendAllParksForEver(ThreadKind kind) {
    parks(kind, () -> nil.sendAll(List.of(1, 2)));
  }

  /** Fails when the nil channel waits before it has looked at all of a collection. */
  @Test
  void nilSendAllOfACollectionWithANullFailsAtOnce() {
    assertThatThrownBy(() -> nil.sendAll(Arrays.asList(1, null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("values must not contain null, was null at index 1");
  }

  @Test
  void nilSendAllThatIsInterruptedSaysThatNothingWasSent() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> nil.sendAll(List.of(1)))
        .isExactlyInstanceOf(InterruptedSendException.class)
        .hasMessage("interrupted after sending 0 elements");
  }

  @Test
  void nilSendAllOfNothingThatIsInterruptedSaysSo() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> nil.sendAll(List.of()))
        .isExactlyInstanceOf(InterruptedSendException.class);
  }

  @Test
  void nilSendAllThatWaitsForItsSourceTellsTheInterruptByTheExceptionAlone() {
    try (Workers workers = new Workers()) {
      Channel<Integer> source = Channel.unbuffered();
      Worker<Boolean> relay =
          workers.virtual(
              "relay",
              () -> {
                try {
                  nil.sendAll(source);
                  return null;
                } catch (InterruptedSendException interrupted) {
                  return Thread.currentThread().isInterrupted();
                }
              });
      relay.awaitParked();
      relay.interrupt();
      assertThat(relay.result()).isFalse();
    }
  }

  @Test
  void nilSendAllOfNothingReturns() throws InterruptedException {
    nil.sendAll(List.of());
  }

  @Test
  void nilTrySendIsFalse() {
    assertThat(nil.trySend(1)).isFalse();
  }

  @Test
  void nilTimedTrySendIsFalseWhenTheTimeHasPassed() throws InterruptedException {
    assertThat(nil.trySend(1, Duration.ofMillis(1))).isFalse();
    assertThat(nil.trySend(1, Duration.ZERO)).isFalse();
    assertThat(nil.trySend(1, Duration.ofSeconds(-1))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void nilReceiveParksForEver(ThreadKind kind) {
    parks(kind, () -> nil.receive());
  }

  @ParameterizedTest
  @EnumSource
  void nilReceiveBatchParksForEver(ThreadKind kind) {
    parks(kind, () -> nil.receiveBatch(new ArrayList<>(), 3));
  }

  @ParameterizedTest
  @EnumSource
  void nilRangeParksForEver(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      Worker<Void> range = workers.start(kind, "range", () -> nil.forEach(value -> {}));
      range.awaitParked();
      range.interrupt();
      assertThat(range.failure()).isInstanceOf(InterruptedReceiveException.class);
    }
  }

  @Test
  void nilTryReceiveIsEmpty() {
    assertThat(nil.tryReceive()).isEqualTo(Received.empty());
  }

  @Test
  void nilTimedTryReceiveIsEmptyWhenTheTimeHasPassed() throws InterruptedException {
    assertThat(nil.tryReceive(Duration.ofMillis(1))).isEqualTo(Received.empty());
    assertThat(nil.tryReceive(Duration.ZERO)).isEqualTo(Received.empty());
    assertThat(nil.tryReceive(Duration.ofSeconds(-1))).isEqualTo(Received.empty());
  }

  @Test
  void nilDrainToTakesNothing() {
    List<Integer> sink = new ArrayList<>();

    assertThat(nil.drainTo(sink, 10)).isZero();
    assertThat(sink).isEmpty();
  }

  @Test
  void nilCloseThrows() {
    assertThatThrownBy(nil::close)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("close of nil channel");
  }

  @Test
  void nilTryCloseThrows() {
    assertThatThrownBy(nil::tryClose)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("close of nil channel");
  }

  @Test
  void nilCloseWithCauseThrows() {
    assertThatThrownBy(() -> nil.close(new Exception("boom")))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("close of nil channel");
  }

  @Test
  void nilLengthAndCapacityAreZero() {
    assertThat(nil.length()).isZero();
    assertThat(nil.capacity()).isZero();
  }

  @Test
  void nilIsNeitherClosedNorDrained() {
    assertThat(nil.isClosed()).isFalse();
    assertThat(nil.isDrained()).isFalse();
  }

  @Test
  void nilShowsNobodyWaiting() {
    try (Workers workers = new Workers()) {
      Worker<Integer> parked = workers.virtual("parked", () -> nil.receive());
      parked.awaitParked();

      assertThat(nil.waitingReceivers()).isZero();
      assertThat(nil.waitingSenders()).isZero();

      parked.interruptAndJoin();
    }
  }

  @Test
  void nilSaysSo() {
    assertThat(nil.name()).isEqualTo("nil");
    assertThat(nil).hasToString("nil channel");
  }

  @Test
  void twoNilChannelsAreTheSame() {
    Channel<String> other = Channel.nil();

    assertThat((Object) other).isSameAs(nil);
  }

  @ParameterizedTest
  @EnumSource
  void nilSendAndReceiveOnEntryThrowWhenInterrupted(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      for (Workers.Body body :
          List.<Workers.Body>of(
              () -> nil.send(1),
              () -> nil.receive(),
              () -> nil.trySend(1, Duration.ZERO),
              () -> nil.tryReceive(Duration.ZERO))) {
        Worker<Boolean> worker =
            workers.start(
                kind,
                "interrupted",
                () -> {
                  Thread.currentThread().interrupt();
                  assertThatThrownBy(body::run).isInstanceOf(InterruptedException.class);
                  return Thread.currentThread().isInterrupted();
                });
        assertThat(worker.result()).as("the flag is taken").isFalse();
      }
    }
  }

  private static void parks(ThreadKind kind, Workers.Body body) {
    try (Workers workers = new Workers()) {
      workers.start(kind, "parked for ever", body).interruptAndJoin();
    }
  }
}
