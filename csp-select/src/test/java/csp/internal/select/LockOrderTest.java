// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import static org.assertj.core.api.Assertions.assertThat;

import csp.internal.park.SpinPolicy;
import csp.internal.park.WaitSite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockOrderTest {
  /** Two selects of different sizes would wait for each other, if few were sorted otherwise. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 16, 17, 100})
  void fewAndManyAreInTheSameOrder(int size) {
    List<WaitSite> sites = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      sites.add(new Site());
    }
    sites.addAll(sites.subList(0, size / 2)); // some are there twice
    Collections.shuffle(sites, new Random(size));
    WaitSite[] sorted = sites.toArray(WaitSite[]::new);

    LockOrder.sort(sorted);

    assertThat(sorted)
        .isSortedAccordingTo(Comparator.comparingLong(WaitSite::id))
        .containsExactlyInAnyOrderElementsOf(sites);
  }

  private static final class Site extends WaitSite {
    Site() {
      super(SpinPolicy.NEVER);
    }
  }
}
