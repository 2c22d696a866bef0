// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.sync.WaitGroup;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Words are counted: readers split lines, and each word goes to the counter that its hash says.
 * After J. Bentley, D. Knuth and M. D. McIlroy, "A literate program" (1986), in parallel as J. Dean
 * and S. Ghemawat have it in "MapReduce" (2004).
 */
class WordCountTest {
  private static final List<String> RHYME =
      List.of(
          "How much wood would a woodchuck chuck",
          "if a woodchuck could chuck wood?",
          "He would chuck, he would, as much as he could,",
          "and chuck as much wood as a woodchuck would",
          "if a woodchuck could chuck wood.");
  private static final int READERS = 3;
  private static final int COUNTERS = 4;

  private static Map<String, Integer> count(Iterable<String> words) {
    Map<String, Integer> counts = new TreeMap<>();
    words.forEach(word -> counts.merge(word, 1, Integer::sum));
    return counts;
  }

  private static void read(Channel<String> lines, List<Channel<String>> counters)
      throws InterruptedException {
    for (String line : lines) {
      for (String word : line.toLowerCase(Locale.ROOT).split("\\W+")) {
        counters.get(Math.floorMod(word.hashCode(), COUNTERS)).send(word);
      }
    }
  }

  @Test
  void rhymeHasItsWords() throws InterruptedException {
    int times = Scale.of(100);
    Map<String, Integer> all = new TreeMap<>();
    try (Workers workers = new Workers()) {
      Channel<String> lines = Channel.unbuffered();
      List<Channel<String>> channels =
          Stream.generate(() -> Channel.<String>buffered(8)).limit(COUNTERS).toList();
      List<Worker<Map<String, Integer>>> counters = new ArrayList<>();
      for (Channel<String> words : channels) {
        counters.add(workers.platform("counter", () -> count(words)));
      }
      WaitGroup readers = new WaitGroup();
      for (int i = 0; i < READERS; i++) {
        readers.go(() -> read(lines, channels));
      }
      for (int i = 0; i < times; i++) {
        lines.sendAll(RHYME);
      }
      lines.close();
      readers.await();
      channels.forEach(Channel::close);
      for (Worker<Map<String, Integer>> counter : counters) {
        counter.result().forEach((word, count) -> assertThat(all.put(word, count)).isNull());
      }
    }
    assertThat(all)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("a", 4 * times),
                Map.entry("and", times),
                Map.entry("as", 4 * times),
                Map.entry("chuck", 5 * times),
                Map.entry("could", 3 * times),
                Map.entry("he", 3 * times),
                Map.entry("how", times),
                Map.entry("if", 2 * times),
                Map.entry("much", 3 * times),
                Map.entry("wood", 4 * times),
                Map.entry("woodchuck", 4 * times),
                Map.entry("would", 4 * times)));
  }
}
