// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import static org.assertj.core.api.Assertions.assertThat;

import csp.det.Options;
import csp.det.Report;
import csp.det.Schedules;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Random programs of two or three threads over channels of capacity 0, 1 and 2: whatever the
 * schedule, there is an order of the calls that explains all results. {@code -Dcsp.lin.seconds=N}
 * takes longer, and {@code -Dcsp.lin.seed=N} starts with the program that a failure has named.
 */
class LinearizabilityTest {
  private static final long SECONDS = Long.getLong("csp.lin.seconds", 3);
  private static final int SCHEDULES = 100;

  @Test
  void knownProgramsAreExplained() {
    explain(1);
  }

  @Test
  void freshProgramsAreExplained() {
    explain(Long.getLong("csp.lin.seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE)));
  }

  private static void explain(long firstSeed) {
    long start = System.nanoTime();
    long programs = 0;
    long histories = 0;
    while (System.nanoTime() - start < SECONDS * 1_000_000_000) {
      Program program = new Program(firstSeed + programs);
      Options options =
          Options.random(SCHEDULES).seed(firstSeed + programs).leaksAllowed().timeMayPass();
      Report report = Schedules.search(options.ignoringRaces(), program::run);
      assertThat(report.failure()).as(report::toString).isNull();
      programs++;
      histories += program.histories();
    }
    System.out.printf(
        "programs from seed %d: %,d, histories checked: %,d, all explained, %d s%n",
        firstSeed, programs, histories, SECONDS);
  }
}
