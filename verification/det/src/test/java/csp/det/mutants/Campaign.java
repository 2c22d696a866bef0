// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Runs tests against mutants: for each those tests that come to its place, until one fails; and
 * those of the next line if none has.
 */
final class Campaign {
  /** Some tests. */
  interface Judge {
    /** What becomes of the mutant of that number. */
    Fate fate(int number) throws IOException, InterruptedException;
  }

  private final List<Mutant> mutants;
  private final List<Judge> lines;

  Campaign(List<Mutant> mutants, List<Judge> lines) {
    this.mutants = mutants;
    this.lines = lines;
  }

  /**
   * Tries those of the mutants that are {@code chosen}, in an order by chance that is the same each
   * time: when the time is over, those that were tried are a sample.
   */
  Map<Mutant, Fate> run(Predicate<Mutant> chosen, Duration time, BiConsumer<Mutant, Fate> heard)
      throws IOException, InterruptedException {
    Map<Mutant, Fate> fates = new HashMap<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < mutants.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(1)); // of all, so that it is the same whatever is chosen
    order.removeIf(number -> !chosen.test(mutants.get(number)));
    long start = System.nanoTime();
    for (int number : order) {
      if (System.nanoTime() - start > time.toNanos()) {
        break;
      }
      Fate fate = fate(number);
      fates.put(mutants.get(number), fate);
      heard.accept(mutants.get(number), fate);
    }
    return fates;
  }

  private Fate fate(int number) throws IOException, InterruptedException {
    Fate worst = Fate.NOT_REACHED;
    for (Judge line : lines) {
      Fate fate = line.fate(number);
      if (fate.isNoticed()) {
        return fate;
      }
      if (fate.kind() == Fate.Kind.SURVIVED) {
        worst = fate;
      }
    }
    return worst;
  }
}
