// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import csp.det.Options;
import csp.det.Report;
import csp.det.Scenario;
import csp.det.Schedules;

/** How the scenarios of this library are run. */
public final class Scenarios {
  private Scenarios() {}

  /**
   * All schedules with at most two preemptions, stopping at every atomic access, with race
   * detector.
   */
  static Options twoPreemptions() {
    return library(Options.exhaustive(2));
  }

  /** {@code options}, and the races that the library means to have: docs/memory-model.md. */
  public static Options library(Options options) {
    return options
        .benign("csp.internal.park.WaitSite.spinCredit", "a lost update costs some spinning")
        .benign("csp.internal.park.Spinner.pauseNanos", "a lost update costs some spinning")
        .benign("csp.internal.park.Spinner.followingProbes", "a lost update costs some spinning")
        .benign("csp.internal.park.Waiter.reason", "a dump may show an old reason")
        .benign("csp.sync.Once$Site.runner", "only the thread itself writes itself")
        .benign("csp.sync.PoolStripe.length", "a get may pass by an item");
  }

  /** Explores; fails unless all schedules were tried that were to be. */
  static void exhaust(Options options, Scenario scenario) {
    Report report = Schedules.explore(options, scenario);
    assertThat(report.exhausted()).as(report::coverage).isTrue();
  }
}
