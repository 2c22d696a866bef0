// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A pipeline with a process for each bit: it passes on at once what has not that bit, and keeps
 * what has it until the end. After the benchmark of that name in S. Imam and V. Sarkar, "Savina"
 * (2014).
 */
class RadixSortTest {
  private static final int BITS = 16;

  private static ReceiveChannel<Integer> sort(
      Workers workers, int bit, ReceiveChannel<Integer> from) {
    Channel<Integer> to = Channel.buffered(8);
    workers.virtual(
        "bit " + bit,
        () -> {
          List<Integer> kept = new ArrayList<>();
          for (int value : from) {
            if ((value >>> bit & 1) == 0) {
              to.send(value);
            } else {
              kept.add(value);
            }
          }
          to.sendAll(kept);
          to.close();
        });
    return to;
  }

  @Test
  void lastStageIsSorted() {
    SplittableRandom random = new SplittableRandom(74);
    List<Integer> values = random.ints(Scale.of(2_000), 0, 1 << BITS).boxed().toList();
    try (Workers workers = new Workers()) {
      Channel<Integer> source = Channel.unbuffered();
      workers.virtual(
          "source",
          () -> {
            try (source) {
              source.sendAll(values);
            }
          });
      ReceiveChannel<Integer> last = source;
      for (int bit = 0; bit < BITS; bit++) {
        last = sort(workers, bit, last);
      }
      assertThat(last.stream().toList()).isEqualTo(values.stream().sorted().toList());
    }
  }
}
