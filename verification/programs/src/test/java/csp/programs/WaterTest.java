// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Atoms wait until they can make a molecule: two of hydrogen, one of oxygen. After G. R. Andrews,
 * "Concurrent programming" (1991), and A. B. Downey, "The little book of semaphores" (2005).
 */
class WaterTest {
  private record Atom(Channel<Integer> molecule) {}

  private static int bond(Channel<Atom> place) throws InterruptedException {
    Atom atom = new Atom(Channel.unbuffered());
    place.send(atom);
    return atom.molecule().receive();
  }

  @ParameterizedTest
  @EnumSource
  void everyMoleculeHasTwoOfHydrogenAndOneOfOxygen(ThreadKind kind) throws InterruptedException {
    int molecules = kind == ThreadKind.VIRTUAL ? Scale.of(500) : 40;
    Channel<Atom> hydrogen = Channel.unbuffered();
    Channel<Atom> oxygen = Channel.unbuffered();
    List<Worker<Integer>> atoms = new ArrayList<>();
    try (Workers workers = new Workers()) {
      for (int i = 0; i < molecules; i++) {
        atoms.add(workers.start(kind, "oxygen", () -> bond(oxygen)));
        atoms.add(workers.start(kind, "hydrogen", () -> bond(hydrogen)));
        atoms.add(workers.start(kind, "hydrogen", () -> bond(hydrogen)));
      }
      for (int i = 0; i < molecules; i++) {
        for (Channel<Atom> sort : List.of(hydrogen, oxygen, hydrogen)) {
          sort.receive().molecule().send(i);
        }
      }
    }
    Map<Integer, Integer> made = new HashMap<>();
    for (int i = 0; i < atoms.size(); i++) {
      int sort = i % 3 == 0 ? 10 : 1; // an atom of oxygen, or of hydrogen
      made.merge(atoms.get(i).result(), sort, Integer::sum);
    }
    assertThat(made).hasSize(molecules).allSatisfy((number, sum) -> assertThat(sum).isEqualTo(12));
  }
}
