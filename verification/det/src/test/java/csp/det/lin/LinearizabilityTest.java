// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import csp.det.Options;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random programs of two or three threads over one primitive each, and over two channels: whatever
 * the schedule, there is an order of the calls that explains all results. {@code
 * -Dcsp.lin.seconds=N} takes longer for fresh ones of each family, and {@code -Dcsp.lin.seed=N}
 * starts with the program that a failure has named.
 *
 * <p>Seen to fail:
 *
 * <ul>
 *   <li>channels: a close that forgets the senders; a batch that sends the element again for which
 *       it has waited; a channel that drops the newest instead of the oldest. And three faults that
 *       were there: see {@code MisuseScenarioTest}, a cancellation that changed the order of a
 *       select, and {@code CloseScenarioTest.closeIsOneMomentForAllWhoWait}.
 *   <li>mutex: a waiter that leaves, takes a permit, and passes nothing on; a try that does not ask
 *       whether the lock is held. And one that was there: {@code
 *       MisuseScenarioTest.unlockTooManyDoesNotTouchTheOneThatGivesUp}.
 *   <li>spin lock: an acquire that does not look again when it is counted; an unlock that looks
 *       first and releases second.
 *   <li>sema: a hand-over that is gone when nobody waits; a release that counts in two steps.
 *   <li>reader/writer lock: a writer that gives up and leaves the gate shut; an opening that does
 *       not count those it lets in; a last reader that forgets the writer which is about to leave.
 *   <li>semaphore: one that leaves and does not let those behind it through; a cancelled acquire
 *       that keeps the permits.
 *   <li>wait group: a release of the first waiter only; no release where but one waits.
 *   <li>once: a task that is run by each; one that counts as done when it begins; an end that wakes
 *       only one.
 *   <li>value: a replacement, or a swap, in two steps. Pool: a newest, or an oldest, that stays in
 *       it. Map: a lookup that does not look again under the lock; a key that is stored without
 *       being put into dirty again.
 *   <li>condition: a refused wait that keeps a signal; a place at the head; a place that is taken
 *       after the unlock.
 * </ul>
 *
 * <p>Not seen, and not to be seen from results alone: a semaphore that lets newcomers by. When a
 * call has queued is no event of a history.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class LinearizabilityTest {
  @ParameterizedTest
  @EnumSource
  void knownProgramsAreExplained(Family family) {
    programs(family)
        .known(
            switch (family) { // faults of some show late
              case CHANNELS -> 1_200;
              case MUTEX, SYNC_MAP -> 960;
              default -> 150;
            });
  }

  @ParameterizedTest
  @EnumSource
  void freshProgramsAreExplained(Family family) {
    programs(family).fresh();
  }

  private static Programs programs(Family family) {
    return new Programs(family, Options.random(Programs.SCHEDULES).ignoringRaces());
  }
}
