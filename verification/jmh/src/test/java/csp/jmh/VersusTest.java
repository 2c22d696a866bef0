// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.jmh.Versus.Round;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersusTest {
  /** What differs: who starts threads, what has a state of its own, what is no enum. */
  @ParameterizedTest
  @CsvSource({
    "'try,0', SQ",
    "'unc', KOTLIN",
    "'bcast,1024,3', DISRUPTOR",
    "'bcast,1024,3', JDK",
    "once, JDK",
    "'map,8', CSP",
  })
  void eachKindOfWorkloadRuns(String cell, Library library) throws ReflectiveOperationException {
    DoubleUnaryOperator side =
        VersusFork.side(Cells.named(cell), library, System.getProperty("java.class.path"));

    assertThat(side.applyAsDouble(0.001)).isBetween(0.1, 1_000_000.0);
  }

  @Test
  void sidesShareNoClass() throws ReflectiveOperationException {
    String here = System.getProperty("java.class.path");

    assertThat(VersusFork.side(Cells.named("try,0"), Library.CSP, here).getClass())
        .isNotSameAs(VersusFork.side(Cells.named("try,0"), Library.CSP, here).getClass());
  }

  @Test
  void ratioIsThatOfTheRoundsAndNotOfTheMedians() {
    List<Round> moody = List.of(new Round(1, 2), new Round(40, 80), new Round(300, 100));

    assertThat(Versus.line("pp", moody))
        .containsPattern("40.0 \\(1.00–300\\) +80.0 \\(2.00–100\\) +0.50 \\(0.50–3.00\\)");
  }

  @Test
  void roundIsReadAsItIsWritten() {
    assertThat(VersusFork.decoded("1.5000 0.2500")).isEqualTo(new Round(1.5, 0.25));
  }

  @Test
  void whatIsNeitherRevisionNorLibraryIsRefused() {
    assertThatThrownBy(() -> Versus.of("nonsense", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("neither a revision nor a library on the JVM: nonsense");
    assertThatThrownBy(() -> Versus.of("go", null)).isInstanceOf(IllegalArgumentException.class);
  }
}
