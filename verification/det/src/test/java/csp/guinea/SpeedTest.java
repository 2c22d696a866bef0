// SPDX-License-Identifier: Apache-2.0
package csp.guinea;

import static org.assertj.core.api.Assertions.assertThat;

import csp.det.Level;
import csp.det.Options;
import csp.det.Report;
import csp.det.Scenario;
import csp.det.Schedules;
import org.junit.jupiter.api.Test;

/**
 * How fast schedules go: a figure, no limit. It prints a line for each way; {@code
 * -Dcsp.det.seconds=N} makes each take that long, and the later ones steady.
 */
class SpeedTest {
  private static final int SCHEDULES = 2_000;

  @Test
  void schedulesPerSecond() {
    Scenario scenario = Programs.sendAndReceive(Fault.NONE);
    for (int warmUp = 0; warmUp < 2; warmUp++) {
      for (Level level : Level.values()) {
        Options options = Options.random(SCHEDULES).at(level);
        print(level + " without races", Schedules.search(options.ignoringRaces(), scenario));
        print(level + " with races", Schedules.search(options, scenario));
      }
    }
  }

  private static void print(String way, Report report) {
    System.out.println(way + ", " + report);
    assertThat(report.failure()).isNull();
    assertThat(report.schedulesPerSecond()).isPositive();
  }
}
