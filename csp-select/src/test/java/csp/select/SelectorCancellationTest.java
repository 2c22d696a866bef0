// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a cancellation of a selector does from round to round: where it is queued, and how long. */
class SelectorCancellationTest {
  private static final RuntimeException ENDED = new RuntimeException("ended");

  private final TestCancellation cancellation = new TestCancellation();
  private final Channel<Integer> a = Channel.buffered(8);
  private final Channel<Integer> b = Channel.buffered(8);
  private final Channel<Integer> quiet = Channel.unbuffered();
  private final List<Integer> heard = new ArrayList<>();

  private Clause<Void> hear(Channel<Integer> channel) {
    return doOnReceive(channel, value -> heard.add(value));
  }

  /** A round that finds nothing: every clause, and the cancellation, is queued after it. */
  private static Selector idling(SelectorTest.Form form, Channel<Integer> channel) {
    return form.of(doOnReceive(channel, v -> {}), onDefault(() -> {}));
  }

  private void assertOnDone(TestCancellation where, int count) {
    Probe.assertWaiting(where.done, 0, count);
  }

  @ParameterizedTest
  @EnumSource(SelectorTest.Form.class)
  void staysQueuedFromRoundToRoundUntilItCloses(SelectorTest.Form form)
      throws InterruptedException {
    Selector selector = idling(form, quiet);
    for (int i = 0; i < 5; i++) {
      selector.select(cancellation);
      assertOnDone(cancellation, 1);
    }
    selector.close();
    assertOnDone(cancellation, 0);
    assertThat(selector.select(cancellation)).isFalse();
    Probe.assertIdle(quiet, cancellation.done);
  }

  @ParameterizedTest
  @EnumSource(SelectorTest.Form.class)
  void anotherCancellationTakesThePlaceOfTheLast(SelectorTest.Form form)
      throws InterruptedException {
    TestCancellation second = new TestCancellation();
    try (Selector selector = idling(form, quiet)) {
      for (int i = 0; i < 3; i++) {
        selector.select(cancellation);
        assertOnDone(cancellation, 1);
        assertOnDone(second, 0);
        selector.select(second);
        assertOnDone(cancellation, 0);
        assertOnDone(second, 1);
      }
      selector.select();
      assertOnDone(second, 0);
      selector.select(TestCancellation.never());
      selector.select(cancellation);
      assertOnDone(cancellation, 1);
    }
    Probe.assertIdle(quiet, cancellation.done, second.done);
  }

  @ParameterizedTest
  @EnumSource(SelectorTest.Form.class)
  void endOfTheLastRoundsCancellationIsNoneOfThisRound(SelectorTest.Form form)
      throws InterruptedException {
    TestCancellation second = new TestCancellation();
    try (Workers workers = new Workers();
        Selector selector = form.of(hear(a), hear(b))) {
      a.trySend(1);
      Worker<Boolean> rounds =
          workers.virtual(
              "rounds",
              () -> {
                selector.select(cancellation);
                selector.select(second);
                return selector.select();
              });
      workers.until(() -> second.done.waitingReceivers() == 1, "second round");
      cancellation.end(ENDED);
      b.trySend(2);
      workers.until(() -> second.done.waitingReceivers() == 0, "third round");
      second.end(ENDED);
      rounds.awaitParked();
      a.trySend(3);
      assertThat(rounds.result()).isTrue();
    }
    assertThat(heard).containsExactly(1, 2, 3);
    Probe.assertIdle(a, b, cancellation.done, second.done);
  }

