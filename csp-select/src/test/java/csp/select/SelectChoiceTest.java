// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.ChannelClosedException;
import csp.testkit.Capacities;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Which of several ready clauses is chosen, and what it does.
 *
 * <p>Red with a poll order that is not shuffled, with one that is shuffled to a single cycle (i
 * instead of i + 1), and with a closed channel that is not ready for a send.
 */
class SelectChoiceTest {
  private static final int TRIALS = 10_000;

  private final int[] chosen = new int[4];

  private Clause<Void> counted(Channel<Integer> closed, int index) {
    return doOnReceive(closed, value -> chosen[index]++);
  }

  private void assertChosen(double... shares) {
    for (int i = 0; i < shares.length; i++) {
      Probe.assertShare("clause " + i, chosen[i], TRIALS, shares[i]);
    }
  }

  // Uniformity

  @Test
  void readyReceivesAreChosenUniformly() throws InterruptedException {
    Channel<Integer> a = Channel.buffered(1);
    Channel<Integer> b = Channel.buffered(1);
    for (int i = 0; i < TRIALS; i++) {
      a.trySend(1); // refuses when the last round took from the other
      b.trySend(2);
      select(doOnReceive(a, v -> chosen[0]++), doOnReceive(b, v -> chosen[1]++));
    }
    assertChosen(0.5, 0.5);
  }

  @Test
  void readySendsAreChosenUniformly() throws InterruptedException {
    Channel<Integer> a = Channel.buffered(1);
    Channel<Integer> b = Channel.buffered(1);
    for (int i = 0; i < TRIALS; i++) {
      select(onSend(a, 1, () -> chosen[0]++), onSend(b, 1, () -> chosen[1]++));
      assertThat(a.length() + b.length()).isEqualTo(1);
      a.tryReceive();
      b.tryReceive();
    }
    assertChosen(0.5, 0.5);
  }

  @Test
  void receiveAndSendAreChosenUniformly() throws InterruptedException {
    Channel<Integer> full = Channel.buffered(1);
    Channel<Integer> room = Channel.buffered(1);
    for (int i = 0; i < TRIALS; i++) {
      full.trySend(1);
      room.tryReceive();
      select(onReceive(full, v -> chosen[0]++), onSend(room, 1, () -> chosen[1]++));
    }
    assertChosen(0.5, 0.5);
  }

  @Test
  void readyOnesAmongOthersAndWithADefaultAreChosenUniformly() throws InterruptedException {
    Channel<Integer> closed = Probe.closed();
    Channel<Integer> quiet = Channel.unbuffered();
    for (int i = 0; i < TRIALS; i++) {
      select(
          counted(quiet, 3),
          counted(closed, 0),
          counted(closed, 1),
          onDefault(() -> chosen[3]++),
          counted(quiet, 3),
          counted(closed, 2));
    }
    assertChosen(1.0 / 3, 1.0 / 3, 1.0 / 3);
    assertThat(chosen[3]).isZero();
  }

  @Test
  void closedIsReadyAsDataIs() throws InterruptedException {
    Channel<Integer> closed = Probe.closed();
    Channel<Integer> data = Channel.buffered(1);
    for (int i = 0; i < TRIALS; i++) {
      data.trySend(1);
      select(counted(closed, 0), doOnReceive(data, v -> chosen[1]++));
    }
    assertChosen(0.5, 0.5);
  }

  @Test
  void channelCountsAsOftenAsItIsNamed() throws InterruptedException {
    Channel<Integer> often = Channel.buffered(1);
    Channel<Integer> once = Channel.buffered(1);
    for (int i = 0; i < TRIALS; i++) {
      often.trySend(1);
      once.trySend(1);
      select(
          doOnReceive(often, v -> chosen[0]++),
          doOnReceive(once, v -> chosen[3]++),
          doOnReceive(often, v -> chosen[1]++),
          doOnReceive(often, v -> chosen[2]++));
    }
    assertChosen(0.25, 0.25, 0.25, 0.25);
  }

