// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.internal.park.ParkReason;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a select does before it chooses: operands, guards, and each shape that it may have.
 *
 * <p>Red with operands evaluated in another order, twice, or not at all for the nil channel, and
 * with guards ignored.
 */
class SelectEntryTest {
  private final List<String> asked = new ArrayList<>();
  private final Channel<Integer> quiet = Channel.unbuffered();

  private Supplier<Integer> operand(String name, int value) {
    return () -> {
      asked.add(name);
      return value;
    };
  }

  private BooleanSupplier guard(String name, boolean answer) {
    return () -> {
      asked.add(name);
      return answer;
    };
  }

  // Operands and guards

  @Test
  void operandsAreAskedOnceInOrderAlsoOfNilChannelsAndLosers() throws InterruptedException {
    for (int trial = 0; trial < 50; trial++) { // whatever the poll order is
      asked.clear();
      Channel<Integer> ready = Probe.full(7);
      String chosen =
          select(
              onSendOf(quiet, operand("a", 1), () -> "a"),
              onSendOf(Channel.nil(), operand("b", 2), () -> "b"),
              onReceive(ready, value -> "r"),
              onSendOf(quiet, operand("c", 3), () -> "c"),
              onSendOf(quiet, operand("d", 4), () -> "d"));
      assertThat(chosen).isEqualTo("r");
      assertThat(asked).containsExactly("a", "b", "c", "d");
    }
  }

  @Test
  void operandIsAskedOnceHoweverOftenTheSelectLooks() {
    try (Workers workers = new Workers()) {
      Worker<String> sender =
          workers.virtual("sender", () -> select(onSendOf(quiet, operand("a", 1), () -> "sent")));
      workers.until(() -> quiet.waitingSenders() == 1, "the select waits");
      assertThat(quiet.tryReceive()).isEqualTo(new csp.Received.Value<>(1));
      assertThat(sender.result()).isEqualTo("sent");
      assertThat(asked).containsExactly("a");
    }
  }

  @Test
  void operandsAreAskedAlsoWhenTheDefaultWins() throws InterruptedException {
    String chosen = select(onDefault(() -> "default"), onSendOf(quiet, operand("a", 1), () -> "a"));
    assertThat(chosen).isEqualTo("default");
    assertThat(asked).containsExactly("a");
  }

  @Test
  void exceptionOfAnOperandAbortsBeforeAnyCommunication() {
    RuntimeException failure = new RuntimeException("boom");
    Channel<Integer> ready = Probe.full(7);
    Channel<Integer> room = Channel.buffered(1);
    assertThatThrownBy(() ->
            select(
                onReceive(ready, value -> 1),
                onSendOf(room, operand("a", 1), () -> 1),
                onSendOf(
                    quiet,
                    () -> {
                      throw failure;
                    },
                    () -> 1),
                onSendOf(room, operand("late", 1), () -> 1)))
        .isSameAs(failure);
    assertThat(asked).containsExactly("a");
    assertThat(ready.length()).isEqualTo(1);
    assertThat(room.length()).isZero();
    Probe.assertIdle(ready, room, quiet);
  }

  @Test
  void operandNullAbortsBeforeAnyCommunication() {
    Channel<Integer> ready = Probe.full(7);
    for (Channel<Integer> target : List.of(quiet, Channel.<Integer>nil())) {
      assertThatThrownBy(
              () -> select(onReceive(ready, value -> 1), onSendOf(target, () -> null, () -> 1)))
          .isExactlyInstanceOf(NullPointerException.class)
          .hasMessage("value must not be null: null is never an element");
    }
    assertThat(ready.length()).isEqualTo(1);
  }

