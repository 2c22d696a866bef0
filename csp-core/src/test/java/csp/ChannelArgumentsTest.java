// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Capacities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Bad input: the exact texts, and that a refused call changes nothing. */
class ChannelArgumentsTest {
  private static final String NULL_VALUE = "value must not be null: null is never an element";

  private static void assertRefused(
      Class<? extends Throwable> type, String message, ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(type).hasMessage(message);
  }

  private static void assertNull(String message, ThrowingCallable call) {
    assertRefused(NullPointerException.class, message, call);
  }

  @Test
  void negativeCapacityIsRefused() {
    String message = "makechan: size out of range: capacity must be >= 0, was -1";
    assertRefused(IllegalArgumentException.class, message, () -> Channel.buffered(-1));
    assertRefused(IllegalArgumentException.class, message, () -> Channel.named("a").buffered(-1));
  }

  @Test
  void droppingChannelsNeedRoomForOne() {
    ChannelBuilder builder = Channel.named("a");
    for (int capacity : new int[] {0, -1, Integer.MIN_VALUE}) {
      String message = "capacity must be >= 1, was " + capacity;
      assertRefused(IllegalArgumentException.class, message, () -> builder.dropOldest(capacity));
      assertRefused(IllegalArgumentException.class, message, () -> builder.dropNewest(capacity));
    }
  }

  @Test
  void builderRefusesNull() {
    ChannelBuilder builder = Channel.named("a");
    assertNull("name must not be null", () -> Channel.named(null));
    assertNull("onDropped must not be null", () -> builder.dropOldest(1, null));
    assertNull("onDropped must not be null", () -> builder.dropNewest(1, null));
    assertNull("onDropped must not be null", () -> builder.conflated(null));
  }

  @ParameterizedTest
  @Capacities
  void nullIsNeverAnElement(int capacity) {
    Channel<Integer> channel = Channel.buffered(capacity);
    assertSendRefusesNull(channel);
    assertThat(channel.length()).isZero();
    assertThat(channel.tryReceive()).isEqualTo(Received.empty());
    channel.close();
    assertSendRefusesNull(channel); // the argument is looked at before the state
  }

  @Test
  void nullIsNeverAnElementOfTheNilChannel() {
    assertSendRefusesNull(Channel.nil());
    assertNull(
        "values must not contain null, was null at index 0",
        () -> Channel.nil().sendAll(Arrays.asList((Object) null)));
  }

  private static void assertSendRefusesNull(Channel<?> channel) {
    TestCancellation cancellation = new TestCancellation();
    assertNull(NULL_VALUE, () -> channel.send(null));
    assertNull(NULL_VALUE, () -> channel.trySend(null));
    assertNull(NULL_VALUE, () -> channel.trySend(null, Duration.ZERO));
    assertNull(NULL_VALUE, () -> channel.send(null, cancellation));
  }

  @ParameterizedTest
  @Capacities
  void nullArgumentsAreRefusedAndChangeNothing(int capacity) {
    Channel<Integer> channel = Channel.buffered(capacity);
    assertNullArgumentsRefused(channel);
    assertThat(channel.length()).isZero();
    assertThat(channel.isClosed()).isFalse();
    assertThat(channel.waitingReceivers() + channel.waitingSenders()).isZero();
  }

  @Test
  void nullArgumentsAreRefusedByTheNilChannel() {
    assertNullArgumentsRefused(Channel.nil());
  }

  private static void assertNullArgumentsRefused(Channel<Integer> channel) {
    assertNull("timeout must not be null", () -> channel.trySend(1, null));
    assertNull("timeout must not be null", () -> channel.tryReceive(null));
    assertNull("cancellation must not be null", () -> channel.send(1, null));
    assertNull("cancellation must not be null", () -> channel.receive(null));
    assertNull("values must not be null", () -> channel.sendAll(null));
    assertNull("sink must not be null", () -> channel.receiveBatch(null, 1));
    assertNull("sink must not be null", () -> channel.drainTo(null, 1));
    assertNull("cause must not be null", () -> channel.close(null));
  }

  @ParameterizedTest
  @Capacities
  void forEachRefusesNullBeforeItReceives(int capacity) {
    Channel<Integer> channel = Channel.buffered(capacity);
    assertNull("action must not be null", () -> channel.forEach(null));
    assertThat(channel.waitingReceivers()).isZero();
  }

  @Test
  void batchLimitsAreCheckedBeforeAnythingIsTaken() {
    Channel<Integer> channel = Channel.buffered(1);
    channel.trySend(1);
    List<Integer> sink = new ArrayList<>();
    for (Channel<Integer> each : List.of(channel, Channel.<Integer>nil())) {
      assertRefused(
          IllegalArgumentException.class,
          "max must be >= 1, was 0",
          () -> each.receiveBatch(sink, 0));
      assertRefused(
          IllegalArgumentException.class,
          "max must be >= 1, was -5",
          () -> each.receiveBatch(sink, -5));
      assertRefused(
          IllegalArgumentException.class, "max must be >= 0, was -1", () -> each.drainTo(sink, -1));
    }
    assertThat(sink).isEmpty();
    assertThat(channel.length()).isEqualTo(1);
  }

  @Test
  void exceptionsTellWhatTheyWereGiven() {
    Exception cause = new Exception("boom");
    assertThat(new ChannelClosedException("text", cause)).hasMessage("text").hasCause(cause);
    assertThat(new ChannelClosedException("text", null).sent()).isZero();
    assertThat(new ChannelClosedException("text", null, 3).sent()).isEqualTo(3);
    assertThat(new InterruptedSendException(3))
        .hasMessage("interrupted after sending 3 elements")
        .extracting(InterruptedSendException::sent)
        .isEqualTo(3);
    InterruptedException interrupt = new InterruptedException();
    assertThat(new InterruptedReceiveException(interrupt))
        .hasMessage("interrupted while receiving")
        .hasCause(interrupt);
  }
}
