// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void nothingIsTheWholeTableWithItsPage() {
    Options options = Options.of(List.of());

    assertThat(options.mode()).isEmpty();
    assertThat(options.runs()).isEqualTo(Runs.FULL);
    assertThat(options.page()).isEqualTo(Path.of("docs", "benchmarks.md"));
    assertThat(Cells.matching(options.cells())).isEqualTo(Cells.ALL);
  }

  @Test
  void carriersGoToEachJvmAndIntoThePage() {
    Options options = Options.of(List.of("--carriers=3", "--quick", "pc,0", "csp$"));

    assertThat(options.runs()).isEqualTo(Runs.QUICK.onCarriers(3));
    assertThat(options.runs().jvmArguments())
        .contains(
            "-Djdk.virtualThreadScheduler.parallelism=3",
            "-Djdk.virtualThreadScheduler.maxPoolSize=3");
    assertThat(options.runs().describe())
        .contains("parallelism=3")
        .endsWith("On 3 carriers; Go with `GOMAXPROCS=3`.");
    assertThat(options.page()).isNull();
    assertThat(Cells.matching(options.cells()).stream().map(Cell::name))
        .containsExactly("pc,0,1,1", "pc,0,4,4");
    assertThat(options.libraries().matcher("csp-selector").find()).isFalse();
  }

  @Test
  void modeComesFirst() {
    Options options = Options.of(List.of("robust", "--quick", "mu"));

    assertThat(options.mode()).isEqualTo("robust");
    assertThat(options.isQuick()).isTrue();
    assertThat(Options.of(List.of("--quick", "mem")).mode()).isEmpty();
  }

  @Test
  void versusNamesWhatElse() {
    Options options = Options.of(List.of("versus", "--quick", "HEAD~1", "try"));

    assertThat(options.other()).isEqualTo("HEAD~1");
    assertThat(options.cells().pattern()).isEqualTo("try");
    assertThat(Options.of(List.of("HEAD~1")).other()).isEmpty();
  }

  @Test
  void anUnknownCellIsNamed() {
    Options options = Options.of(List.of("nonsense"));

    assertThatThrownBy(() -> Cells.matching(options.cells()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no such cell: nonsense");
  }

  @ParameterizedTest
  @CsvSource({
    "versus, versus what? A library or a git revision",
    "versus sq --quick, options come first: --quick",
    "--carriers=0, 'carriers must be 1 to 9999, was 0'",
    "--carriers=, 'carriers must be 1 to 9999, was '",
    "--page=, no such option: --page=",
    "-q, no such option: -q",
    "a b c, more than two patterns",
    "a --quick, options come first: --quick",
  })
  void misuseIsNamed(String args, String message) {
    assertThatThrownBy(() -> Options.of(List.of(args.split(" "))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