  @Test
  void guardsAreAskedOnceInOrderOfAllKindsOfClauses() throws InterruptedException {
    Clause<String> receives = onReceive(quiet, value -> "b");
    Clause<String> done = onDone(new TestCancellation(), error -> "d");
    Clause<String> fallback = onDefault(() -> "default");
    Clause<String> limit = onTimeout(Duration.ofHours(1), () -> "timeout");
    assertThat(
            select(
                fallback.when(guard("a", true)),
                receives.when(guard("b", true)),
                limit.when(guard("c", true)),
                done.when(guard("d", true)),
                onSendOf(quiet, operand("operand", 1), () -> "e").when(guard("e", true))))
        .isEqualTo("default");
    assertThat(asked).containsExactly("a", "b", "c", "d", "e", "operand");
  }

  @Test
  void falseGuardTakesTheClauseAwayAndItsOperandIsNotAsked() throws InterruptedException {
    Channel<Integer> ready = Probe.full(7);
    assertThat(
            select(
                onReceive(ready, value -> "r").when(() -> false),
                onSendOf(Channel.buffered(1), operand("a", 1), () -> "s").when(() -> false),
                onDefault(() -> "default")))
        .isEqualTo("default");
    assertThat(asked).isEmpty();
    assertThat(ready.length()).isEqualTo(1);
  }

  @Test
  void falseGuardTakesDefaultsAndTimeoutsAway() throws InterruptedException {
    assertThat(
            select(
                onDefault(() -> "no").when(() -> false),
                onTimeout(Duration.ZERO, () -> "no").when(() -> false),
                onTimeout(Duration.ofNanos(1), () -> "timeout")))
        .isEqualTo("timeout");
  }

  @Test
  void secondGuardIsAskedOnlyAfterATrueFirst() throws InterruptedException {
    Clause<String> clause = onReceive(quiet, value -> "r");
    select(
        onDefault(() -> "d"),
        clause.when(guard("a", true)).when(guard("b", false)),
        clause.when(guard("c", false)).when(guard("d", true)));
    assertThat(asked).containsExactly("a", "b", "c");
  }

  @Test
  void exceptionOfAGuardAbortsBeforeAnyCommunication() {
    RuntimeException failure = new RuntimeException("boom");
    Channel<Integer> ready = Probe.full(7);
    assertThatThrownBy(() ->
            select(
                onReceive(ready, value -> 1),
                onReceive(quiet, value -> 1)
                    .when(() -> {
                      throw failure;
                    })))
        .isSameAs(failure);
    assertThat(ready.length()).isEqualTo(1);
  }

