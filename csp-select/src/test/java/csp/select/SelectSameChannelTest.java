// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ChannelClosedException;
import csp.testkit.Worker;
import csp.testkit.Workers;
import org.junit.jupiter.api.Test;

/**
 * One channel in several clauses of a select, and a close while it is parked.
 *
 * <p>Red with a site locked once per clause (hangs), with a close that fires senders first, and
 * with an outcome that ignores whether the sudog was fired by a close.
 */
class SelectSameChannelTest {
  private final Channel<Integer> channel = Channel.unbuffered();

  /** Waits on both directions of {@code channel}; sends {@code own}. */
  private Integer selectBoth(int own) throws InterruptedException {
    return select(onReceive(channel, v -> v), onSend(channel, own, () -> -own));
  }

  @Test
  void unbufferedBothWaysParksAndNeverMeetsItself() {
    try (Workers workers = new Workers()) {
      Worker<Integer> alone = workers.virtual("alone", () -> selectBoth(1));
      workers.until(() -> channel.waitingSenders() == 1, "queued");
      alone.awaitParked();
      Probe.assertWaiting(channel, 1, 1);
      ((csp.internal.channel.StandardChannel<?>) channel).checkInvariants();
      alone.interruptAndJoin();
    }
    Probe.assertIdle(channel);
  }

  @Test
  void twoSelectsBothWaysPairUpWithTheOtherOnly() {
    try (Workers workers = new Workers()) {
      int rounds = 3_000;
      Worker<int[]> first = workers.virtual("first", () -> rounds(1_000_000, rounds));
      Worker<int[]> second = workers.platform("second", () -> rounds(2_000_000, rounds));
      int[] ofFirst = first.result();
      int[] ofSecond = second.result();
      for (int round = 0; round < rounds; round++) {
        int one = ofFirst[round];
        int other = ofSecond[round];
        assertThat(one).as("one sends what the other receives").isEqualTo(-other);
        assertThat(Math.abs(one)).isIn(1_000_000 + round, 2_000_000 + round);
        assertThat(one).isNotEqualTo(1_000_000 + round); // its own value, received
        assertThat(other).isNotEqualTo(2_000_000 + round);
      }
    }
    Probe.assertIdle(channel);
  }

  private int[] rounds(int base, int count) throws InterruptedException {
    int[] got = new int[count];
    for (int round = 0; round < count; round++) {
      got[round] = selectBoth(base + round);
    }
    return got;
  }

  @Test
  void bufferedBothWaysDoesWhatIsPossible() throws InterruptedException {
    Channel<Integer> buffered = Channel.buffered(1);
    for (int i = 0; i < 100; i++) {
      String first =
          select(onReceive(buffered, v -> "got " + v), onSend(buffered, i, () -> "sent"));
      String second =
          select(onReceive(buffered, v -> "got " + v), onSend(buffered, i, () -> "sent"));
      assertThat(first).isEqualTo("sent");
      assertThat(second).isEqualTo("got " + i);
    }
  }

  @Test
  void closedOnEntryIsHalfNullHalfThrown() throws InterruptedException {
    channel.close();
    int thrown = 0;
    for (int i = 0; i < 10_000; i++) {
      try {
        assertThat(selectBoth(1)).isNull();
      } catch (ChannelClosedException closed) {
        thrown++;
      }
    }
    Probe.assertShare("thrown", thrown, 10_000, 0.5);
  }

  @Test
  void closeOfAParkedSelectBothWaysIsNullAndNeverThrows() {
    for (int i = 0; i < 300; i++) {
      Channel<Integer> fresh = Channel.unbuffered();
      try (Workers workers = new Workers()) {
        Worker<String> parked =
            workers.virtual(
                "select",
                () -> select(onSend(fresh, 1, () -> "sent"), onReceive(fresh, v -> "got " + v)));
        workers.until(() -> fresh.waitingSenders() == 1, "queued");
        parked.awaitParked();
        fresh.close();
        assertThat(parked.result()).isEqualTo("got null");
      }
      Probe.assertIdle(fresh);
    }
  }

  @Test
  void closeOfAParkedSelectWithSendsOnlyThrows() {
    Exception cause = new Exception("boom");
    try (Workers workers = new Workers()) {
      Worker<Integer> parked =
          workers.virtual(
              "select", () -> select(onSend(channel, 1, () -> 1), onSend(channel, 2, () -> 2)));
      workers.until(() -> channel.waitingSenders() == 2, "queued twice");
      channel.close(cause);
      assertThat(parked.failure())
          .isExactlyInstanceOf(ChannelClosedException.class)
          .hasMessage("send on closed channel")
          .hasCause(cause);
    }
    Probe.assertIdle(channel);
  }

  @Test
  void closeAfterAnotherClauseFiredChangesNothing() {
    Channel<Integer> other = Channel.unbuffered();
    for (int i = 0; i < 300; i++) {
      Channel<Integer> fresh = Channel.unbuffered();
      try (Workers workers = new Workers()) {
        Worker<Integer> parked =
            workers.virtual(
                "select", () -> select(onSend(fresh, 1, () -> 1), onReceive(other, v -> v)));
        workers.until(() -> other.waitingReceivers() == 1, "queued");
        parked.awaitParked();
        assertThat(other.trySend(7)).isTrue();
        fresh.close(); // the select may still be queued here
        assertThat(parked.result()).isEqualTo(7);
      }
      Probe.assertIdle(fresh, other);
    }
  }

  @Test
  void oneOfTwoReceivesOnOneChannelFires() {
    int[] fired = new int[2];
    try (Workers workers = new Workers()) {
      for (int i = 0; i < 1_000; i++) {
        int value = i;
        Worker<Integer> parked =
            workers.virtual(
                "select",
                () ->
                    select(
                        onReceive(
                            channel,
                            v -> {
                              fired[0]++;
                              return v;
                            }),
                        onReceive(
                            channel,
                            v -> {
                              fired[1]++;
                              return v;
                            })));
        workers.until(() -> channel.waitingReceivers() == 2, "queued twice");
        assertThat(channel.trySend(value)).isTrue();
        assertThat(parked.result()).isEqualTo(value);
        Probe.assertIdle(channel);
      }
    }
    assertThat(fired[0] + fired[1]).isEqualTo(1_000);
    Probe.assertShare("the first of the two", fired[0], 1_000, 0.5);
  }
}
