// SPDX-License-Identifier: Apache-2.0
package csp.det;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"random:42", "random:-7", "pct:1:3:80", "choices:", "choices:-3,1,-12,2,2,-1,1"})
  void tokenStandsForASchedule(String token) {
    Strategy schedule = Replay.parse(token);
    schedule.begin(0);
    schedule.end();

    assertThat(schedule.token()).isEqualTo(token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "random", "random:x", "pct:1", "choices", "choices:x", "other:1"})
  void anythingElseIsRefused(String token) {
    assertThatThrownBy(() -> Replay.parse(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a schedule: " + token);
  }

  @Test
  void choicesOfAnotherScenarioAreRefused() {
    Strategy schedule = Replay.parse("choices:-1,3");
    schedule.begin(0);

    assertThat(schedule.chance(2)).isZero();
    assertThatThrownBy(() -> schedule.chance(2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("not a schedule of this scenario: choice 2 is 3 of 2");
  }
}
