// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.ChannelClosedException;
import csp.Received;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The select for loops: rounds, clauses that end, guards, policies, and what stays queued. */
class SelectorTest {
  enum Form {
    RANDOM(Selector::random),
    PRIORITY(Selector::priority),
    ROUND_ROBIN(Selector::roundRobin);

    final Function<Clause<?>[], Selector> maker;

    Form(Function<Clause<?>[], Selector> maker) {
      this.maker = maker;
    }

    Selector of(Clause<?>... clauses) {
      return maker.apply(clauses);
    }
  }

  private final Channel<Integer> a = Channel.buffered(8);
  private final Channel<Integer> b = Channel.buffered(8);
  private final Channel<Integer> quiet = Channel.unbuffered();
  private final List<String> heard = new ArrayList<>();

  private ReceiveClause<Integer, Void> hear(Channel<Integer> channel, String name) {
    return doOnReceive(channel, v -> heard.add(name + v));
  }

  private static void send(Channel<Integer> channel, int... values) {
    for (int value : values) {
      assertThat(channel.trySend(value)).isTrue();
    }
  }

  // Rounds and ends

  @ParameterizedTest
  @EnumSource
  void closedClausesSwitchThemselvesOffAndTheLoopEnds(Form form) throws InterruptedException {
    send(a, 1, 2);
    send(b, 3);
    a.close();
    b.close();
    int rounds = 0;
    try (Selector selector = form.of(hear(a, "a"), hear(b, "b"))) {
      while (selector.select()) {
        rounds++;
      }
      assertThat(selector.select()).isFalse();
    }
    assertThat(heard).containsExactlyInAnyOrder("a1", "a2", "b3");
    assertThat(heard.indexOf("a1")).isLessThan(heard.indexOf("a2"));
    assertThat(rounds).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void onClosedRunsOnceInARoundOfItsOwn(Form form) throws InterruptedException {
    a.close();
    Selector selector =
        form.of(hear(a, "a").onClosed(() -> heard.add("end of a")), hear(quiet, "quiet"));
    try (selector) {
      assertThat(selector.select()).isTrue();
      assertThat(heard).containsExactly("end of a");
      quiet.close();
      assertThat(selector.select()).isFalse();
    }
    assertThat(heard).containsExactly("end of a");
  }

  @ParameterizedTest
  @EnumSource
  void closeEndsAParkedRoundInSilence(Form form) {
    try (Workers workers = new Workers();
        Selector selector = form.of(hear(quiet, "q"))) {
      Worker<Boolean> worker = workers.virtual("selector", () -> selector.select());
      workers.until(() -> quiet.waitingReceivers() == 1, "queued");
      worker.awaitParked();
      quiet.close();
      assertThat(worker.result()).isFalse();
    }
    assertThat(heard).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void closeWithAFailureIsThrownOnceAndTheClauseIsOff(Form form) throws InterruptedException {
    Exception cause = new Exception("boom");
    a.close(cause);
    send(b, 1);
    try (Selector selector = form.of(hear(a, "a"), onDefault(() -> heard.add("default")))) {
      assertThatThrownBy(selector::select)
          .isExactlyInstanceOf(ChannelClosedException.class)
          .hasCause(cause);
      assertThat(selector.select()).isFalse();
    }
    try (Selector selector =
        form.of(
            hear(a, "a")
                .onClosed(failure -> {
                  heard.add(failure.getMessage());
                  return null;
                }))) {
      assertThat(selector.select()).isTrue();
      assertThat(selector.select()).isFalse();
    }
    assertThat(heard).containsExactly("boom");
  }

  @ParameterizedTest
  @EnumSource
  void nothingThatCanBeReadyIsFalseAtOnce(Form form) throws InterruptedException {
    Channel<Integer> nil = Channel.nil();
    List<Selector> hopeless =
        List.of(
            form.of(),
            form.of(null, null),
            form.of(hear(nil, "nil"), null, hear(nil, "nil").when(() -> true)),
            form.of(onSend(nil, 1, () -> heard.add("sent"))),
            form.of(onDone(TestCancellation.never(), e -> heard.add("done"))),
            form.of(onDefault(() -> heard.add("default"))),
            form.of(onTimeout(Duration.ZERO, () -> heard.add("timeout"))));
    for (Selector selector : hopeless) {
      assertThat(selector.select()).isFalse();
      selector.close();
    }
    assertThat(heard).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void nilAndNullClausesAreNeverReadyBesideOthers(Form form) throws InterruptedException {
    send(a, 1, 2);
    try (Selector selector = form.of(null, hear(Channel.nil(), "nil"), hear(a, "a"))) {
      assertThat(selector.select()).isTrue();
      assertThat(selector.select()).isTrue();
    }
    assertThat(heard).containsExactly("a1", "a2");
  }

  @Test
  void doneSwitchesItselfOff() throws InterruptedException {
    TestCancellation cancellation = new TestCancellation();
    cancellation.end(new RuntimeException("ended"));
    try (Selector selector =
        Selector.random(doOnDone(cancellation, e -> heard.add(e.getMessage())))) {
      assertThat(selector.select()).isTrue();
      assertThat(selector.select()).isFalse();
    }
    assertThat(heard).containsExactly("ended");
  }

  // Guards, operands, default and time-out

  @ParameterizedTest
  @EnumSource
  void guardsAndSuppliersAreAskedOnceInEachRound(Form form) throws InterruptedException {
    Channel<Integer> log = Channel.buffered(8);
    boolean[] on = {false, false};
    List<String> asked = new ArrayList<>();
    Selector selector =
        form.of(
            hear(a, "a")
                .when(() -> {
                  asked.add("guard a");
                  return on[0];
                }),
            onSendOf(
                    log,
                    () -> {
                      asked.add("value");
                      return asked.size();
                    },
                    () -> heard.add("sent"))
                .when(() -> {
                  asked.add("guard log");
                  return on[1];
                }),
            onDefault(() -> heard.add("default")));
    send(a, 1);
    try (selector) {
      assertThat(selector.select()).isTrue();
      assertThat(asked).containsExactly("guard a", "guard log");
      on[0] = true;
      assertThat(selector.select()).isTrue();
      assertThat(asked).hasSize(4);
      on[1] = true;
      assertThat(selector.select()).isTrue();
      assertThat(asked.subList(4, 7)).containsExactly("guard a", "guard log", "value");
      assertThat(selector.select()).isTrue();
      assertThat(asked).hasSize(10);
    }
    assertThat(heard).containsExactly("default", "a1", "sent", "sent");
    assertThat(log.tryReceive()).isEqualTo(new Received.Value<>(7));
    assertThat(log.tryReceive()).isEqualTo(new Received.Value<>(10));
    Probe.assertIdle(a, log);
  }

  @ParameterizedTest
  @EnumSource
  void defaultAndTimeoutRunWhenNothingIsReady(Form form) throws InterruptedException {
    boolean[] withDefault = {true};
    Selector selector =
        form.of(
            hear(a, "a"),
            onTimeout(Duration.ofMillis(2), () -> heard.add("timeout")),
            onTimeout(Duration.ofHours(1), () -> heard.add("hour")),
            onDefault(() -> heard.add("default")).when(() -> withDefault[0]));
    try (selector) {
      assertThat(selector.select()).isTrue();
      send(a, 1);
      assertThat(selector.select()).isTrue();
      withDefault[0] = false;
      long start = System.nanoTime();
      assertThat(selector.select()).isTrue();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
      send(a, 2);
      assertThat(selector.select()).isTrue();
    }
    assertThat(heard).containsExactly("default", "a1", "timeout", "a2");
    Probe.assertIdle(a);
  }

  @ParameterizedTest
  @EnumSource
  void twoDefaultsAreRefusedInTheRound(Form form) throws InterruptedException {
    send(a, 1);
    try (Selector selector =
        form.of(
            hear(a, "a"), onDefault(() -> {}), onDefault(() -> {}).when(() -> a.length() > 0))) {
      assertThatThrownBy(selector::select)
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("select must have at most one default, was given two");
      assertThat(a.length()).isEqualTo(1);
      a.tryReceive();
      assertThat(selector.select()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendClauseSendsAndThrowsEachTimeOnceClosed(Form form) throws InterruptedException {
    try (Selector selector = form.of(onSend(a, 1, () -> heard.add("sent")), hear(quiet, "q"))) {
      assertThat(selector.select()).isTrue();
      a.close();
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(selector::select)
            .isExactlyInstanceOf(ChannelClosedException.class)
            .hasMessage("send on closed channel");
      }
    }
    assertThat(heard).containsExactly("sent");
  }

  // Policies

  @Test
  void randomIsUniform() throws InterruptedException {
    int[] chosen = new int[3];
    Channel<Integer> c = Channel.buffered(1);
    try (Selector selector =
        Selector.random(
            doOnReceive(a, v -> chosen[0]++),
            hear(quiet, "q"),
            doOnReceive(b, v -> chosen[1]++),
            onSend(c, 1, () -> chosen[2]++))) {
      for (int i = 0; i < 10_000; i++) {
        a.trySend(1);
        b.trySend(1);
        c.tryReceive();
        selector.select();
      }
    }
    for (int count : chosen) {
      Probe.assertShare("chosen", count, 10_000, 1.0 / 3);
    }
  }

  @Test
  void priorityIsTheFirstReadyAsWritten() throws InterruptedException {
    send(a, 1, 2);
    send(b, 1, 2);
    try (Selector selector = Selector.priority(hear(quiet, "q"), hear(b, "b"), hear(a, "a"))) {
      for (int i = 0; i < 3; i++) {
        selector.select();
      }
      send(b, 3); // was tried and queued before: is first again
      selector.select();
      selector.select();
    }
    assertThat(heard).containsExactly("b1", "b2", "a1", "b3", "a2");
  }

  @Test
  void roundRobinIsTheFirstReadyAfterTheLast() throws InterruptedException {
    Channel<Integer> c = Channel.buffered(8);
    send(a, 1, 2, 3, 4);
    send(b, 1, 2);
    send(c, 1, 2, 3);
    try (Selector selector =
        Selector.roundRobin(hear(a, "a"), hear(b, "b"), hear(quiet, "q"), hear(c, "c"))) {
      for (int i = 0; i < 9; i++) {
        selector.select();
      }
    }
    assertThat(heard).containsExactly("a1", "b1", "c1", "a2", "b2", "c2", "a3", "c3", "a4");
  }

  @Test
  void roundRobinGoesOnBehindTheOneThatEndedAWait() throws InterruptedException {
    try (Workers workers = new Workers();
        Selector selector = Selector.roundRobin(hear(a, "a"), hear(b, "b"), hear(quiet, "q"))) {
      Worker<Void> worker =
          workers.virtual(
              "selector",
              () -> {
                selector.select();
                send(a, 2);
                send(b, 2);
                workers.virtual("sender", () -> quiet.send(2));
                workers.until(() -> quiet.waitingSenders() == 1, "waits");
                for (int i = 0; i < 3; i++) {
                  selector.select();
                }
              });
      workers.until(() -> quiet.waitingReceivers() == 1, "queued");
      worker.awaitParked();
      send(b, 1);
      worker.result();
    }
    assertThat(heard).containsExactly("b1", "q2", "a2", "b2");
  }

  // Handlers

  @ParameterizedTest
  @EnumSource
  void exceptionOfAHandlerLeavesItUsable(Form form) throws InterruptedException {
    RuntimeException failure = new RuntimeException("boom");
    send(a, 1, 2, 3);
    Selector selector =
        form.of(
            doOnReceive(
                a,
                v -> {
                  heard.add("a" + v);
                  if (v == 1) {
                    throw failure;
                  }
                  if (v == 2) {
                    throw new InterruptedException("of the handler");
                  }
                }),
            hear(quiet, "q"));
    try (selector) {
      assertThatThrownBy(selector::select).isSameAs(failure);
      assertThatThrownBy(selector::select)
          .isExactlyInstanceOf(InterruptedException.class)
          .hasMessage("of the handler");
      assertThat(selector.select()).isTrue();
    }
    assertThat(heard).containsExactly("a1", "a2", "a3");
    Probe.assertIdle(a, quiet);
  }

  @ParameterizedTest
  @EnumSource
  void exceptionOfAGuardOrSupplierLeavesItUsable(Form form) throws InterruptedException {
    RuntimeException failure = new RuntimeException("boom");
    boolean[] fails = {true};
    send(a, 1);
    Selector selector =
        form.of(
            hear(a, "a").when(() -> true),
            onSendOf(
                quiet,
                () -> {
                  if (fails[0]) {
                    throw failure;
                  }
                  return 1;
                },
                () -> heard.add("sent")));
    try (selector) {
      assertThatThrownBy(selector::select).isSameAs(failure);
      assertThat(a.length()).isEqualTo(1);
      fails[0] = false;
      assertThat(selector.select()).isTrue();
    }
    assertThat(heard).containsExactly("a1");
    Probe.assertIdle(a, quiet);
  }

  /** Red while a clause that is asked each round is queued when the handler selects again. */
  @ParameterizedTest
  @EnumSource
  void handlerMaySelectAgainWithTheSameSelector(Form form) throws InterruptedException {
    Selector[] self = new Selector[1];
    Selector selector =
        form.of(
            hear(quiet, "q").when(() -> true),
            onSend(quiet, 1, () -> heard.add("sent")),
            doOnReceive(
                a,
                v -> {
                  heard.add("a" + v);
                  if (v < 3) {
                    assertThat(self[0].select()).isTrue();
                  }
                }));
    self[0] = selector;
    try (selector) {
      for (int trial = 0; trial < 50; trial++) {
        heard.clear();
        send(a, 1, 2, 3);
        assertThat(selector.select()).isTrue();
        assertThat(heard).containsExactly("a1", "a2", "a3");
        Probe.assertWaiting(quiet, 0, 0);
      }
    }
    Probe.assertIdle(a, quiet);
  }

  @ParameterizedTest
  @EnumSource
  void handlerMayCloseTheSelector(Form form) throws InterruptedException {
    Selector[] self = new Selector[1];
    send(a, 1, 2);
    self[0] =
        form.of(
            hear(quiet, "q"),
            hear(quiet, "q").when(() -> true),
            doOnReceive(a, v -> self[0].close()));
    assertThat(self[0].select()).isTrue();
    assertThat(self[0].select()).isFalse();
    assertThat(a.length()).isEqualTo(1);
    Probe.assertIdle(quiet);
  }

  // Interrupts

  @ParameterizedTest
  @EnumSource
  void interruptedRoundLosesNothingAndLeavesItUsable(Form form) throws InterruptedException {
    Selector selector = form.of(hear(a, "a"), hear(b, "b").when(() -> true), hear(quiet, "q"));
    try (Workers workers = new Workers();
        selector) {
      send(a, 1);
      Thread.currentThread().interrupt();
      assertThatThrownBy(selector::select).isExactlyInstanceOf(InterruptedException.class);
      assertThat(a.length()).isEqualTo(1);
      assertThat(selector.select()).isTrue();
      Worker<Boolean> worker = workers.virtual("selector", () -> selector.select());
      workers.until(() -> b.waitingReceivers() == 1 && quiet.waitingReceivers() == 1, "queued");
      worker.interruptAndJoin();
      assertThat(b.waitingReceivers()).as("asked each round").isZero();
      assertThat(quiet.waitingReceivers()).as("stays queued").isEqualTo(1);
      send(b, 2);
      assertThat(selector.select()).isTrue();
    }
    assertThat(heard).containsExactly("a1", "b2");
    Probe.assertIdle(a, b, quiet);
  }

  @Test
  void roundThatNeverWaitsDoesNotLookAtTheStatus() throws InterruptedException {
    send(a, 1);
    try (Selector selector = Selector.random(hear(a, "a"), onDefault(() -> heard.add("d")))) {
      Thread.currentThread().interrupt();
      assertThat(selector.select()).isTrue();
      assertThat(selector.select()).isTrue();
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(heard).containsExactly("a1", "d");
  }

  // What stays queued

  @ParameterizedTest
  @EnumSource
  void clausesStayQueuedUntilClose(Form form) throws InterruptedException {
    Selector selector =
        form.of(
            hear(a, "a"),
            hear(quiet, "q"),
            hear(b, "b").when(() -> true),
            onSend(quiet, 1, () -> {}),
            onDefault(() -> heard.add("d")));
    assertThat(selector.select()).isTrue();
    Probe.assertWaiting(a, 0, 1);
    Probe.assertWaiting(quiet, 0, 1);
    Probe.assertWaiting(b, 0, 0);
    selector.close();
    Probe.assertIdle(a, b, quiet);
    selector.close();
    assertThat(selector.select()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void elementSentBetweenRoundsIsFoundInTheNext(Form form) throws InterruptedException {
    try (Workers workers = new Workers();
        Selector selector =
            form.of(hear(a, "a"), hear(quiet, "q"), onDefault(() -> heard.add("d")))) {
      selector.select(); // both are queued now
      send(a, 1, 2);
      selector.select();
      selector.select();
      selector.select();
      assertThat(quiet.trySend(3)).as("nobody waits in fact").isFalse();
      workers.virtual("sender", () -> quiet.send(4));
      workers.until(() -> quiet.waitingSenders() == 1, "the sender waits");
      selector.select();
      a.close();
      selector.select();
    }
    assertThat(heard).containsExactly("d", "a1", "a2", "d", "q4", "d");
    Probe.assertIdle(a, quiet);
  }

  @ParameterizedTest
  @EnumSource
  void plainReceiverBehindAnIdleSelectorGetsTheElement(Form form) throws InterruptedException {
    try (Workers workers = new Workers();
        Selector selector = form.of(hear(quiet, "q"), onDefault(() -> heard.add("d")))) {
      selector.select();
      Worker<Integer> receiver = workers.virtual("receiver", () -> quiet.receive());
      workers.until(() -> quiet.waitingReceivers() == 2, "queued behind the selector");
      assertThat(quiet.trySend(7)).isTrue();
      assertThat(receiver.result()).isEqualTo(7);
      selector.select();
    }
    assertThat(heard).containsExactly("d", "d");
    Probe.assertIdle(quiet);
  }

  @ParameterizedTest
  @EnumSource
  void otherThreadMayTakeItOver(Form form) throws InterruptedException {
    try (Workers workers = new Workers();
        Selector selector =
            form.of(hear(a, "a"), hear(quiet, "q"), hear(b, "b").when(() -> true))) {
      for (int i = 0; i < 20; i++) {
        int round = i;
        workers
            .virtual(
                "round " + i,
                () -> {
                  send(round % 2 == 0 ? a : b, round);
                  assertThat(selector.select()).isTrue();
                })
            .result();
        Worker<Boolean> parked = workers.platform("parked", () -> selector.select());
        workers.until(() -> quiet.waitingReceivers() == 1, "queued once");
        parked.awaitParked();
        assertThat(quiet.trySend(round)).isTrue();
        assertThat(parked.result()).isTrue();
      }
    }
    assertThat(heard).hasSize(40).startsWith("a0", "q0", "b1", "q1");
    Probe.assertIdle(a, b, quiet);
  }

  @Test
  void sameChannelInTwoClausesGivesEachElementOnce() throws InterruptedException {
    try (Workers workers = new Workers();
        Selector selector = Selector.random(hear(quiet, ""), hear(quiet, ""))) {
      Worker<Void> worker =
          workers.virtual(
              "selector",
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  selector.select();
                }
              });
      for (int i = 0; i < 1_000; i++) {
        quiet.send(i);
      }
      worker.result();
    }
    assertThat(heard).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(quiet.tryReceive()).isEqualTo(Received.empty());
  }

  @Test
  void showsItsClauses() {
    Channel<Integer> named = Channel.named("jobs").unbuffered();
    assertThat(Selector.random(hear(named, "x"), onSend(Channel.nil(), 1, () -> {})))
        .hasToString("selector[receive from " + named + ", send to nil channel]");
  }
}
