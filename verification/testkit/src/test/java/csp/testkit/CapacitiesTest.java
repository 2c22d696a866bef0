// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;

class CapacitiesTest {
  private static final List<Integer> CAPACITIES = new ArrayList<>();
  private static final List<String> PAIRS = new ArrayList<>();
  private static final List<String> CHOSEN = new ArrayList<>();

  @ParameterizedTest
  @Capacities
  void capacity(int capacity) {
    CAPACITIES.add(capacity);
  }

  @ParameterizedTest
  @CapacitiesAndThreads
  void capacityAndThreadKind(int capacity, ThreadKind kind) {
    PAIRS.add(capacity + " " + kind);
  }

  @ParameterizedTest
  @CapacitiesAndThreads({3})
  void chosenCapacityAndThreadKind(int capacity, ThreadKind kind) {
    CHOSEN.add(capacity + " " + kind);
  }

  @AfterAll
  static void allWereRun() {
    assertThat(CAPACITIES).containsExactlyInAnyOrder(0, 1, 2, 16);
    assertThat(PAIRS).hasSize(8).contains("0 VIRTUAL", "16 PLATFORM").doesNotHaveDuplicates();
    assertThat(CHOSEN).containsExactlyInAnyOrder("3 VIRTUAL", "3 PLATFORM");
  }
}
