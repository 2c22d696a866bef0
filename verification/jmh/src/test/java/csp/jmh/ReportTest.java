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
            ## Channels and selects

            | cell     | csp ns (min–max) | ltq ns (csp/ltq)      | sq ns (csp/sq) | jox ns (csp/jox) | best peer | csp/best | bar      | verdict | csp B/op |
            |----------|------------------|-----------------------|----------------|------------------|-----------|----------|----------|---------|----------|
            | pc,0,1,1 | 305 (290–500)    | –                     | 120 (2.54)     | 305 (1.00)       | sq        | 2.54     | 1.0 best | SLOWER  | 89.0     |
            | unc      | 33.0 (33.0–33.0) | 22.0 (1.50) unbounded | –              | 66.0 (0.50)      | ltq       | 1.50     | 1.0 best | SLOWER  | 0.0      |
            | try,0    | 2.50 (2.50–2.50) | –                     | 5.00 (0.50)    | –                | sq        | 0.50     | 1.0 best | fastest | 0.0      |

            1 of 3 cells hold their bars.
            - beside the best peer on the JVM: 1 of 3; over the bar: pc,0,1,1 (sq 2.54) · unc (ltq 1.50).
            - beside go: 0 of 0.

            Bytes per element where threads hardly park: unc: csp 0.0, ltq 24.0, jox 32.0.

            """);
    assertThat(report.isGood()).isFalse();
  }

  @Test
  void detailsShowEachForkInOrder() {
    Report report =
        new Report(
            List.of(
                fork("pp", Library.CSP, 1, 800.0, 900.0).after(480),
                fork("pp", Library.SQ, 3, 200.0),
                fork("pp", Library.CSP, 2, 205.0, 204.0, 206.0).after(99)));

    assertThat(report.details())
        .isEqualTo(
            """
            | cell | library | median ns | min–max | each fork, in order | line ns before each | B/op |
            |------|---------|-----------|---------|---------------------|---------------------|------|
            | pp   | csp     | 206       | 204–900 | 850, 205            | 480, 99.0           | 1.5  |
            | pp   | sq      | 200       | 200–200 | 200                 | –                   | 3.0  |
            """);
  }

  @Test
  void pageTellsHowFarTheProcessorsWere() {
    Report report =
        new Report(
            List.of(
                fork("pp", Library.CSP, 1, 800.0).after(480),
                fork("pp", Library.CSP, 1, 100.0).after(99),
                fork("pp", Library.CSP, 1, 300.0).after(120),
                fork("pp", Library.SQ, 1, 100.0)));

    assertThat(report.lines())
        .isEqualTo(
            "- a cache line to another processor and back, in ns: median 120, from 99.0 to 480\n");
    assertThat(Page.text(report, Runs.FULL, "- date: today\n", "figures.svg"))
        .contains("- date: today\n" + report.lines());
  }

  @Test
  void processesOfOneMoodAreComparedWhereItChanged() {
    Report report =
        new Report(
            List.of(
                fork("pp", Library.CSP, 1, 250.0).after(44),
                fork("pp", Library.SQ, 1, 200.0).after(45),
                fork("pp", Library.KOTLIN, 1, 270.0).after(45),
                fork("pp", Library.CSP, 1, 700.0).after(46), // it became far meanwhile
                fork("pp", Library.CSP, 1, 900.0).after(450),
                fork("pp", Library.KOTLIN, 1, 300.0).after(460),
                fork("pp", Library.SQ, 1, 250.0).after(470), // and near again
                fork("mu,2", Library.CSP, 1, 12.0).after(46),
                fork("mu,2", Library.STAMPED, 1, 8.0).after(44),
                fork("mu,2", Library.JDK, 1, 24.0).after(45),
                fork("mu,2", Library.GO, 1, 10.0).after(45),
                fork("selwide,10", Library.CSP_SELECTOR, 1, 10.0).after(45),
                fork("ctx", Library.CSP, 1, 12.0).after(44)));

    assertThat(report.summary())
        .contains(
            """
            ## Near and far processors

            The same, of those processes alone before and after which a line took less than 144 ns, and of those where it took
            that or more. Who did not run in a mood is not compared in it.

            | cell | near: csp/other   | far: csp/other |
            |------|-------------------|----------------|
            | pp   | sq 1.25           | kotlin 3.00    |
            | mu,2 | jdk 0.50, go 1.20 | –              |

            """);
  }

  @Test
  void oneMoodIsNotComparedWithAnother() {
    Report report =
        new Report(
            List.of(
                fork("pp", Library.CSP, 1, 250.0).after(100),
                fork("pp", Library.SQ, 1, 200.0).after(290)));

    assertThat(report.summary()).doesNotContain("Near and far");
  }

  @Test
  void moodsWithoutAnythingToCompareAreLeftOut() {
    Report report =
        new Report(
            List.of(
                fork("pp", Library.CSP, 1, 250.0).after(44),
                fork("pp", Library.CSP, 1, 900.0).after(450)));

    assertThat(report.summary()).doesNotContain("Near and far");
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

    assertThat(report.table(Family.CHANNELS).rows())
        .contains("| FAILED ")
        .contains("| jox       | 0.50     | 1.0 best | fastest |");
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
                fork("sel,0,2", Library.JOX, 300, 300.0),
                fork("selwide,10", Library.CSP_SELECTOR, 0, 70.0),
                fork("selwide,10000", Library.CSP_SELECTOR, 0, 105.0)));

    assertThat(report.summary())
        .contains(
            "| 300 (300–300)    | 100 (3.00) ", "| jox       | 1.00     | 1.0 best | fastest ")
        .contains("Selector, beside the best of the peers: sel,0,2 0.33.\n")
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

    assertThat(Page.text(report, Runs.FULL, "- date: today\n", "figures.svg"))
        .contains(report.summary(), report.details(), "- date: today", "](figures.svg)")
        .contains("10,000 pairs", "capacity 100: 100 sends", "fills 4 of N", "one time in 100")
        .contains(
            "3 processes per library and cell", "`--sun-misc-unsafe-memory-access=allow -Xmx2g`")
        .doesNotContain("%");
  }

  @Test
  void libraryWithoutPeersIsNotCompared() {
    Report report = new Report(List.of(fork("pp", Library.CSP, 1, 100.0)));

    assertThat(report.summary())
        .contains("| –         | –        | –   | –       | 1.0      |")
        .contains("Nothing to compare.");
    assertThat(report.isGood()).isTrue();
  }

  @Test
  void channelsAreHeldAgainstTheBestPeerAndGo() {
    Report report =
        new Report(
            List.of(
                fork("pp", Library.CSP, 1, 100.0),
                fork("pp", Library.SQ, 1, 100.0),
                fork("pp", Library.KOTLIN, 1, 80.0),
                fork("pp", Library.GO, 1, 10.0),
                fork("sel,0,2", Library.CSP, 1, 100.0),
                fork("sel,0,2", Library.GO, 1, 125.0)));

    assertThat(report.table(Family.CHANNELS).rows())
        .contains("| 10.0 (10.00)   | kotlin    | 1.25     | 1.0 best, 1.0 go | SLOWER ")
        .contains("| 125 (0.80)     | –         | –        | 1.0 go           | fastest ");
    assertThat(report.table(Family.CHANNELS).outcome())
        .isEqualTo(
            """
            1 of 2 cells hold their bars.
            - beside the best peer on the JVM: 0 of 1; over the bar: pp (kotlin 1.25).
            - beside go: 1 of 2; over the bar: pp (go 10.00).
            """);
    assertThat(report.isGood()).isFalse();
  }

  @Test
  void thousandsOfGoroutinesWithoutBufferMayCostTwiceGo() {
    Report report =
        new Report(
            List.of(
                fork("par,0", Library.CSP, 1, 200.0),
                fork("par,0", Library.LTQ, 1, 300.0),
                fork("par,0", Library.GO, 1, 100.0),
                fork("chain,0", Library.CSP, 1, 201.0),
                fork("chain,0", Library.GO, 1, 100.0),
                fork("par,16", Library.CSP, 1, 101.0),
                fork("par,16", Library.GO, 1, 100.0)));

    assertThat(report.table(Family.CHANNELS).rows())
        .contains("| 1.0 best, 2.0 go | holds ")
        .contains("| 2.0 go           | SLOWER ")
        .contains("| 1.0 go           | SLOWER ");
    assertThat(report.table(Family.CHANNELS).outcome())
        .contains("- beside go: 1 of 3; over the bar: chain,0 (go 2.01) · par,16 (go 1.01).\n");
  }

  @Test
  void ratioCountsAsItIsPrinted() {
    Report report =
        new Report(List.of(fork("pp", Library.CSP, 1, 100.4), fork("pp", Library.SQ, 1, 100.0)));

    assertThat(report.summary()).contains("| 1.00     | 1.0 best | fastest |");
    assertThat(report.isGood()).isTrue();
  }

  @Test
  void locksAreHeldAgainstTheJdkAndGo() {
    Report report =
        new Report(
            List.of(
                fork("mu,1", Library.CSP, 0, 11.0),
                fork("mu,1", Library.JDK, 0, 11.0),
                fork("mu,1", Library.STAMPED, 0, 10.0),
                fork("mu,1", Library.GO, 0, 11.0),
                fork("mu,2", Library.CSP, 0, 10.0),
                fork("mu,2", Library.JDK, 0, 10.0),
                fork("mu,2", Library.GO, 0, 12.0),
                fork("mu,8", Library.CSP, 0, 13.0),
                fork("mu,8", Library.JDK, 0, 10.0),
                fork("mu,8", Library.GO, 0, 10.0),
                fork("pool", Library.CSP, 0, 12.5),
                fork("pool", Library.GO, 0, 10.0),
                fork("once", Library.CSP, 0, 0.5),
                fork("once", Library.JDK, 0, 0.5)));

    assertThat(report.summary())
        .isEqualTo(
            """
            ## Sync

            | cell | csp ns (min–max) | jdk ns (csp/jdk) | stamped ns (csp/stamped) | go ns (csp/go) | best peer | csp/best | bar             | verdict | csp B/op |
            |------|------------------|------------------|--------------------------|----------------|-----------|----------|-----------------|---------|----------|
            | mu,1 | 11.0 (11.0–11.0) | 11.0 (1.00)      | 10.0 (1.10)              | 11.0 (1.00)    | stamped   | 1.10     | 1.0 jdk, 1.0 go | fastest | 0.0      |
            | mu,2 | 10.0 (10.0–10.0) | 10.0 (1.00)      | –                        | 12.0 (0.83)    | jdk       | 1.00     | 1.0 jdk, 1.0 go | fastest | 0.0      |
            | mu,8 | 13.0 (13.0–13.0) | 10.0 (1.30)      | –                        | 10.0 (1.30)    | jdk       | 1.30     | 1.0 jdk, 1.0 go | SLOWER  | 0.0      |
            | pool | 12.5 (12.5–12.5) | –                | –                        | 10.0 (1.25)    | –         | –        | 1.0 go          | SLOWER  | 0.0      |
            | once | 0.50 (0.50–0.50) | 0.50 (1.00)      | –                        | –              | jdk       | 1.00     | 1.0 jdk         | fastest | 0.0      |

            3 of 5 cells hold their bars.
            - beside jdk: 3 of 4; over the bar: mu,8 (jdk 1.30).
            - beside go: 2 of 4; over the bar: mu,8 (go 1.30) · pool (go 1.25).

            """);
    assertThat(report.isGood()).isFalse();
  }

  @Test
  void cellThatAllocatesMoreThanItMayIsNotGood() {
    Report report =
        new Report(
            List.of(
                fork("pc,0,1,1", Library.CSP, 96.1, 1.0),
                fork("pc,1,1,1", Library.CSP, 96, 1.0),
                fork("unc", Library.CSP, 0.04, 1.0),
                fork("mu,1", Library.CSP, 0.06, 1.0),
                fork("cond", Library.CSP, 200, 1.0)));

    assertThat(report.summary())
        .endsWith(
            "ALLOCATES more bytes than it may: pc,0,1,1 96.1, at most 96.0 · mu,1 0.1, at most"
                + " 0.0.\n\n");
    assertThat(report.isGood()).isFalse();
  }

  @Test
  void contextsHaveNoBar() {
    Report report =
        new Report(
            List.of(fork("ctx", Library.CSP, 100, 900.0), fork("ctx", Library.GO, 100, 100.0)));

    assertThat(report.summary())
        .contains("| 100 (9.00)     | –         | –        | –   | –       | 100.0    |")
        .contains("No bar: reported only.");
    assertThat(report.isGood()).isTrue();
  }

  @Test
  void familiesHaveTablesOfTheirOwn() {
    Report report =
        new Report(
            List.of(
                fork("pp", Library.CSP, 1, 100.0),
                fork("ctx", Library.CSP, 1, 100.0),
                fork("ctx", Library.KOTLIN, 1, 90.0)));

    assertThat(report.summary())
        .containsSubsequence("## Channels and selects", "| pp ", "## Context", "| ctx ")
        .doesNotContain("## Sync");
    assertThat(report.table(Family.CHANNELS).rows()).doesNotContain("kotlin");
  }
}
