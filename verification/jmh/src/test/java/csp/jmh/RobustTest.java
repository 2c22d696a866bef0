// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RobustTest {
  private static List<Robust.Trial> trials(String cell, double... nanos) {
    List<Robust.Trial> trials = new ArrayList<>();
    for (Robust.Mode mode : Robust.Mode.values()) {
      double each = nanos[mode.ordinal()];
      trials.add(
          new Robust.Trial(
              cell,
              mode,
              Double.isNaN(each)
                  ? Measurement.failed(cell, Library.CSP)
                  : new Measurement(cell, Library.CSP, List.of(each), 0)));
    }
    return trials;
  }

  @Test
  void cellThatNeedsMoreThanThreeTimesItsTimeHasFallenOver() {
    List<Robust.Trial> trials = new ArrayList<>(trials("pp", 100, 300, 250, 301));
    trials.addAll(trials("mu,2", 10, 10, 10, 20));
    Robust robust = new Robust(trials);

    assertThat(robust)
        .hasToString(
            """
            | cell | normal ns | 1 carrier ns (× normal) | 64 carriers ns (× normal) | neighbour ns (× normal) |
            |------|-----------|-------------------------|---------------------------|-------------------------|
            | pp   | 100       | 300 (3.00)              | 250 (2.50)                | 301 (3.01)              |
            | mu,2 | 10.0      | 10.0 (1.00)             | 10.0 (1.00)               | 20.0 (2.00)             |

            Bar: at most 3.00 times normal. Over it: pp (neighbour 3.01).
            """);
    assertThat(robust.isGood()).isFalse();
  }

  @Test
  void allWithinTheBarIsGood() {
    Robust robust = new Robust(trials("pp", 100, 90, 110, 200));

    assertThat(robust.toString()).endsWith("All hold it.\n");
    assertThat(robust.isGood()).isTrue();
  }

  @Test
  void runThatFailsHasFallenOver() {
    Robust robust = new Robust(trials("pp", 100, Double.NaN, 100, 100));

    assertThat(robust.toString()).contains("| FAILED ", "Over it: pp (1 carrier FAILED).");
    assertThat(robust.isGood()).isFalse();
  }
}