  @Test
  void closedSendThrowsWithProbabilityOneOfTheReady() throws InterruptedException {
    Channel<Integer> closed = Probe.closed();
    int thrown = 0;
    for (int i = 0; i < TRIALS; i++) {
      try {
        select(
            counted(closed, 0),
            onSend(closed, 1, () -> chosen[3]++),
            counted(closed, 1),
            onDefault(() -> chosen[3]++),
            counted(closed, 2));
      } catch (ChannelClosedException expected) {
        thrown++;
      }
    }
    Probe.assertShare("thrown", thrown, TRIALS, 0.25);
    assertChosen(0.25, 0.25, 0.25);
    assertThat(chosen[3]).isZero();
  }

  @Test
  void closedSendThrowsThoughThereIsADefault() {
    for (int capacity : new int[] {0, 1}) {
      Channel<Integer> channel = Channel.buffered(capacity);
      channel.trySend(1); // full, if it has a buffer
      Exception cause = new Exception("boom");
      channel.close(cause);
      Clause<Integer> send = onSend(channel, 1, () -> 1);
      Clause<Integer> fallback = onDefault(() -> 2);
      assertThatThrownBy(() -> select(send, fallback))
          .isExactlyInstanceOf(ChannelClosedException.class)
          .hasMessage("send on closed channel")
          .hasCause(cause);
      assertThatThrownBy(() -> selectFirst(fallback, send))
          .as("a default is last wherever it is written")
          .isExactlyInstanceOf(ChannelClosedException.class);
    }
  }

  // In order

  @Test
  void selectFirstTakesTheFirstReadyAsWritten() throws InterruptedException {
    Channel<Integer> a = Channel.buffered(1);
    Channel<Integer> b = Channel.buffered(1);
    Channel<Integer> c = Channel.buffered(1);
    for (int i = 0; i < 200; i++) {
      b.trySend(i);
      c.trySend(i);
      String taken =
          selectFirst(
              onReceive(a, v -> "a"),
              onReceive(c, v -> "c"), // its id is higher
              onReceive(b, v -> "b"),
              onDefault(() -> "default"));
      assertThat(taken).isEqualTo("c");
    }
  }

  @Test
  void selectFirstThrowsForAClosedSendThatIsFirst() throws InterruptedException {
    Channel<Integer> closed = Probe.closed();
    assertThatThrownBy(() -> selectFirst(onSend(closed, 1, () -> 1), onReceive(closed, v -> 2)))
        .isExactlyInstanceOf(ChannelClosedException.class);
    assertThat(selectFirst(onReceive(closed, v -> 2), onSend(closed, 1, () -> 1))).isEqualTo(2);
  }

  // What the chosen clause does

  @ParameterizedTest
  @Capacities
  void receiveTakesTheHeadAndAdmitsTheOldestSender(int capacity) throws InterruptedException {
    Channel<Integer> channel = Channel.buffered(capacity);
    Channel<Integer> quiet = Channel.unbuffered();
    for (int value = 0; value < capacity; value++) {
      assertThat(channel.trySend(value)).isTrue();
    }
    try (Workers workers = new Workers()) {
      workers.virtual("sender", () -> channel.send(capacity));
      workers.until(() -> channel.waitingSenders() == 1, "the sender waits");
      for (int value = 0; value <= capacity; value++) {
        Integer got = select(onReceive(channel, v -> v), onReceive(quiet, v -> -1));
        assertThat(got).isEqualTo(value);
        assertThat(channel.waitingSenders()).as("admitted in the same step").isZero();
      }
    }
    Probe.assertIdle(channel, quiet);
  }

