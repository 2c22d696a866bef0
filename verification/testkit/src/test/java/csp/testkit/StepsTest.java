// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StepsTest {
  @Test
  void stepsInOrderPass() {
    Steps steps = new Steps();
    try (Workers workers = new Workers()) {
      steps.at(1);
      workers.virtual("second", () -> steps.at(2));
      steps.awaitCount(2);
      steps.at(3);
    }
    steps.total(3);
  }

  @Test
  void stepOutOfOrderFails() {
    Steps steps = new Steps();
    steps.at(1);

    assertThatThrownBy(() -> steps.at(3))
        .isInstanceOf(AssertionError.class)
        .hasMessage("step 3 came as number 2");
  }

  @Test
  void missingStepFails() {
    Steps steps = new Steps();
    steps.at(1);

    assertThatThrownBy(() -> steps.total(2))
        .isInstanceOf(AssertionError.class)
        .hasMessage("2 steps expected, were 1");
  }
}
