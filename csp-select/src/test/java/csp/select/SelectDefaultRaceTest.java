// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * "No clause was ready" is true of one instant: a default that could be told at two moments would
 * run although there was always something ready.
 *
 * <p>Red if a select with a default tries its clauses one by one, each under its own lock.
 */
class SelectDefaultRaceTest {
  private static final int ROUNDS = 15_000;

  enum Form {
    RANDOM,
    FIRST,
    ZERO_TIMEOUT,
    SELECTOR
  }

  // send b, receive a | select a, b, default        (a holds a value at the start)
  @ParameterizedTest
  @EnumSource
  void valueThatMovesIsAlwaysSeen(Form form) {
    try (Workers workers = new Workers()) {
      CyclicBarrier barrier = new CyclicBarrier(2);
      Channel<Integer> a = Channel.buffered(1);
      Channel<Integer> b = Channel.buffered(1);
      a.trySend(1);
      Worker<Void> mover =
          workers.platform(
              "mover",
              () -> {
                for (int round = 0; round < ROUNDS; round++) {
                  barrier.await(20, TimeUnit.SECONDS);
                  b.send(2);
                  a.tryReceive();
                  barrier.await(20, TimeUnit.SECONDS);
                }
              });
      workers.platform(
          "selector",
          () -> {
            Clause<Boolean> first = onReceive(a, v -> true);
            Clause<Boolean> second = onReceive(b, v -> true);
            boolean[] missed = {false};
            try (Selector selector =
                Selector.random(first, second, onDefault(() -> missed[0] = true))) {
              for (int round = 0; round < ROUNDS; round++) {
                barrier.await(20, TimeUnit.SECONDS);
                boolean seen =
                    switch (form) {
                      case RANDOM -> select(first, second, onDefault(() -> false));
                      case FIRST -> selectFirst(first, second, onDefault(() -> false));
                      case ZERO_TIMEOUT ->
                          select(first, second, onTimeout(java.time.Duration.ZERO, () -> false));
                      case SELECTOR -> selector.select() && !missed[0];
                    };
                assertThat(seen).as("round %d", round).isTrue();
                barrier.await(20, TimeUnit.SECONDS);
                while (!(a.tryReceive() instanceof csp.Received.Empty)) {}
                while (!(b.tryReceive() instanceof csp.Received.Empty)) {}
                a.trySend(1);
              }
            }
          });
      mover.result();
    }
  }

  // close b, receive a | select a, b, default        (a holds a value at the start)
  @Test
  void closeThatComesBeforeTheValueLeavesIsAlwaysSeen() {
    try (Workers workers = new Workers()) {
      CyclicBarrier barrier = new CyclicBarrier(2);
      AtomicPair pair = new AtomicPair();
      workers.platform(
          "mover",
          () -> {
            for (int round = 0; round < ROUNDS; round++) {
              barrier.await(20, TimeUnit.SECONDS);
              AtomicPair now = pair;
              now.b.close();
              now.a.tryReceive();
              barrier.await(20, TimeUnit.SECONDS);
              barrier.await(20, TimeUnit.SECONDS);
            }
          });
      workers.platform(
          "selector",
          () -> {
            for (int round = 0; round < ROUNDS; round++) {
              barrier.await(20, TimeUnit.SECONDS);
              Boolean seen =
                  select(
                      onReceive(pair.a, v -> true),
                      onReceive(pair.b, v -> true),
                      onDefault(() -> false));
              assertThat(seen).as("round %d", round).isTrue();
              barrier.await(20, TimeUnit.SECONDS);
              pair.renew();
              barrier.await(20, TimeUnit.SECONDS);
            }
          });
    }
  }

  private static final class AtomicPair {
    volatile Channel<Integer> a;
    volatile Channel<Integer> b;

    AtomicPair() {
      renew();
    }

    void renew() {
      a = Probe.full(1);
      b = Channel.unbuffered();
    }
  }
}
