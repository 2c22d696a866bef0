// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Wires are channels, comparators are processes. A network that sorts all sequences of zeros and
 * ones sorts everything (Knuth), so all 256 of length 8 go through it, one behind the other. After
 * K. E. Batcher, "Sorting networks and their applications" (1968).
 */
class SortingNetworkTest {
  private static final int WIRES = 8;

  private final Workers workers = new Workers();
  private final List<ReceiveChannel<Integer>> wires = new ArrayList<>();
  private int comparators;

  private void compare(int low, int high) {
    comparators++;
    ReceiveChannel<Integer> one = wires.get(low);
    ReceiveChannel<Integer> other = wires.get(high);
    Channel<Integer> smaller = Channel.buffered(1);
    Channel<Integer> larger = Channel.buffered(1);
    wires.set(low, smaller);
    wires.set(high, larger);
    workers.virtual(
        "comparator " + low + ", " + high,
        () -> {
          for (int value : one) {
            int against = other.receive();
            smaller.send(Math.min(value, against));
            larger.send(Math.max(value, against));
          }
          smaller.close();
          larger.close();
        });
  }

  /** Batcher's sort by odd-even merges of the {@code size} wires from {@code first}. */
  private void sort(int first, int size) {
    if (size > 1) {
      sort(first, size / 2);
      sort(first + size / 2, size / 2);
      merge(first, size, 1);
    }
  }

  private void merge(int first, int size, int step) {
    int twice = 2 * step;
    if (twice < size) {
      merge(first, size, twice);
      merge(first + step, size, twice);
      for (int low = first + step; low + step < first + size; low += twice) {
        compare(low, low + step);
      }
    } else {
      compare(first, first + step);
    }
  }

  @Test
  void networkSortsAllZerosAndOnes() throws InterruptedException {
    try (workers) {
      List<Channel<Integer>> inputs =
          Stream.generate(() -> Channel.<Integer>buffered(1)).limit(WIRES).toList();
      wires.addAll(inputs);
      sort(0, WIRES);
      assertThat(comparators).isEqualTo(19); // Batcher's number
      workers.virtual(
          "sequences",
          () -> {
            for (int bits = 0; bits < 1 << WIRES; bits++) {
              for (int wire = 0; wire < WIRES; wire++) {
                inputs.get(wire).send(bits >>> wire & 1);
              }
            }
            inputs.forEach(Channel::close);
          });
      for (int bits = 0; bits < 1 << WIRES; bits++) {
        Integer[] expected = new Integer[WIRES];
        Arrays.setAll(expected, wire -> 0);
        Arrays.fill(expected, WIRES - Integer.bitCount(bits), WIRES, 1);
        List<Integer> found = new ArrayList<>();
        for (ReceiveChannel<Integer> output : wires) {
          found.add(output.receive());
        }
        assertThat(found).containsExactly(expected);
      }
      for (ReceiveChannel<Integer> output : wires) {
        assertThat(output.receive()).isNull();
      }
    }
  }
}