  @Test
  void twoDefaultsAreRefusedBeforeAnyCommunication() throws InterruptedException {
    Channel<Integer> ready = Probe.full(7);
    assertThatThrownBy(
            () -> select(onReceive(ready, v -> 1), onDefault(() -> 2), onDefault(() -> 3)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("select must have at most one default, was given two");
    assertThat(ready.length()).isEqualTo(1);
    assertThat(select(onDefault(() -> 2).when(() -> false), onDefault(() -> 3))).isEqualTo(3);
  }

  @Test
  void clauseMayBeUsedAgain() throws InterruptedException {
    Channel<Integer> channel = Channel.buffered(2);
    Clause<String> send = onSend(channel, 5, () -> "sent");
    Clause<String> receive = onReceive(channel, value -> "got " + value);
    for (int i = 0; i < 3; i++) {
      assertThat(select(send)).isEqualTo("sent");
      assertThat(select(receive)).isEqualTo("got 5");
    }
  }

  // Shapes

  @ParameterizedTest
  @EnumSource
  void noClausesParkForEver(ThreadKind kind) {
    assertParksForEver(kind, ParkReason.SELECT_NO_CASES, () -> select());
    assertParksForEver(kind, ParkReason.SELECT_NO_CASES, () -> selectFirst());
    assertParksForEver(kind, ParkReason.SELECT_NO_CASES, () -> select((Clause<Void>) null, null));
  }

  @ParameterizedTest
  @EnumSource
  void nilAndDisabledClausesParkForEver(ThreadKind kind) {
    Channel<Integer> nil = Channel.nil();
    Clause<Integer> receive = onReceive(nil, value -> 1);
    Clause<Integer> send = onSend(nil, 1, () -> 1);
    Clause<Integer> done = onDone(TestCancellation.never(), error -> 1);
    Clause<Integer> guarded = onReceive(Probe.full(7), value -> 1).when(() -> false);
    assertParksForEver(kind, ParkReason.SELECT, () -> select(receive, send, done, null));
    assertParksForEver(kind, ParkReason.SELECT, () -> select(receive));
    assertParksForEver(kind, ParkReason.SELECT, () -> select(guarded));
    assertParksForEver(kind, ParkReason.SELECT, () -> selectFirst(receive, send, guarded));
  }

  private static void assertParksForEver(
      ThreadKind kind, ParkReason reason, java.util.concurrent.Callable<?> body) {
    try (Workers workers = new Workers()) {
      Worker<Object> worker = workers.start(kind, "select", body);
      assertThat(Probe.awaitReason(worker)).isEqualTo(reason);
      worker.interruptAndJoin();
    }
  }

  @Test
  void oneClauseIsThePlainOperation() throws InterruptedException {
    Channel<Integer> channel = Channel.buffered(1);
    assertThat(select(onSend(channel, 7, () -> "sent"))).isEqualTo("sent");
    try (Workers workers = new Workers()) {
      Worker<String> waits =
          workers.virtual("sender", () -> select(onSend(channel, 8, () -> "sent")));
      workers.until(() -> channel.waitingSenders() == 1, "a second one waits");
      Integer first = select(onReceive(channel, value -> value));
      Integer second = select(onReceive(channel, value -> value));
      assertThat(List.of(first, second)).containsExactly(7, 8);
      assertThat(waits.result()).isEqualTo("sent");
    }
    Probe.assertIdle(channel);
  }

  @Test
  void oneClauseAndDefaultIsTheTryOperation() throws InterruptedException {
    Channel<Integer> channel = Channel.buffered(1);
    Clause<String> send = onSend(channel, 7, () -> "sent");
    Clause<String> receive = onReceive(channel, value -> "got " + value);
    Clause<String> fallback = onDefault(() -> "default");
    assertThat(select(receive, fallback)).isEqualTo("default");
    assertThat(select(send, fallback)).isEqualTo("sent");
    assertThat(select(fallback, send)).isEqualTo("default");
    assertThat(select(fallback, receive)).isEqualTo("got 7");
    assertThat(selectFirst(fallback, receive)).isEqualTo("default");
    channel.close();
    assertThat(select(fallback, receive)).isEqualTo("got null");
  }

  @Test
  void onlyDefaultRuns() throws InterruptedException {
    assertThat(select(onDefault(() -> 1))).isEqualTo(1);
    assertThat(selectFirst(onDefault(() -> 1))).isEqualTo(1);
    assertThat(select((Clause<Integer>) null, onDefault(() -> 1), null)).isEqualTo(1);
  }

  @Test
  void nilClausesAndDefaultRunTheDefault() throws InterruptedException {
    Channel<Integer> nil = Channel.nil();
    assertThat(
            select(onReceive(nil, value -> 1), onSend(nil, 1, () -> 2), onDefault(() -> 3), null))
        .isEqualTo(3);
  }

  @Test
  void dumpNamesTheSelectAndItsClauses() {
    Channel<Integer> a = Channel.named("a").unbuffered();
    Channel<Integer> b = Channel.named("b").unbuffered();
    try (Workers workers = new Workers()) {
      Worker<Integer> worker =
          workers.virtual("select", () -> selectFirst(onReceive(a, v -> 1), onSend(b, 2, () -> 2)));
      workers.until(() -> b.waitingSenders() == 1, "the select waits");
      assertThat(Probe.awaitReason(worker)).isEqualTo(ParkReason.SELECT);
      assertThat(java.util.concurrent.locks.LockSupport.getBlocker(worker.thread()).toString())
          .isEqualTo("select[receive from " + a + ", send to " + b + "]");
      worker.interruptAndJoin();
    }
    Probe.assertIdle(a, b);
  }
}
