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
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class LinearizabilityTest {
  @ParameterizedTest
  @EnumSource
  void knownProgramsAreExplained(Family family) {
    programs(family).known(family == Family.CHANNELS ? 1_200 : 250);
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
