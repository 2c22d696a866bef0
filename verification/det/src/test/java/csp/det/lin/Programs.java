// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import csp.det.Options;
import csp.det.Report;
import csp.det.Schedules;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Programs of a family, each run under many schedules; the first that goes wrong is thrown. */
final class Programs {
  /** How many schedules of a program. */
  static final int SCHEDULES = 100;

  private static final double SECONDS = Double.parseDouble(property("csp.lin.seconds", "0.2"));

  private final Family family;
  private final Options options;
  private long runs;

  Programs(Family family, Options options) {
    this.family = family;
    this.options = options.leaksAllowed().timeMayPass();
  }

  private static String property(String name, String otherwise) {
    return System.getProperty(name, otherwise);
  }

  /** How many runs were checked. */
  long runs() {
    return runs;
  }

  /** The first {@code number} programs, which are the same each time. */
  void known(int number) {
    explore(1, number, Long.MAX_VALUE);
  }

  /** Programs from a new seed, or the one that is asked for, for as long as is asked for. */
  void fresh() {
    long seed = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    explore(
        Long.parseLong(property("csp.lin.seed", String.valueOf(seed))),
        Long.MAX_VALUE,
        (long) (SECONDS * 1e9));
  }

  private void explore(long firstSeed, long most, long nanos) {
    long start = System.nanoTime();
    long programs = 0;
    long before = runs;
    while (programs < most && System.nanoTime() - start < nanos) {
      long seed = firstSeed + programs;
      Program program = new Program(family, seed);
      Report report = Schedules.search(options.seed(seed), program::run);
      if (report.failure() != null) {
        throw new AssertionError("-Dcsp.lin.seed=" + seed + " for " + family + ": " + report);
      }
      programs++;
      runs += program.runs();
    }
    System.out.printf(
        Locale.ROOT,
        "%s, %s: %,d programs from seed %d, %,d runs, all explained, %.1f s%n",
        family,
        options,
        programs,
        firstSeed,
        runs - before,
        (System.nanoTime() - start) / 1e9);
  }
}
