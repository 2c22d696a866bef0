// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import org.junit.jupiter.api.Test;

/**
 * What a close publishes to those who see that the channel is closed, and take no lock. Seen to
 * fail: a closed flag that is written without release, or read without acquire (data races).
 */
class CloseOrderScenarioTest {
  /** Writes, closes | asks whether it is closed, reads. */
  @Test
  void whoSeesTheEndSeesWhatCameBeforeIt() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          int[] before = new int[1];
          int[] seen = {1};
          go(() -> {
            before[0] = 1;
            channel.close();
          });
          go(() -> {
            if (channel.isClosed()) {
              seen[0] = before[0];
            }
          });
          return () -> assertThat(seen[0]).isEqualTo(1);
        });
  }
}
