// SPDX-License-Identifier: Apache-2.0
package csp.guinea;

import static org.assertj.core.api.Assertions.assertThat;

import csp.det.Level;
import csp.det.Options;
import csp.det.Report;
import csp.det.Schedules;
import csp.det.Verdict;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault of a small channel is found, by every strategy, and nothing where there is none. */
class FaultsTest {
  private static final Set<Fault> RACES = EnumSet.of(Fault.OPAQUE_UNLOCK, Fault.PLAIN_OUTCOME);

  private static final int SCHEDULES = 3_000;

  @ParameterizedTest
  @EnumSource
  void exhaustiveSearchFindsEveryFault(Fault fault) {
    check(fault, Options.exhaustive(2).at(Level.ACCESSES));
  }

  @ParameterizedTest
  @EnumSource
  void atomicsAloneAreEnoughWithTheRaceDetector(Fault fault) {
    check(fault, Options.exhaustive(2));
  }

  @ParameterizedTest
  @EnumSource
  void randomWalkFindsEveryFault(Fault fault) {
    check(fault, Options.random(SCHEDULES).at(Level.ACCESSES));
  }

  @ParameterizedTest
  @EnumSource
  void pctFindsEveryFault(Fault fault) {
    check(fault, Options.pct(3, SCHEDULES).at(Level.ACCESSES));
  }

  private static void check(Fault fault, Options options) {
    Report report = Schedules.search(options, Programs.showing(fault));
    if (fault == Fault.NONE) {
      assertThat(report.failure()).as(report::toString).isNull();
      return;
    }
    assertThat(report.failure()).as(report::toString).isNotNull();
    if (RACES.contains(fault)) {
      assertThat(report.failure().verdict()).isEqualTo(Verdict.RACE);
    }
  }
}
