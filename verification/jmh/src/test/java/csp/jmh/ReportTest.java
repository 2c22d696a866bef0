// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static Measurement fork(String cell, Library library, double bytes, Double... nanos) {
    return new Measurement(cell, library, List.of(nanos), bytes);
  }

  @Test
  void summaryComparesEachCellWithTheBestPeer() {
    Report report =
        new Report(
            List.of(
                fork("pc,0,1,1", Library.CSP, 88, 300.0, 500.0, 310.0),
                fork("pc,0,1,1", Library.SQ, 32, 100.0),
                fork("pc,0,1,1", Library.JOX, 90, 305.0),
                fork("pc,0,1,1", Library.CSP, 90, 290.0, 305.0, 304.0),
                fork("pc,0,1,1", Library.SQ, 32, 140.0),
                fork("pc,0,1,1", Library.JOX, 90, 305.0),
                fork("unc", Library.CSP, 0.04, 33.0),
                fork("unc", Library.LTQ, 24, 22.0),
                fork("unc", Library.JOX, 32, 66.0),
                fork("try,0", Library.CSP, 0, 2.5),
                fork("try,0", Library.SQ, 0, 5.0)));

    assertThat(report.summary())
        .isEqualTo(
            """
            | cell     | csp ns (min–max) | ltq ns (csp/ltq)      | sq ns (csp/sq) | jox ns (csp/jox) | best peer | csp/best | verdict | csp B/op |
            |----------|------------------|-----------------------|----------------|------------------|-----------|----------|---------|----------|
            | pc,0,1,1 | 305 (290–500)    | –                     | 120 (2.54)     | 305 (1.00)       | sq        | 2.54     | SLOWER  | 89.0     |
            | unc      | 33.0 (33.0–33.0) | 22.0 (1.50) unbounded | –              | 66.0 (0.50)      | ltq       | 1.50     | holds   | 0.0      |
            | try,0    | 2.50 (2.50–2.50) | –                     | 5.00 (0.50)    | –                | sq        | 0.50     | fastest | 0.0      |

            Bar: no cell slower than 2.00 times the best of the peers. 2 of 3 cells hold it; these do not: pc,0,1,1 (2.54).

            Bytes per element where threads hardly park: unc: csp 0.0, ltq 24.0, jox 32.0.
            """);
    assertThat(report.isGood()).isFalse();
  }

  @Test
  void detailsShowEachForkInOrder() {
    Report report =
        new Report(
            List.of(
                fork("pp", Library.CSP, 1, 800.0, 900.0),
                fork("pp", Library.SQ, 3, 200.0),
                fork("pp", Library.CSP, 2, 205.0, 204.0, 206.0)));

    assertThat(report.details())
        .isEqualTo(
            """
            | cell | library | median ns | min–max | each fork, in order | B/op |
            |------|---------|-----------|---------|---------------------|------|
            | pp   | csp     | 206       | 204–900 | 850, 205            | 1.5  |
            | pp   | sq      | 200       | 200–200 | 200                 | 3.0  |
            """);
  }

  @Test
  void failedForkIsShownAndNotCompared() {
    Report report =
        new Report(
            List.of(
                fork("pp", Library.CSP, 1, 100.0),
                fork("pp", Library.SQ, 1, 10.0),
                Measurement.failed("pp", Library.SQ),
                fork("pp", Library.JOX, 1, 200.0)));

    assertThat(report.table()).contains("| FAILED ").contains("| jox       | 0.50     | fastest |");
    assertThat(report.summary()).contains("FAILED: pp sq.");
    assertThat(report.isGood()).isFalse();
  }

  @Test
  void selectorIsNoPeerAndHasItsOwnLines() {
    Report report =
        new Report(
            List.of(
                fork("sel,0,2", Library.CSP, 200, 300.0),
                fork("sel,0,2", Library.CSP_SELECTOR, 30, 100.0),
                fork("sel,0,2", Library.JOX, 300, 200.0),
                fork("selwide,10", Library.CSP_SELECTOR, 0, 70.0),
                fork("selwide,10000", Library.CSP_SELECTOR, 0, 105.0)));

    assertThat(report.summary())
        .contains("| 300 (300–300)    | 100 (3.00) ", "| jox       | 1.50     | holds ")
        .contains("Selector, beside the best of the peers: sel,0,2 0.50.\n")
        .contains("over 10,000 channels beside one over 10: 1.50, at most 3.00: holds.\n")
        .contains("selwide,10: csp-selector 0.0 · selwide,10000: csp-selector 0.0.");
    assertThat(report.isGood()).isTrue();
  }

  @Test
  void selectorRoundThatGrowsWithTheChannelsIsNotGood() {
    Report report =
        new Report(
            List.of(
                fork("selwide,10", Library.CSP_SELECTOR, 0, 70.0),
                fork("selwide,10000", Library.CSP_SELECTOR, 0, 217.0)));

    assertThat(report.summary()).contains("3.10, at most 3.00: SLOWER.");
    assertThat(report.isGood()).isFalse();
  }

  @Test
  void pageHoldsTablesConditionsAndMethod() {
    Report report = new Report(List.of(fork("pp", Library.CSP, 1, 100.0)));

    assertThat(Page.text(report, Runs.FULL, "- date: today\n"))
        .contains(report.summary(), report.details(), "- date: today")
        .contains("at most 2.0 times", "10,000 pairs", "capacity 100: 100 sends", "fills 4 of N")
        .contains("3 forks per library and cell", "`--sun-misc-unsafe-memory-access=allow -Xmx2g`")
        .doesNotContain("%");
  }

  @Test
  void libraryWithoutPeersIsNotCompared() {
    Report report = new Report(List.of(fork("pp", Library.CSP, 1, 100.0)));

    assertThat(report.summary())
        .contains("| –         | –        | –       | 1.0      |")
        .contains("Nothing to compare.");
    assertThat(report.isGood()).isTrue();
  }
}
