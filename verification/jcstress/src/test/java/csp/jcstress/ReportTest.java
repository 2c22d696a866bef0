// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jcstress lets pass, and the report does not. Seen to fail: a count that is not compared. */
class ReportTest {
  @TempDir Path results;

  @Test
  void testThatDidNotRunIsAProblem() throws Exception {
    Report report = Report.of(results, List.of("csp.jcstress.Rules.HbLock"));

    assertThat(report.problems())
        .containsExactly(
            "csp.jcstress.Rules.HbLock: did not run; has it more actors than this machine has"
                + " cores?");
    assertThat(report.toString())
        .endsWith(
            "jcstress: 1 tests planned, 0 run, 0 samples, 0 forbidden, 0 of 0 weak twins caught\n");
  }

  @Test
  void weakTwinThatWasNotCaughtIsAProblem() throws Exception {
    Report report = Report.of(results, List.of("csp.jcstress.Weak.LostUpdate"));

    assertThat(report.problems())
        .contains("csp.jcstress.Weak.LostUpdate: the fault of this weak twin was not observed");
  }

  @Test
  void noTestAtAllIsAProblem() throws Exception {
    assertThat(Report.of(results, List.of()).problems()).containsExactly("no test matches");
  }
}
