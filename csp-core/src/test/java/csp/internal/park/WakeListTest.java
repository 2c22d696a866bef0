// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WakeListTest {
  private final WakeList list = new WakeList();

  /** More threads than the first array holds. */
  @Test
  void wakesEverybodyAddedAndIsUsedAgain() {
    try (Workers workers = new Workers()) {
      for (int round = 0; round < 2; round++) {
        List<Worker<Void>> sleepers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          sleepers.add(workers.virtual("sleeper " + i, () -> LockSupport.park()));
        }
        for (Worker<Void> sleeper : sleepers) {
          list.add(sleeper.awaitParked().thread());
        }
        assertThat(sleepers).noneMatch(Worker::isDone);

        list.wakeAll();

        workers.joinAll();
      }
    }
  }

  @Test
  void wakesNobodyTwice() {
    list.add(Thread.currentThread());
    list.wakeAll();
    LockSupport.park(); // the one permit

    list.wakeAll();

    try (Workers workers = new Workers()) {
      Thread parker = Thread.currentThread();
      workers.platform(
          "unparker",
          () -> {
            csp.testkit.Threads.awaitParked(parker); // else the park below returned at once
            LockSupport.unpark(parker);
          });
      LockSupport.park();
    }
  }
}
