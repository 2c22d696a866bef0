// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.Workers;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class SelectRaceTest {
  // select send a, send b | 4 times: select receive a, receive b
  //
  // Go's doubleselect. Red if a waiter can be claimed twice.
  @Test
  void noValueIsReceivedTwiceOrLost() {
    int count = 100_000;
    Channel<Integer> a = Channel.unbuffered();
    Channel<Integer> b = Channel.unbuffered();
    AtomicIntegerArray times = new AtomicIntegerArray(count);
    try (Workers workers = new Workers()) {
      workers.virtual(
          "sender",
          () -> {
            for (int i = 0; i < count; i++) {
              select(onSend(a, i, () -> {}), onSend(b, i, () -> {}));
            }
            a.close();
            b.close();
          });
      for (int i = 0; i < 4; i++) {
        boolean forward = i % 2 == 0;
        workers.virtual(
            "muxer " + i,
            () -> {
              Clause<Integer> first = onReceive(forward ? a : b, v -> v);
              Clause<Integer> second = onReceive(forward ? b : a, v -> v);
              for (Integer v = select(first, second); v != null; v = select(first, second)) {
                times.incrementAndGet(v);
              }
            });
      }
    }
    for (int i = 0; i < count; i++) {
      assertThat(times.get(i)).as("value %d", i).isEqualTo(1);
    }
    Probe.assertIdle(a, b);
  }

  // close a | select receive a, receive b | send b
  @Test
  void closeOrSendWinsButNotBoth() {
    int rounds = 20_000;
    CyclicBarrier barrier = new CyclicBarrier(3);
    Channel<?>[] closing = new Channel<?>[rounds];
    java.util.Arrays.setAll(closing, i -> Channel.unbuffered());
    Channel<Integer> b = Channel.unbuffered();
    int[] counts = new int[2];
    try (Workers workers = new Workers()) {
      workers.virtual(
          "select",
          () -> {
            for (Channel<?> a : closing) {
              barrier.await(20, TimeUnit.SECONDS);
              counts[0] += select(onReceive(a, v -> 0), onReceive(b, v -> 1));
            }
          });
      workers.platform(
          "closer",
          () -> {
            for (Channel<?> a : closing) {
              barrier.await(20, TimeUnit.SECONDS);
              a.close();
            }
          });
      workers.platform(
          "sender",
          () -> {
            for (int i = 0; i < rounds; i++) {
              barrier.await(20, TimeUnit.SECONDS);
              counts[1] += b.trySend(i) ? 1 : 0;
            }
          });
    }
    assertThat(counts[0]).as("received").isEqualTo(counts[1]);
    Probe.assertIdle(closing);
    Probe.assertIdle(b);
    System.out.println("close and send: " + counts[0] + " of " + rounds + " received");
  }
}
