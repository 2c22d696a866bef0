// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A selector's clauses stay queued while it does not wait: an element that arrives between its last
 * look and its wait must wake it.
 *
 * <p>Seen red if a missed claim is not tried a second time. Not seen red, in its fraction of a
 * second, if the list of the missed is not looked at again after the reset: the gap is a few
 * instructions.
 */
class SelectorRaceTest {
  private static final int COUNT = 30_000;

  // send | look, wait
  @ParameterizedTest
  @EnumSource
  void elementThatArrivesBeforeTheWaitIsNotMissed(ThreadKind kind) {
    Channel<Integer> a = Channel.buffered(1);
    Channel<Integer> b = Channel.buffered(1);
    Channel<Integer> back = Channel.buffered(1);
    try (Workers workers = new Workers()) {
      workers.start(
          kind,
          "selector",
          () -> {
            int[] sum = {0};
            try (Selector selector =
                Selector.random(
                    doOnReceive(a, v -> back.trySend(v)), doOnReceive(b, v -> back.trySend(v)))) {
              while (selector.select()) {
                sum[0]++;
              }
            }
            assertThat(sum[0]).isEqualTo(COUNT);
          });
      workers.platform(
          "sender",
          () -> {
            for (int i = 0; i < COUNT; i++) {
              for (int spin = 0; spin < i % 40; spin++) {
                Thread.onSpinWait(); // every point of the selector's way to its wait
              }
              (i % 3 == 0 ? a : b).send(i);
              assertThat(back.receive()).isEqualTo(i);
            }
            a.close();
            b.close();
          });
    }
    Probe.assertIdle(a, b, back);
  }

  // sends | selector | plain receiver
  @ParameterizedTest
  @EnumSource(SelectorTest.Form.class)
  void selectorAndPlainReceiverShareEveryElement(SelectorTest.Form form) {
    for (int capacity : new int[] {0, 1, 3}) {
      Channel<Integer> shared = Channel.buffered(capacity);
      Channel<Integer> quiet = Channel.unbuffered();
      AtomicIntegerArray times = new AtomicIntegerArray(COUNT / 3);
      try (Workers workers = new Workers()) {
        workers.virtual("receiver", () -> shared.forEach(v -> times.incrementAndGet(v)));
        workers.virtual(
            "selector",
            () -> {
              try (Selector selector =
                  form.of(
                      doOnReceive(quiet, v -> {}).when(() -> true),
                      Select.<Integer, Void>doOnReceive(shared, v -> times.incrementAndGet(v))
                          .onClosed(() -> quiet.close()))) {
                while (selector.select()) {}
              }
            });
        workers.platform(
            "sender",
            () -> {
              for (int i = 0; i < times.length(); i++) {
                shared.send(i);
              }
              shared.close();
            });
      }
      for (int i = 0; i < times.length(); i++) {
        assertThat(times.get(i)).as("element %d", i).isEqualTo(1);
      }
      Probe.assertIdle(shared, quiet);
    }
  }

  // sends | selector that times out, is interrupted, and moves from thread to thread
  @ParameterizedTest
  @EnumSource(SelectorTest.Form.class)
  void nothingIsLostToTimeoutsInterruptsAndNewThreads(SelectorTest.Form form) {
    int count = 20_000;
    Channel<Integer> a = Channel.unbuffered();
    Channel<Integer> b = Channel.buffered(2);
    AtomicInteger received = new AtomicInteger();
    AtomicInteger timeouts = new AtomicInteger();
    int[] state = {0};
    try (Workers workers = new Workers();
        Selector selector =
            form.of(
                doOnReceive(a, v -> received.incrementAndGet()),
                doOnReceive(b, v -> received.incrementAndGet()).when(() -> state[0]++ % 3 != 0),
                onTimeout(Duration.ofNanos(20_000), () -> timeouts.incrementAndGet()))) {
      Worker<Void> first = workers.virtual("a", () -> sendAll(a, count));
      Worker<Void> second = workers.platform("b", () -> sendAll(b, count));
      int turns = 0;
      while (received.get() < 2 * count) {
        int rounds = 500;
        Worker<Void> turn =
            workers.virtual(
                "turn " + turns,
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    try {
                      selector.select();
                    } catch (InterruptedException nothingReceived) {
                      // goes on
                    }
                  }
                });
        turn.interrupt();
        turn.result();
        turns++;
      }
      first.result();
      second.result();
    }
    assertThat(received).hasValue(2 * count);
    Probe.assertIdle(a, b);
  }

  private static void sendAll(Channel<Integer> channel, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      channel.send(i);
    }
  }

  /** Selectors on both sides: sends that are queued in a round only, receives that stay queued. */
  @Test
  void selectorsPairUp() {
    int count = 20_000;
    Channel<Integer> a = Channel.unbuffered();
    Channel<Integer> b = Channel.unbuffered();
    int[] next = {0};
    AtomicIntegerArray times = new AtomicIntegerArray(count);
    try (Workers workers = new Workers()) {
      workers.virtual(
          "sending",
          () -> {
            try (Selector selector =
                Selector.roundRobin(
                    onSendOf(a, () -> next[0], () -> next[0]++),
                    onSendOf(b, () -> next[0], () -> next[0]++))) {
              while (next[0] < count) {
                selector.select();
              }
            }
            a.close();
            b.close();
          });
      for (int i = 0; i < 2; i++) {
        workers.virtual(
            "receiving " + i,
            () -> {
              try (Selector selector =
                  Selector.random(
                      doOnReceive(a, v -> times.incrementAndGet(v)),
                      doOnReceive(b, v -> times.incrementAndGet(v)))) {
                while (selector.select()) {}
              }
            });
      }
    }
    for (int i = 0; i < count; i++) {
      assertThat(times.get(i)).as("element %d", i).isEqualTo(1);
    }
    Probe.assertIdle(a, b);
  }
}
