// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.Worker;
import csp.testkit.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A round in the steady state allocates nothing. Counted for a platform thread, whose parking
 * allocates nothing either; the tolerance is less than one object a round.
 *
 * <p>Red with a sudog made for each wait.
 */
class SelectorAllocationTest {
  private static final int WARM_UP = 20_000;
  private static final int ROUNDS = 20_000;

  private long handled; // written by the selecting thread only

  private void measure(String what, Selector selector) throws InterruptedException {
    measure(what, selector::select);
  }

  /** One round. */
  private interface Round {
    boolean select() throws InterruptedException;
  }

  private void measure(String what, Round round) throws InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      round.select();
    }
    long before = Jvm.allocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      round.select();
    }
    long bytes = Jvm.allocatedBytes() - before;
    assertThat((double) bytes / ROUNDS).as("%s: bytes a round", what).isLessThan(2);
  }

  @ParameterizedTest
  @EnumSource(SelectorTest.Form.class)
  void readyRoundsAllocateNothing(SelectorTest.Form form) {
    Channel<String> a = Channel.buffered(2);
    Channel<String> b = Channel.buffered(2);
    Channel<String> quiet = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      workers.platform(
          "selector",
          () -> {
            Selector selector =
                form.of(
                    doOnReceive(quiet, v -> handled++),
                    doOnReceive(
                        a,
                        v -> {
                          handled++;
                          b.trySend(v);
                        }),
                    doOnReceive(
                        b,
                        v -> {
                          handled++;
                          a.trySend(v);
                        }));
            try (selector) {
              a.send("x");
              measure(form.name(), selector);
            }
          });
    }
    assertThat(handled).isEqualTo(WARM_UP + ROUNDS);
    Probe.assertIdle(quiet);
  }

  @Test
  void defaultRoundsAllocateNothing() {
    Channel<String> quiet = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      workers.platform(
          "selector",
          () -> {
            try (Selector selector =
                Selector.random(
                    doOnReceive(quiet, v -> {}),
                    doOnReceive(Channel.<String>unbuffered(), v -> {}),
                    onDefault(() -> {
                      handled++;
                    }))) {
              measure("default", selector);
            }
          });
    }
    assertThat(handled).isEqualTo(WARM_UP + ROUNDS);
  }

  /** Red with a case made for the cancellation of each round. */
  @ParameterizedTest
  @EnumSource(SelectorTest.Form.class)
  void roundsWithTheSameCancellationAllocateNothing(SelectorTest.Form form) {
    TestCancellation cancellation = new TestCancellation();
    Channel<String> a = Channel.buffered(2);
    try (Workers workers = new Workers()) {
      workers.platform(
          "selector",
          () -> {
            Clause<?>[] clauses = new Clause<?>[10_001];
            for (int i = 0; i < clauses.length - 1; i++) {
              clauses[i] = doOnReceive(Channel.<String>unbuffered(), v -> {});
            }
            clauses[clauses.length - 1] =
                doOnReceive(
                    a,
                    v -> {
                      handled++;
                      a.trySend(v);
                    });
            try (Selector selector = form.of(clauses)) {
              a.send("x");
              measure("cancellable " + form, () -> selector.select(cancellation));
            }
          });
    }
    assertThat(handled).isEqualTo(WARM_UP + ROUNDS);
    Probe.assertIdle(cancellation.done);
  }

  @ParameterizedTest
  @EnumSource(SelectorTest.Form.class)
  void parkingRoundsAllocateNothing(SelectorTest.Form form) {
    TestCancellation cancellation = new TestCancellation();
    Channel<String> a = Channel.unbuffered();
    Channel<String> b = Channel.unbuffered();
    Channel<String> c = Channel.unbuffered();
    Channel<String> answers = Channel.unbuffered();
    int rounds = WARM_UP + ROUNDS;
    try (Workers workers = new Workers()) {
      Worker<Void> selecting =
          workers.platform(
              "selector",
              () -> {
                Selector selector =
                    form.of(
                        doOnReceive(a, v -> answers.trySend("done")),
                        doOnReceive(b, v -> answers.trySend("done")),
                        doOnReceive(c, v -> answers.trySend("done")));
                try (selector) {
                  measure(form.name(), () -> selector.select(cancellation));
                }
              });
      workers.virtual(
          "sender",
          () -> {
            for (int i = 0; i < rounds && !selecting.isDone(); i++) {
              Channel<String> next = i % 3 == 0 ? a : i % 3 == 1 ? b : c;
              while (!next.trySend("x") && !selecting.isDone()) {
                Thread.onSpinWait(); // until the selector waits
                Thread.yield();
              }
            }
          });
    }
    Probe.assertIdle(a, b, c, cancellation.done);
  }
}
