// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All partial sums in a logarithmic number of steps: in each, every process adds what the one twice
 * as far away as before has. After W. D. Hillis and G. L. Steele, "Data parallel algorithms"
 * (1986).
 */
class PrefixSumTest {
  private static final int SIZE = 64;

  /** Step by step, the channel to each process. */
  private final List<List<Channel<Long>>> steps =
      Stream.iterate(1, distance -> distance < SIZE, distance -> 2 * distance)
          .map(distance -> Stream.generate(() -> Channel.<Long>buffered(1)).limit(SIZE).toList())
          .toList();

  private long sum(int number, long first) throws InterruptedException {
    long sum = first;
    int distance = 1;
    for (List<Channel<Long>> step : steps) {
      if (number + distance < SIZE) {
        step.get(number + distance).send(sum);
      }
      if (number >= distance) {
        sum += step.get(number).receive();
      }
      distance *= 2;
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource
  void partialSumsOfOneToNAreTriangularNumbers(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      List<Worker<Long>> sums = new ArrayList<>();
      for (int i = 0; i < SIZE; i++) {
        int number = i;
        sums.add(workers.start(kind, "process " + i, () -> sum(number, number + 1)));
      }
      for (int i = 0; i < SIZE; i++) {
        assertThat(sums.get(i).result()).isEqualTo((i + 1) * (i + 2) / 2);
      }
    }
  }
}
