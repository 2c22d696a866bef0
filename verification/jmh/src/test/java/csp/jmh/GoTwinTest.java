// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoTwinTest {
  @Test
  void eachLineIsAnIteration() throws IOException {
    Measurement measured =
        GoTwin.measurement(Cells.named("mu,8"), "mu,8 12.500 0.000\nmu,8 13.250 3.000\n");

    assertThat(measured.cell()).isEqualTo("mu,8");
    assertThat(measured.library()).isEqualTo(Library.GO);
    assertThat(measured.nanos()).containsExactly(12.5, 13.25);
    assertThat(measured.bytes()).isEqualTo(1.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mu,8 12.5", "mu,2 12.5 0.0", "panic: other elements were received"})
  void otherOutputIsAFailure(String output) {
    assertThatThrownBy(() -> GoTwin.measurement(Cells.named("mu,8"), output))
        .isInstanceOf(IOException.class)
        .hasMessage("unexpected output: " + output);
  }
}
