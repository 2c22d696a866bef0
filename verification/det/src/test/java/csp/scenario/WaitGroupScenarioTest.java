// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.threePreemptions;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.sync.Inside;
import csp.sync.WaitGroup;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Wait groups. What the tasks have done is plain: the group alone orders it before the waits.
 *
 * <p>Seen to fail: a waiter that queues at zero (a deadlock), or leaves and is still counted; a
 * releaser that releases one, or is left no word that it was overtaken; a goroutine that throws and
 * is not counted off.
 */
class WaitGroupScenarioTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  /** done | done | await. */
  @Test
  void waitSeesWhatAllHaveDone() {
    exhaust(
        threePreemptions(),
        () -> {
          WaitGroup group = new WaitGroup();
          int[] done = new int[2];
          group.add(2);
          for (int i = 0; i < 2; i++) {
            int index = i;
            go(() -> {
              done[index] = 1;
              group.done();
            });
          }
          group.await();
          assertThat(done[0] + done[1]).isEqualTo(2);
          return () -> Inside.assertIdle(group);
        });
  }

  /** done | await | await. */
  @Test
  void bothWaitersAreReleased() {
    exhaust(
        threePreemptions(),
        () -> {
          WaitGroup group = new WaitGroup();
          int[] done = new int[1];
          group.add(1);
          go(() -> {
            group.await();
            assertThat(done[0]).isEqualTo(1);
          });
          go(() -> {
            done[0] = 1;
            group.done();
          });
          group.await();
          assertThat(done[0]).isEqualTo(1);
          return () -> Inside.assertIdle(group);
        });
  }

  /** One that waits, and then begins the next round, twice. */
  @Test
  void groupIsUsedAgain() {
    exhaust(
        threePreemptions(),
        () -> {
          WaitGroup group = new WaitGroup();
          int[] done = new int[1];
          for (int round = 1; round <= 2; round++) {
            group.add(1);
            go(() -> {
              done[0]++;
              group.done();
            });
            group.await();
            assertThat(done[0]).isEqualTo(round);
          }
          return () -> Inside.assertIdle(group);
        });
  }

  /**
   * The last waiter's time is over when the round has ended but nobody is released yet; it begins
   * the next round, by the rules, and the late releaser must not call that misuse.
   */
  @Test
  void releaserThatComesLateGoesHome() {
    AtomicInteger overtaken = new AtomicInteger();
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          WaitGroup group = new WaitGroup();
          group.add(1);
          Thread releaser = go(group::done);
          if (!group.await(MILLISECOND) && group.await(Duration.ZERO)) {
            overtaken.incrementAndGet();
            group.add(1);
            releaser.join();
            group.done();
          }
          return () -> Inside.assertIdle(group);
        });
    assertThat(overtaken.get()).isPositive();
  }

  /** done | a wait with a limit | a wait without. */
  @Test
  void waitIsOverByTheRoundOrByTheTime() {
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          WaitGroup group = new WaitGroup();
          int[] done = new int[1];
          group.add(1);
          go(() -> {
            done[0] = 1;
            group.done();
          });
          if (group.await(MILLISECOND)) {
            assertThat(done[0]).isEqualTo(1);
          }
          group.await();
          assertThat(done[0]).isEqualTo(1);
          return () -> Inside.assertIdle(group);
        });
  }

  /** done | an interrupted wait. */
  @Test
  void interruptedWaitLeavesTheGroup() {
    exhaust(
        threePreemptions(),
        () -> {
          WaitGroup group = new WaitGroup();
          AtomicBoolean released = new AtomicBoolean();
          AtomicBoolean thrown = new AtomicBoolean();
          group.add(1);
          Thread waiter =
              go(() -> {
                try {
                  group.await();
                  released.set(true);
                } catch (InterruptedException e) {
                  thrown.set(true);
                }
              });
          go(waiter::interrupt);
          group.done();
          return () -> {
            assertThat(released.get()).isNotEqualTo(thrown.get());
            Inside.assertIdle(group);
          };
        });
  }

  /** done | a cancelled wait | a wait. */
  @Test
  void cancelledWaitLeavesTheGroup() {
    exhaust(
        twoPreemptions(),
        () -> {
          WaitGroup group = new WaitGroup();
          SyncScenarios.Ending ending = new SyncScenarios.Ending();
          int[] done = new int[1];
          group.add(1);
          go(() -> {
            try {
              group.await(ending);
              assertThat(done[0]).isEqualTo(1);
            } catch (SyncScenarios.Ended e) {
              // the other outcome
            }
          });
          go(ending::end);
          go(() -> {
            done[0] = 1;
            group.done();
          });
          group.await();
          return () -> Inside.assertIdle(group);
        });
  }

  /** go | go | await: the group waits for the end of its goroutines, of one that throws, too. */
  @Test
  void groupWaitsForItsGoroutines() {
    exhaust(
        threePreemptions(),
        () -> {
          WaitGroup group = new WaitGroup();
          int[] done = new int[2];
          group.go(() -> done[0] = 1);
          group.go(() -> {
            done[1] = 1;
            throw new InterruptedException(); // is heard of by nobody
          });
          group.await();
          assertThat(done[0] + done[1]).isEqualTo(2);
          return () -> Inside.assertIdle(group);
        });
  }

  /** done | done, with one to go: one of them is refused. */
  @Test
  void oneDoneTooManyIsRefused() {
    exhaust(
        threePreemptions(),
        () -> {
          WaitGroup group = new WaitGroup();
          AtomicInteger refused = new AtomicInteger();
          group.add(1);
          go(() -> done(group, refused));
          done(group, refused);
          return () -> assertThat(refused.get()).isEqualTo(1);
        });
  }

  private static void done(WaitGroup group, AtomicInteger refused) {
    try {
      group.done();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("sync: negative WaitGroup counter");
      refused.incrementAndGet();
    }
  }
}
