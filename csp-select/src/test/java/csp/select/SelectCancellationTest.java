// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import csp.internal.channel.SelectPort;
import csp.internal.park.ParkReason;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Selects, and single rounds of selectors, that a cancellation may end. Whatever the outcome,
 * nobody is queued afterwards, on the channels of the clauses or on the done channel.
 */
class SelectCancellationTest {
  private static final RuntimeException ENDED = new RuntimeException("ended");
  private static final Duration LONG = Duration.ofHours(1);

  private final TestCancellation cancellation = new TestCancellation();
  private final Channel<Integer> quiet = Channel.unbuffered();
  private final Channel<Integer> other = Channel.unbuffered();
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

  static Stream<Arguments> formsAndThreads() {
    return Stream.of(Choosing.values())
        .flatMap(form -> Stream.of(ThreadKind.values()).map(kind -> Arguments.of(form, kind)));
  }

  private Clause<Void> receive(Channel<Integer> channel) {
    return doOnReceive(channel, value -> heard.add("got " + value));
  }

  private Clause<Void> send(Channel<Integer> channel, int value) {
    return onSend(
        channel,
        value,
        () -> {
          heard.add("sent " + value);
        });
  }

  private Clause<Void> hear(String what) {
    return onDefault(() -> {
      heard.add(what);
    });
  }

  private Clause<Void> hearAfter(Duration timeout, String what) {
    return onTimeout(
        timeout,
        () -> {
          heard.add(what);
        });
  }

  /** Waits for both channels and the end, parked. */
  private Worker<Void> parked(Workers workers, Choosing form, ThreadKind kind) {
    Worker<Void> worker =
        workers.start(
            kind, form.name(), () -> form.choose(cancellation, receive(quiet), send(other, 5)));
    workers.until(() -> cancellation.done.waitingReceivers() == 1, "is on done");
    assertThat(Probe.awaitReason(worker)).isEqualTo(ParkReason.SELECT);
    return worker;
  }

  private void assertNothingLeft() {
    Probe.assertIdle(quiet, other, cancellation.done);
  }

  // On entry

  @ParameterizedTest
  @EnumSource
  void endedOnEntryNoClauseTakesEffect(Choosing form) {
    cancellation.end(ENDED);
    Channel<Integer> full = Probe.full(7);
    Channel<Integer> room = Channel.buffered(1);
    Clause<Void> otherwise = hear("default");
    Clause<Void> atOnce = hearAfter(Duration.ZERO, "time-out");
    assertThatThrownBy(() -> form.choose(cancellation, receive(full), send(room, 1)))
        .isSameAs(ENDED);
    assertThatThrownBy(() -> form.choose(cancellation, receive(full), send(room, 1), otherwise))
        .isSameAs(ENDED);
    assertThatThrownBy(() -> form.choose(cancellation, receive(quiet), otherwise)).isSameAs(ENDED);
    assertThatThrownBy(() -> form.choose(cancellation, receive(quiet), atOnce)).isSameAs(ENDED);
    assertThatThrownBy(() -> form.choose(cancellation, receive(quiet), null)).isSameAs(ENDED);
    assertThat(heard).isEmpty();
    assertThat(full.length()).isEqualTo(1);
    assertThat(room.length()).isZero();
    assertNothingLeft();
  }

  @ParameterizedTest
  @EnumSource
  void notEndedMakesNoDifferenceWhereNoWaitIsNeeded(Choosing form) throws InterruptedException {
    form.choose(cancellation, receive(quiet), receive(Probe.full(7)));
    form.choose(cancellation, receive(quiet), hear("default"));
    form.choose(cancellation, receive(quiet), hearAfter(Duration.ZERO, "time-out"));
    form.choose(cancellation, receive(quiet), hearAfter(Duration.ofNanos(1), "soon"));
    assertThat(heard).containsExactly("got 7", "default", "time-out", "soon");
    assertNothingLeft();
  }

