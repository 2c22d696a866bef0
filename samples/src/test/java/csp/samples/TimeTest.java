// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeTest {
  private final Time time = new Time();

  @ParameterizedTest
  @CsvSource({
    "1ms, PT0.001S",
    "500ms, PT0.5S",
    "10s, PT10S",
    "90m, PT1H30M",
    "999999999h, PT999999999H"
  })
  void readsANumberWithAUnit(String text, Duration expected) {
    assertThat(time.convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "10", "10 s", "-1s", "1.5s", "1d", "1S", "10000000000s"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> time.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("must be like 500ms, 10s, 5m or 1h, was " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "00ms"})
  void refusesNoTimeAtAll(String text) {
    assertThatThrownBy(() -> time.convert(text)).hasMessage("must be > 0, was " + text);
  }
}
