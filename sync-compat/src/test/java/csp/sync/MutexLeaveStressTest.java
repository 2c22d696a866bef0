// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Waiters that leave within the microsecond in which they came, while the mutex is freed: those who
 * do not leave all get it, and nothing is left. Fails when one that leaves does not see that the
 * lock itself was handed to it, and when it takes a wake-up along and leaves WOKEN set.
 */
class MutexLeaveStressTest {
  private static final Duration LENGTH =
      Duration.ofMillis(Long.getLong("csp.stress.seconds", 0) * 1000 + 500);

  private final Mutex mutex = new Mutex();

  /** With few others the one that leaves is the only waiter; with long holds they starve. */
  @ParameterizedTest
  @CsvSource({"1, 1, 0", "2, 1, 0", "2, 2, 1300", "3, 2, 1300"})
  void nobodyWaitsForEver(int stayers, int leavers, int longHoldMicros) {
    long end = System.nanoTime() + LENGTH.toNanos();
    try (Workers workers = new Workers(LENGTH.plusSeconds(10))) {
      for (int i = 0; i < stayers; i++) {
        workers.start(
            i % 2 == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL,
            "stayer " + i,
            () -> {
              while (System.nanoTime() < end) {
                mutex.lock();
                hold(longHoldMicros);
                mutex.unlock();
              }
            });
      }
      for (int i = 0; i < leavers; i++) {
        workers.platform(
            "leaver " + i,
            () -> {
              while (System.nanoTime() < end) {
                Duration timeout = Duration.ofNanos(ThreadLocalRandom.current().nextInt(2_000));
                if (mutex.tryLock(timeout)) {
                  mutex.unlock();
                }
              }
            });
      }
      workers.joinAll();
    }
    mutex.sema().checkInvariants();
    assertThat(mutex.isPristine()).as("%s", mutex).isTrue();
  }

  /** Mostly for some microseconds, so that a leaver does not get it by spinning; or for long. */
  private static void hold(int longMicros) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    boolean isLong = longMicros > 0 && random.nextInt(20) == 0;
    long nanos = isLong ? longMicros * 1_000L : random.nextInt(10_000);
    long start = System.nanoTime();
    Await.until(() -> System.nanoTime() - start >= nanos, "held");
  }
}
