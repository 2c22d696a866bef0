// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static csp.select.Select.doOnReceive;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.select.Selector;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An agent puts two of three ingredients on the table, and only the smoker that has the third can
 * go on. A smoker that took one ingredient at a time could take it away from the right one; so a
 * process watches the table. After S. S. Patil (1971), and D. L. Parnas's answer (1975).
 */
class SmokersTest {
  private static final int INGREDIENTS = 3;

  private final List<Channel<Integer>> table = channels();
  private final List<Channel<Integer>> calls = channels();
  private final Channel<Integer> smoked = Channel.unbuffered();

  private static List<Channel<Integer>> channels() {
    return Stream.generate(Channel::<Integer>unbuffered).limit(INGREDIENTS).toList();
  }

  private int smoke(int own) throws InterruptedException {
    int cigarettes = 0;
    for (int round : calls.get(own)) {
      cigarettes++;
      smoked.send(round);
    }
    return cigarettes;
  }

  /** Calls the smoker who lacks what lies on the table. */
  private void watch() throws InterruptedException {
    boolean[] there = new boolean[INGREDIENTS];
    int[] lying = new int[1];
    try (Selector watching =
        Selector.random(
            Stream.iterate(0, i -> i + 1)
                .limit(INGREDIENTS)
                .map(i ->
                    doOnReceive(
                        table.get(i),
                        round -> {
                          there[i] = true;
                          if (++lying[0] == 2) {
                            int missing = !there[0] ? 0 : !there[1] ? 1 : 2;
                            calls.get(missing).send(round);
                            Arrays.fill(there, false);
                            lying[0] = 0;
                          }
                        }))
                .toList())) {
      while (watching.select()) {}
    }
    calls.forEach(Channel::close);
  }

  @ParameterizedTest
  @EnumSource
  void eachSmokesAsOftenAsTheOthersIngredientsCome(ThreadKind kind) throws InterruptedException {
    int rounds = Scale.of(1_000);
    SplittableRandom random = new SplittableRandom(1971);
    int[] expected = new int[INGREDIENTS];
    List<Worker<Integer>> smokers = new ArrayList<>();
    try (Workers workers = new Workers()) {
      for (int i = 0; i < INGREDIENTS; i++) {
        int own = i;
        smokers.add(workers.start(kind, "smoker " + i, () -> smoke(own)));
      }
      workers.start(kind, "table", this::watch);
      for (int round = 0; round < rounds; round++) {
        int left = random.nextInt(INGREDIENTS);
        expected[left]++;
        table.get((left + 1) % INGREDIENTS).send(round);
        table.get((left + 2) % INGREDIENTS).send(round);
        assertThat(smoked.receive()).isEqualTo(round);
      }
      table.forEach(Channel::close);
    }
    assertThat(smokers.stream().mapToInt(Worker::result)).containsExactly(box(expected));
  }

  private static Integer[] box(int[] values) {
    return Arrays.stream(values).boxed().toArray(Integer[]::new);
  }
}