  @ParameterizedTest
  @EnumSource
  void interruptOnEntryComesBeforeTheCancellation(Choosing form) {
    cancellation.end(ENDED);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> form.choose(cancellation, receive(Probe.full(7))))
        .isExactlyInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).as("the status is cleared").isFalse();
    assertThat(heard).isEmpty();
  }

  /** One that never waits does not look at the interrupt status, but at its cancellation. */
  @ParameterizedTest
  @EnumSource
  void withADefaultOnlyTheCancellationCounts(Choosing form) {
    cancellation.end(ENDED);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> form.choose(cancellation, receive(quiet), hear("default")))
        .isSameAs(ENDED);
    assertThat(Thread.interrupted()).as("the status is kept").isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void guardsAndOperandsAreEvaluatedFirst(Choosing form) {
    Clause<Void> asks =
        Select.<Integer, Void>onSendOf(
                other,
                () -> {
                  heard.add("value");
                  return 1;
                },
                () -> {})
            .when(() -> heard.add("guard"));
    assertThatThrownBy(() -> form.choose(TestCancellation.ended(ENDED), asks)).isSameAs(ENDED);
    assertThat(heard).containsExactly("guard", "value");
    assertThatThrownBy(() ->
            form.choose(TestCancellation.ended(ENDED), hear("one"), hear("two"), receive(quiet)))
        .isExactlyInstanceOf(IllegalArgumentException.class);
  }

  // While waiting

  @ParameterizedTest
  @MethodSource("formsAndThreads")
  void endWhileWaitingThrowsTheErrorAndLeavesNothing(Choosing form, ThreadKind kind) {
    try (Workers workers = new Workers()) {
      Worker<Void> worker = parked(workers, form, kind);
      cancellation.end(ENDED);
      assertThat(worker.failure()).isSameAs(ENDED);
    }
    assertThat(heard).isEmpty();
    assertNothingLeft();
    assertThat(quiet.trySend(1)).as("nobody receives").isFalse();
  }

  @ParameterizedTest
  @MethodSource("formsAndThreads")
  void clauseThatIsReadyFirstWins(Choosing form, ThreadKind kind) {
    try (Workers workers = new Workers()) {
      Worker<Void> first = parked(workers, form, kind);
      assertThat(quiet.trySend(7)).isTrue();
      first.result();
      Worker<Void> second = parked(workers, form, kind);
      assertThat(other.tryReceive()).isEqualTo(new csp.Received.Value<>(5));
      second.result();
    }
    assertThat(heard).containsExactly("got 7", "sent 5");
    assertNothingLeft();
  }

  @ParameterizedTest
  @MethodSource("formsAndThreads")
  void interruptThatComesFirstEndsTheWait(Choosing form, ThreadKind kind) {
    try (Workers workers = new Workers()) {
      parked(workers, form, kind).interruptAndJoin();
    }
    assertThat(heard).isEmpty();
    assertNothingLeft();
  }

  @ParameterizedTest
  @MethodSource("formsAndThreads")
  void timeoutBesideACancellationStillEndsTheWait(Choosing form, ThreadKind kind) {
    try (Workers workers = new Workers()) {
      Clause<Void> soon = hearAfter(Duration.ofMillis(1), "time-out");
      workers
          .start(kind, form.name(), () -> form.choose(cancellation, receive(quiet), soon))
          .result();
      Clause<Void> late = onTimeout(LONG, () -> {});
      Worker<Void> worker =
          workers.start(kind, form.name(), () -> form.choose(cancellation, receive(quiet), late));
      workers.until(() -> cancellation.done.waitingReceivers() == 1, "is on done");
      cancellation.end(ENDED);
      assertThat(worker.failure()).isSameAs(ENDED);
    }
    assertThat(heard).containsExactly("time-out");
    assertNothingLeft();
  }

  @ParameterizedTest
  @MethodSource("formsAndThreads")
  void oneThatNeverEndsWaitsAsIfThereWereNone(Choosing form, ThreadKind kind) {
    try (Workers workers = new Workers()) {
      Worker<Void> worker =
          workers.start(
              kind, form.name(), () -> form.choose(TestCancellation.never(), receive(quiet)));
      worker.awaitParked(); // a selector is queued before it waits
      assertThat(quiet.trySend(7)).isTrue();
      worker.result();
      Worker<Void> interrupted =
          workers.start(
              kind, form.name(), () -> form.choose(TestCancellation.never(), receive(quiet)));
      interrupted.awaitParked().interruptAndJoin();
    }
    assertThat(heard).containsExactly("got 7");
    assertNothingLeft();
  }

  /**
   * The peer has claimed the waiter when the cancellation ends: the element counts. Red if a select
   * looks at the cancellation, and not at who fired it.
   */
  @ParameterizedTest
  @MethodSource("formsAndThreads")
  void cancellationThatComesTooLateLeavesTheElement(Choosing form, ThreadKind kind) {
    try (Workers workers = new Workers()) {
      Worker<Void> worker = parked(workers, form, kind);
      SelectPort<Integer> port = SelectPort.of((csp.SendChannel<Integer>) quiet);
      port.site().lock();
      Object sent = port.sendStep(7);
      cancellation.end(ENDED);
      port.site().unlockAndWake();
      assertThat(sent).isSameAs(SelectPort.SENT);
      worker.result();
    }
    assertThat(heard).containsExactly("got 7");
    assertNothingLeft();
  }

  @ParameterizedTest
  @EnumSource
  void endedWhileDoneIsAskedForThrowsTheError(Choosing form) {
    Cancellation endsWhenAsked =
        new Odd(
            () -> {
              cancellation.end(ENDED);
              return cancellation.done;
            }) {
          @Override
          public RuntimeException error() {
            return cancellation.error();
          }
        };
    assertThatThrownBy(() -> form.choose(endsWhenAsked, receive(quiet))).isSameAs(ENDED);
    assertNothingLeft();
  }

  /** Both at once: what a clause on the same cancellation would have done does not happen. */
  @ParameterizedTest
  @EnumSource
  void cancellationComesBeforeAClauseOnTheSame(Choosing form) {
    Clause<Void> clause = doOnDone(cancellation, error -> heard.add("done"));
    cancellation.end(ENDED);
    assertThatThrownBy(() -> form.choose(cancellation, clause)).isSameAs(ENDED);
    assertThat(heard).isEmpty();
  }

  // Without clauses

  @ParameterizedTest
  @EnumSource(names = {"SELECT", "SELECT_LIST", "FIRST", "FIRST_LIST"})
  void withoutClausesTheEndIsWaitedFor(Choosing form) {
    try (Workers workers = new Workers()) {
      Worker<Void> worker = workers.virtual("select", () -> form.choose(cancellation));
      assertThat(Probe.awaitReason(worker)).isEqualTo(ParkReason.SELECT);
      cancellation.end(ENDED);
      assertThat(worker.failure()).isSameAs(ENDED);
    }
    assertNothingLeft();
  }

  // Broken cancellations

  @ParameterizedTest
  @EnumSource
  void brokenCancellationIsReportedAndNothingHappens(Choosing form) throws InterruptedException {
    IllegalStateException broken = new IllegalStateException("no done");
    Cancellation throwing =
        new Odd(() -> {
          throw broken;
        });
    assertThatThrownBy(() -> form.choose(throwing, receive(quiet))).isSameAs(broken);
    assertThatThrownBy(() -> form.choose(new Odd(() -> null), receive(quiet)))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("the done channel must not be null");
    cancellation.done.close();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> form.choose(cancellation, receive(quiet)))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("done is closed but error() is null: test cancellation");
    }
    assertNothingLeft();
    if (!form.isSelector()) { // where no wait is needed, done is not asked for
      form.choose(throwing, receive(Probe.full(7)), hear("default"));
      assertThat(heard).containsExactly("got 7");
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancellationMustNotBeNull(Choosing form) {
    assertThatThrownBy(() -> form.choose(null, hear("default")))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("cancellation must not be null");
    assertThat(heard).isEmpty();
  }

  @Test
  void clausesMustNotBeNull() {
    List<Clause<Void>> none = null;
    List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> calls =
        List.of(
            () -> select(cancellation, (Clause<Void>[]) null),
            () -> selectFirst(cancellation, (Clause<Void>[]) null),
            () -> select(none),
            () -> selectFirst(none),
            () -> select(cancellation, none),
            () -> selectFirst(cancellation, none));
    for (var call : calls) {
      assertThatThrownBy(call)
          .isExactlyInstanceOf(NullPointerException.class)
          .hasMessage("clauses must not be null");
    }
  }

  /** The cancellation comes before all of them, and changes nothing in how they follow. */
  @Test
  void firstOfTheReadyClausesWinsBesideACancellation() throws InterruptedException {
    Channel<Integer> one = Channel.buffered(1);
    Channel<Integer> two = Channel.buffered(1);
    one.send(1);
    two.send(2);

    selectFirst(cancellation, receive(one), receive(two), receive(quiet));

    assertThat(heard).containsExactly("got 1");
  }

  /** Fails if a form drops what the handler returned. */
  @Test
  void resultIsThatOfTheHandler() throws InterruptedException {
    Channel<Integer> full = Probe.full(1, 2);
    Integer any = select(cancellation, onReceive(full, value -> value));
    Integer first = selectFirst(cancellation, onReceive(full, value -> value));
    assertThat(any).isEqualTo(1);
    assertThat(first).isEqualTo(2);
  }

  /** Lists, and what they infer. */
  @Test
  void listsAreSelectsToo() throws InterruptedException {
    Channel<Integer> two = Probe.full(1, 2, 3, 4);
    List<Clause<Integer>> clauses = new ArrayList<>();
    clauses.add(null);
    clauses.add(onReceive(two, value -> value));
    Integer first = select(clauses);
    Integer second = selectFirst(clauses);
    Integer third = select(cancellation, clauses);
    Integer fourth = selectFirst(cancellation, clauses);
    assertThat(List.of(first, second, third, fourth)).containsExactly(1, 2, 3, 4);
    String default1 = select(List.of(onReceive(two, v -> "got " + v), onDefault(() -> "none")));
    assertThat(default1).isEqualTo("none");
  }

  /** Its done() does what the test says, and it has no error. */
  private static class Odd implements Cancellation {
    private final Supplier<ReceiveChannel<?>> given;

    Odd(Supplier<ReceiveChannel<?>> given) {
      this.given = given;
    }

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
