// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitSiteTest {
  private final Site site = new Site();
  private int counter; // guarded by the lock of site

  private final Workers workers = new Workers();

  @AfterEach
  void end() {
    workers.close();
  }

  /** Fails when lock succeeds without its compare-and-set. */
  @ParameterizedTest
  @EnumSource
  void oneThreadAtATimeHoldsTheLock(ThreadKind kind) {
    for (int t = 0; t < 8; t++) {
      workers.start(kind, "counter " + t, () -> count(20_000));
    }
    workers.joinAll();
    assertThat(counter).isEqualTo(8 * 20_000);
  }

  @Test
  void sudogOfAWaitThatEndedIsUsedAgain() throws InterruptedException {
    Sudog first = acquire();
    first.element("element");
    site.fire(first, true);
    site.releaseSudog(first);

    Worker<Sudog> next = workers.platform("next", this::acquire);

    Sudog second = next.result();
    assertThat(second).isSameAs(first);
    assertThat(second.thread()).isSameAs(next.thread());
    assertThat(second.element()).isNull();
    assertThat(second.success()).isFalse();
    assertThat(second.isDecided()).isFalse();
    assertThat(acquire()).as("taken once").isNotSameAs(first);
  }

  /** Fails when the thread is not forgotten: a claim that comes too late would wake it. */
  @Test
  void releasedSudogCannotBeFired() {
    Sudog sudog = acquire();
    site.fire(sudog, true);
    site.releaseSudog(sudog);

    site.lock();
    try {
      assertThatThrownBy(() -> sudog.fire(site, true)).isInstanceOf(AssertionError.class);
    } finally {
      site.unlock();
    }
  }

  /** Of two that are released one is kept, the later one. */
  @Test
  void oneSudogIsKept() {
    Sudog first = acquire();
    Sudog second = acquire();
    site.fire(first, true);
    site.fire(second, true);
    site.releaseSudog(first);
    site.releaseSudog(second);

    assertThat(acquire()).isSameAs(second);
    assertThat(acquire()).isNotIn(first, second);
  }

  private Sudog acquire() {
    site.lock();
    Sudog sudog = site.acquireSudog();
    site.unlock();
    return sudog;
  }

  @Test
  void virtualAndPlatformThreadsShareTheLock() {
    workers.virtual("virtual", () -> count(100_000));
    workers.platform("platform", () -> count(100_000));
    workers.joinAll();
    assertThat(counter).isEqualTo(200_000);
  }

  @ParameterizedTest
  @EnumSource
  void contendedLockIsTakenWhenItIsReleased(ThreadKind kind) {
    site.lock();
    Worker<Void> contender = workers.start(kind, "contender", () -> count(1));
    contender.awaitParked(); // it has given up spinning
    assertThat(counter).isZero();

    site.unlock();

    contender.result();
    assertThat(counter).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void interruptWhileWaitingForTheLockIsKept(ThreadKind kind) {
    site.lock();
    Worker<Boolean> contender =
        workers.start(
            kind,
            "contender",
            () -> {
              site.lock();
              site.unlock();
              return Thread.currentThread().isInterrupted();
            });
    contender.awaitParked().interrupt();
    Await.until(() -> !contender.thread().isInterrupted(), "the interrupt is put aside");
    assertThat(contender.isDone()).as("got the lock that somebody holds").isFalse();

    site.unlock();

    assertThat(contender.result()).isTrue();
  }

  @Test
  void everybodyReadiedIsWokenAfterTheLock() {
    List<Sudog> sudogs = startTwelve();

    site.lock();
    sudogs.forEach(sudog -> sudog.fire(site, true));
    site.unlockAndWake();

    workers.joinAll();
    site.lock();
    assertThat(site.takeReadied(null)).isNull();
    site.unlock();
  }

  /** Fails when the list takes the first alone. */
  @Test
  void everybodyReadiedGoesWithTheListOfASelect() {
    List<Sudog> sudogs = startTwelve();

    site.lock();
    sudogs.forEach(sudog -> sudog.fire(site, true));
    WakeList list = requireNonNull(site.takeReadied(null));
    site.unlock();
    list.wakeAll();

    workers.joinAll();
  }

  private List<Sudog> startTwelve() {
    return Stream.generate(() -> site.start(workers, ThreadKind.VIRTUAL).sudog())
        .limit(12)
        .toList();
  }

  /** Also when somebody is to be woken. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void errandIsRunOnceAfterTheLockIsReleased(boolean wakes) {
    List<Boolean> free = new ArrayList<>();
    WaitSite owing =
        new WaitSite(SpinPolicy.NEVER) {
          @Override
          protected void runErrand() {
            lock(); // hangs if it is held
            unlock();
            free.add(true);
          }
        };
    for (int round = 1; round <= 2; round++) {
      owing.lock();
      owing.oweErrand();
      owing.oweErrand();
      if (wakes) {
        owing.ready(Thread.currentThread());
      }
      owing.unlockAndWake();
      assertThat(free).hasSize(round);
      if (wakes) {
        LockSupport.park(); // does not wait: this thread was unparked
      }
    }
    owing.lock();
    owing.unlockAndWake();
    assertThat(free).hasSize(2);
  }

  @Test
  void errandGoesWithTheListOfASelect() {
    List<Integer> ran = new ArrayList<>();
    WaitSite owing =
        new WaitSite(SpinPolicy.NEVER) {
          @Override
          protected void runErrand() {
            ran.add(1);
          }
        };
    owing.lock();
    owing.oweErrand();
    WakeList list = owing.takeReadied(null);
    assertThat(owing.takeReadied(list)).as("handed over once").isSameAs(list);
    owing.unlockAndWake();
    assertThat(ran).isEmpty();
    list.wakeAll();
    list.wakeAll();
    assertThat(ran).hasSize(1);
  }

  @Test
  void nowAndThenAnUnparkIsMeasured() {
    for (int i = 0; i < 200; i++) {
      WakeCost.OF_PROCESS.add(1_000_000);
    }
    int before = WakeCost.OF_PROCESS.rounds();
    for (int i = 0; i < 16; i++) {
      site.lock();
      site.ready(Thread.currentThread()); // takes next to no time, and nobody is woken
      site.unlockAndWake();
    }
    assertThat(WakeCost.OF_PROCESS.rounds()).isLessThan(before);
  }

  private void count(int times) {
    for (int i = 0; i < times; i++) {
      site.lock();
      counter++;
      site.unlock();
    }
  }
}
