// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static csp.select.Select.doOnReceive;
import static csp.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.select.Clause;
import csp.testkit.ThreadKind;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hackers and serfs cross a river in a boat for exactly four, but never one of a sort with three of
 * the other. After A. B. Downey, "The little book of semaphores" (2005), from Berkeley's course of
 * A. Joseph. The boat takes passengers in pairs, behind guards.
 */
class RiverCrossingTest {
  private static final int SEATS = 4;

  private record Passenger(int sort, Channel<Integer> boat) {}

  private final List<Channel<Passenger>> banks =
      List.of(Channel.unbuffered(), Channel.unbuffered());

  /** Crosses, and returns the number of the boat. */
  private int cross(int sort) throws InterruptedException {
    Passenger passenger = new Passenger(sort, Channel.unbuffered());
    banks.get(sort).send(passenger);
    return passenger.boat().receive();
  }

  /** Fills the boat: whoever has an odd one of his sort aboard comes before new pairs. */
  private List<Passenger> board() throws InterruptedException {
    List<Passenger> aboard = new ArrayList<>();
    int[] count = new int[2];
    while (aboard.size() < SEATS) {
      List<Clause<Void>> clauses = new ArrayList<>();
      for (int sort = 0; sort < 2; sort++) {
        int own = sort;
        boolean roomForPair = SEATS - aboard.size() >= 2 && count[1 - own] % 2 == 0;
        if (count[own] % 2 == 1 || roomForPair) {
          clauses.add(
              doOnReceive(
                  banks.get(own),
                  passenger -> {
                    aboard.add(passenger);
                    count[own]++;
                  }));
        }
      }
      select(clauses);
    }
    assertThat(count[0]).isIn(0, 2, 4);
    assertThat(count[0] + count[1]).isEqualTo(SEATS);
    return aboard;
  }

  @ParameterizedTest
  @EnumSource
  void everybodyCrossesInGoodCompany(ThreadKind kind) throws InterruptedException {
    int boats = kind == ThreadKind.VIRTUAL ? Scale.of(400) : 40;
    try (Workers workers = new Workers()) {
      for (int i = 0; i < boats * SEATS; i++) {
        int sort = i % 2;
        workers.start(kind, sort == 0 ? "hacker" : "serf", () -> cross(sort));
      }
      for (int boat = 0; boat < boats; boat++) {
        for (Passenger passenger : board()) {
          passenger.boat().send(boat);
        }
      }
    }
  }
}