  @ParameterizedTest
  @EnumSource(SelectorTest.Form.class)
  void endBetweenTwoRoundsEndsTheNextAndTheSelectorGoesOn(SelectorTest.Form form)
      throws InterruptedException {
    try (Selector selector = form.of(hear(a), hear(b))) {
      a.trySend(1);
      assertThat(selector.select(cancellation)).isTrue();
      cancellation.end(ENDED);
      b.trySend(2);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> selector.select(cancellation)).isSameAs(ENDED);
      }
      assertThat(heard).containsExactly(1);
      assertThat(selector.select(new TestCancellation())).isTrue();
      assertThat(heard).containsExactly(1, 2);
      a.trySend(3);
      assertThat(selector.select()).isTrue();
    }
    assertThat(heard).containsExactly(1, 2, 3);
    Probe.assertIdle(a, b, cancellation.done);
  }

  @ParameterizedTest
  @EnumSource(SelectorTest.Form.class)
  void endWhileWaitingEndsTheRoundAndTheSelectorGoesOn(SelectorTest.Form form) {
    try (Workers workers = new Workers()) {
      Selector selector = form.of(hear(a), hear(b));
      Worker<Boolean> rounds =
          workers.virtual(
              "rounds",
              () -> {
                try (selector) {
                  assertThatThrownBy(() -> selector.select(cancellation)).isSameAs(ENDED);
                  return selector.select(new TestCancellation());
                }
              });
      workers.until(() -> cancellation.done.waitingReceivers() == 1, "first round");
      cancellation.end(ENDED);
      workers.until(() -> cancellation.done.waitingReceivers() == 0, "second round");
      b.trySend(2);
      assertThat(rounds.result()).isTrue();
    }
    assertThat(heard).containsExactly(2);
    Probe.assertIdle(a, b, cancellation.done);
  }

  @Test
  void cancelledRoundDoesNotCountInRoundRobin() throws InterruptedException {
    for (int value = 1; value <= 3; value++) {
      a.trySend(value);
      b.trySend(10 * value);
    }
    TestCancellation ended = TestCancellation.ended(ENDED);
    try (Selector selector = Selector.roundRobin(hear(a), hear(b))) {
      selector.select(cancellation);
      assertThatThrownBy(() -> selector.select(ended)).isSameAs(ENDED);
      selector.select(cancellation);
      selector.select(cancellation);
    }
    assertThat(heard).containsExactly(1, 10, 2);
  }

  @ParameterizedTest
  @EnumSource(SelectorTest.Form.class)
  void falseAtOnceWhenNothingButTheCancellationIsLeft(SelectorTest.Form form)
      throws InterruptedException {
    a.trySend(1);
    a.close();
    try (Selector selector = form.of(hear(a))) {
      assertThat(selector.select(cancellation)).isTrue();
      assertThat(selector.select(cancellation)).as("a ends in this round").isFalse();
      cancellation.end(ENDED);
      assertThat(selector.select(cancellation)).as("not asked any more").isFalse();
    }
    try (Selector selector = form.of(onDefault(() -> {}))) {
      assertThat(selector.select(cancellation)).isFalse();
      assertThatThrownBy(() -> selector.select(null))
          .isExactlyInstanceOf(NullPointerException.class)
          .hasMessage("cancellation must not be null");
    }
    assertOnDone(cancellation, 0);
  }

  /** Red if the waiter keeps the sudog of the first thread: it would wake that. */
  @ParameterizedTest
  @EnumSource(SelectorTest.Form.class)
  void anotherThreadQueuesAnew(SelectorTest.Form form) throws InterruptedException {
    Selector selector = form.of(hear(a), hear(quiet));
    a.trySend(1);
    selector.select(cancellation);
    try (Workers workers = new Workers()) {
      Worker<Boolean> second = workers.platform("second", () -> selector.select(cancellation));
      workers.until(() -> quiet.waitingReceivers() == 1, "queued");
      second.awaitParked();
      assertOnDone(cancellation, 1);
      cancellation.end(ENDED);
      assertThat(second.failure()).isSameAs(ENDED);
    }
    selector.close();
    assertThat(heard).containsExactly(1);
    Probe.assertIdle(a, quiet, cancellation.done);
  }

  @Test
  void doneIsAskedForOnceWhileTheCancellationIsTheSame() throws InterruptedException {
    int[] asked = {0};
    Cancellation counting =
        new Cancellation() {
          @Override
          public ReceiveChannel<?> done() {
            asked[0]++;
            return cancellation.done;
          }

          @Override
          public RuntimeException error() {
            return null;
          }
        };
    try (Selector selector = idling(SelectorTest.Form.RANDOM, quiet)) {
      for (int i = 0; i < 10; i++) {
        selector.select(counting);
      }
    }
    assertThat(asked[0]).isEqualTo(1);
  }

  /** A handler that closes the selector takes it off done as well. */
  @Test
  void closeFromAHandlerLeavesNothing() throws InterruptedException {
    Selector[] self = {null};
    self[0] =
        Selector.random(
            doOnReceive(quiet, v -> {}), doOnReceive(a, v -> self[0].close()), onDefault(() -> {}));
    assertThat(self[0].select(cancellation)).isTrue();
    assertOnDone(cancellation, 1);
    a.trySend(1);
    assertThat(self[0].select(cancellation)).isTrue();
    assertThat(self[0].select(cancellation)).isFalse();
    Probe.assertIdle(quiet, a, cancellation.done);
  }

  /** The clause and the round wait on one done channel. */
  @ParameterizedTest
  @EnumSource(SelectorTest.Form.class)
  void sharesTheDoneChannelWithAClause(SelectorTest.Form form) throws InterruptedException {
    List<RuntimeException> errors = new ArrayList<>();
    try (Selector selector =
        form.of(hear(quiet), doOnDone(cancellation, errors::add), onDefault(() -> {}))) {
      selector.select(cancellation);
      assertOnDone(cancellation, 2);
      cancellation.end(ENDED);
      assertThatThrownBy(() -> selector.select(cancellation)).isSameAs(ENDED);
      assertThat(errors).isEmpty();
      assertThat(selector.select()).isTrue();
      assertThat(errors).containsExactly(ENDED);
    }
    Probe.assertIdle(quiet, cancellation.done);
  }

  // end | rounds with a cancellation that ends behind the selector's back, with none, with another
  //
  // Red if a forgotten cancellation stays queued, and if what one has left among the missed is
  // looked
  // up where there is none.
  @Test
  void endBehindItsBackNeverEndsAnotherRound() {
    int rounds = 20_000;
    TestCancellation open = new TestCancellation();
    try (Workers workers = new Workers()) {
      Channel<TestCancellation> ending = Channel.buffered(1);
      workers.platform(
          "ender",
          () -> {
            for (TestCancellation next : ending) {
              next.end(ENDED);
            }
          });
      workers.virtual(
          "rounds",
          () -> {
            try (ending;
                Selector selector = idling(SelectorTest.Form.RANDOM, quiet)) {
              for (int i = 0; i < rounds; i++) {
                TestCancellation next = new TestCancellation();
                selector.select(next);
                ending.send(next);
                assertThat(selector.select()).isTrue();
                assertOnDone(next, 0);
                assertThat(selector.select(open)).isTrue();
                assertOnDone(open, 1);
                assertOnDone(next, 0);
              }
            }
          });
    }
    Probe.assertIdle(quiet, open.done);
  }
}
