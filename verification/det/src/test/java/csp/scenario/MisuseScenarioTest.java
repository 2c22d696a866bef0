// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.sync.RWMutex;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A misuse that is reported leaves the state as it was, also when it comes at the same time as the
 * right use. Seen to fail: an unlock of the writing side that, on its way through the lock, opens
 * the gate once more although another has opened it meanwhile (a reader that is not counted).
 */
class MisuseScenarioTest {
  /**
   * lock for writing | unlock | unlock, try to read: one unlock at most is not refused, and the
   * reader is counted.
   */
  @Test
  void refusedUnlockOfAWriterDoesNotTouchTheReaderAfterIt() {
    exhaust(
        twoPreemptions().leaksAllowed(),
        () -> {
          RWMutex lock = new RWMutex();
          AtomicInteger unlocked = new AtomicInteger();
          AtomicInteger reading = new AtomicInteger();
          go(() -> unlock(lock, unlocked));
          go(lock.writeLock()::lock);
          go(() -> {
            unlock(lock, unlocked);
            if (lock.readLock().tryLock()) {
              reading.incrementAndGet();
            }
          });
          return () -> {
            assertThat(unlocked).hasValueLessThanOrEqualTo(1);
            assertThat(lock.readers()).isEqualTo(reading.get());
          };
        });
  }

  private static void unlock(RWMutex lock, AtomicInteger unlocked) {
    try {
      lock.writeLock().unlock();
      unlocked.incrementAndGet();
    } catch (IllegalMonitorStateException e) {
      assertThat(e).hasMessage("sync: Unlock of unlocked RWMutex");
    }
  }
}