  @ParameterizedTest
  @Capacities
  void sendHandsToTheOldestReceiver(int capacity) throws InterruptedException {
    Channel<Integer> channel = Channel.buffered(capacity);
    Channel<Integer> quiet = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      Worker<Integer> first = workers.virtual("first", () -> channel.receive());
      workers.until(() -> channel.waitingReceivers() == 1, "the first waits");
      Worker<Integer> second = workers.virtual("second", () -> channel.receive());
      workers.until(() -> channel.waitingReceivers() == 2, "the second waits");
      select(onSend(channel, 1, () -> {}), onReceive(quiet, v -> null));
      assertThat(channel.length()).isZero();
      assertThat(first.result()).isEqualTo(1);
      select(onSend(channel, 2, () -> {}), onReceive(quiet, v -> null));
      assertThat(second.result()).isEqualTo(2);
    }
    Probe.assertIdle(channel, quiet);
  }

  @Test
  void closedChannelIsDrainedBeforeItGivesNull() throws InterruptedException {
    Channel<Integer> channel = Probe.full(1, 2);
    channel.close();
    Channel<Integer> quiet = Channel.unbuffered();
    StringBuilder got = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      String next = select(onReceive(channel, v -> v + ";"), onReceive(quiet, v -> "quiet"));
      got.append(next);
    }
    assertThat(got.toString()).isEqualTo("1;2;null;null;");
  }

  @Test
  void parkedSelectIsGivenTheElement() {
    Channel<Integer> a = Channel.unbuffered();
    Channel<Integer> b = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      Worker<Integer> receives =
          workers.virtual("select", () -> select(onReceive(a, v -> v), onReceive(b, v -> -v)));
      workers.until(() -> b.waitingReceivers() == 1, "queued on both");
      Probe.assertWaiting(a, 0, 1);
      assertThat(b.trySend(7)).isTrue();
      assertThat(receives.result()).isEqualTo(-7);
      Probe.assertIdle(a, b);
      Worker<String> sends =
          workers.platform(
              "select", () -> select(onSend(a, 1, () -> "a"), onSend(b, 2, () -> "b")));
      workers.until(() -> a.waitingSenders() + b.waitingSenders() == 2, "queued on both");
      assertThat(a.tryReceive()).isEqualTo(new csp.Received.Value<>(1));
      assertThat(sends.result()).isEqualTo("a");
      Probe.assertIdle(a, b);
    }
  }

  // The handler

  @Test
  void handlerMayUseTheSameChannelsAndRunsInTheCaller() throws InterruptedException {
    Channel<Integer> a = Probe.full(1);
    Channel<Integer> b = Channel.buffered(1);
    AtomicReference<Thread> ranIn = new AtomicReference<>();
    Integer got =
        selectFirst(
            onReceive(
                a,
                v -> {
                  ranIn.set(Thread.currentThread());
                  a.send(v + 1); // would hang if a lock were held
                  b.send(0);
                  a.close();
                  return select(onReceive(a, w -> w));
                }),
            onSend(b, 5, () -> 0));
    assertThat(got).isEqualTo(2);
    assertThat(ranIn.get()).isSameAs(Thread.currentThread());
    Probe.assertIdle(a, b);
  }

  @Test
  void handlerOfAParkedSelectFindsItOnNoQueueAndRunsInTheCaller() {
    Channel<Integer> a = Channel.unbuffered();
    Channel<Integer> b = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      Worker<Thread> worker =
          workers.virtual(
              "select",
              () ->
                  select(
                      onReceive(b, v -> null),
                      onReceive(
                          a,
                          v -> {
                            Probe.assertIdle(a, b);
                            return Thread.currentThread();
                          })));
      workers.until(() -> a.waitingReceivers() + b.waitingReceivers() == 2, "parked");
      assertThat(a.trySend(1)).isTrue();
      assertThat(worker.result()).isSameAs(worker.thread());
    }
  }

  @Test
  void whatAHandlerThrowsTheSelectThrowsAndTheElementIsTaken() {
    RuntimeException failure = new RuntimeException("boom");
    InterruptedException interrupt = new InterruptedException("of the handler");
    Channel<Integer> channel = Probe.full(1, 2);
    assertThatThrownBy(() ->
            select(
                doOnReceive(
                    channel,
                    v -> {
                      throw failure;
                    })))
        .isSameAs(failure);
    assertThatThrownBy(() ->
            select(
                doOnReceive(
                    channel,
                    v -> {
                      throw interrupt;
                    })))
        .isSameAs(interrupt);
    assertThat(channel.length()).isZero();
  }

  @Test
  void handlersWithoutResultGiveNull() throws InterruptedException {
    Channel<Integer> channel = Channel.buffered(1);
    assertThat(Select.<Object>select(onSend(channel, 1, () -> {}))).isNull();
    assertThat(Select.<Object>select(doOnReceive(channel, v -> {}))).isNull();
    assertThat(Select.<Object>select(onDefault(() -> {}))).isNull();
    assertThat(Select.<Object>select(onTimeout(java.time.Duration.ZERO, () -> {}))).isNull();
  }
}
