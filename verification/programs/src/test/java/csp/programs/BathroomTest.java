// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.sync.Cond;
import csp.sync.Mutex;
import csp.testkit.ThreadKind;
import csp.testkit.Workers;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One bathroom for women and men, though not at the same time, and for three at most. After G. R.
 * Andrews, "Concurrent programming" (1991), as a monitor.
 */
class BathroomTest {
  private static final int PLACES = 3;
  private static final int PEOPLE = 4; // of each sort

  private final int visits = Scale.of(100); // of each
  private final Mutex mutex = new Mutex();
  private final Cond changed = new Cond(mutex);
  private final int[] inside = new int[2]; // guarded by mutex
  private int entries; // guarded by mutex
  private final AtomicIntegerArray seen = new AtomicIntegerArray(2);

  private void visit(int sort) throws InterruptedException {
    try (var _ = mutex.hold()) {
      while (inside[1 - sort] > 0 || inside[sort] == PLACES) {
        changed.await();
      }
      inside[sort]++;
      entries++;
    }
    assertThat(seen.incrementAndGet(sort)).isLessThanOrEqualTo(PLACES);
    assertThat(seen.get(1 - sort)).isZero();
    seen.decrementAndGet(sort);
    try (var _ = mutex.hold()) {
      inside[sort]--;
    }
    changed.broadcast();
  }

  @ParameterizedTest
  @EnumSource
  void nobodyMeetsTheOtherSortOrAFourth(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      for (int i = 0; i < 2 * PEOPLE; i++) {
        int sort = i % 2;
        workers.start(
            kind,
            (sort == 0 ? "woman " : "man ") + i,
            () -> {
              for (int visit = 0; visit < visits; visit++) {
                visit(sort);
              }
            });
      }
    }
    assertThat(entries).isEqualTo(2 * PEOPLE * visits);
    assertThat(inside).containsOnly(0);
  }
}
