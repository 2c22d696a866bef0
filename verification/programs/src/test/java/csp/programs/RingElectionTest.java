// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes in a ring elect the one with the largest number: each passes on numbers larger than its
 * own, and who gets its own has won. After E. Chang and R. Roberts, "An improved algorithm for
 * decentralized extrema-finding in circular configurations of processes" (1979), where the numbers
 * of messages come from, too.
 */
class RingElectionTest {
  private static final int SIZE = 64;

  private final AtomicInteger messages = new AtomicInteger();

  private int elect(int own, Channel<Integer> from, Channel<Integer> to)
      throws InterruptedException {
    messages.incrementAndGet();
    to.send(own);
    int leader = -1;
    for (int number : from) {
      if (leader < 0 && number == own) {
        leader = own;
        to.send(-own); // negative: elected
      } else if (number > own) {
        messages.incrementAndGet();
        to.send(number);
      } else if (number < 0) {
        if (leader < 0) {
          leader = -number;
          to.send(number);
        }
        to.close();
      }
    }
    return leader;
  }

  /** Elects among {@code numbers}, which are those from 1 on, and returns the messages it took. */
  private int election(ThreadKind kind, List<Integer> numbers) {
    messages.set(0);
    int size = numbers.size();
    List<Channel<Integer>> ring = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ring.add(Channel.buffered(size)); // no more are on their way
    }
    try (Workers workers = new Workers()) {
      List<Worker<Integer>> processes = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        int own = numbers.get(i);
        Channel<Integer> from = ring.get(i);
        Channel<Integer> to = ring.get((i + 1) % size);
        processes.add(workers.start(kind, "process " + own, () -> elect(own, from, to)));
      }
      assertThat(processes).allMatch(process -> process.result() == size);
    }
    return messages.get();
  }

  @ParameterizedTest
  @EnumSource
  void largestIsElectedWithAsManyMessagesAsTheOrderSays(ThreadKind kind) {
    List<Integer> upwards = IntStream.rangeClosed(1, SIZE).boxed().toList();
    assertThat(election(kind, upwards)).as("best").isEqualTo(2 * SIZE - 1);
    assertThat(election(kind, upwards.reversed())).as("worst").isEqualTo(SIZE * (SIZE + 1) / 2);
    Random random = new Random(1979);
    for (int i = 0; i < Scale.of(5); i++) {
      List<Integer> shuffled = new ArrayList<>(upwards);
      Collections.shuffle(shuffled, random);
      assertThat(election(kind, shuffled)).isBetween(2 * SIZE - 1, SIZE * (SIZE + 1) / 2);
    }
  }
}
