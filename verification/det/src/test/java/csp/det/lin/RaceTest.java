// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import static org.assertj.core.api.Assertions.assertThat;

import csp.det.Level;
import csp.det.Options;
import csp.scenario.Scenarios;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same random programs with the race detector: no access of the library races with another, but
 * for those that are meant, and none of a user's to what is passed through it.
 *
 * <p>Seen to fail, each within the first programs: an unlock of a site that is opaque (channels,
 * groups); a cell of a map that is read plainly; a value that is loaded opaquely; a once whose flag
 * is not volatile.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class RaceTest {
  @ParameterizedTest
  @EnumSource
  void programsHaveNoRacesAtAtomics(Family family) {
    explore(family, Level.ATOMICS);
  }

  @ParameterizedTest
  @EnumSource
  void programsHaveNoRacesAtAccesses(Family family) {
    explore(family, Level.ACCESSES);
  }

  private static void explore(Family family, Level level) {
    Options options = Scenarios.library(Options.random(Programs.SCHEDULES / 4)).at(level);
    Programs programs = new Programs(family, options);
    programs.known(family == Family.CHANNELS ? 80 : 30);
    programs.fresh();
    assertThat(programs.runs()).isPositive();
  }
}
