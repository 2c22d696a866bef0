// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.internal.channel.FedChannel;
import org.junit.jupiter.api.Test;

/**
 * What a close publishes to those who see that the channel is closed, and take no lock. Seen to
 * fail: a closed flag that is written without release, or read without acquire (data races); an end
 * that keeps the lock when there was one before, or takes none.
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

  /** end with an element | end with another | receive: the element of one of them, and the end. */
  @Test
  void oneEndLeavesItsElement() {
    exhaust(
        twoPreemptions(),
        () -> {
          FedChannel<Integer> channel = new FedChannel<>(null);
          boolean[] ended = new boolean[2];
          int length = channel.length();
          go(() -> ended[0] = channel.end(1, null));
          go(() -> ended[1] = channel.end(2, null));
          Integer first = channel.receive();
          Integer second = channel.receive();
          return () -> {
            assertThat(length).isZero();
            assertThat(ended).containsExactlyInAnyOrder(true, false);
            assertThat(first).isEqualTo(ended[0] ? 1 : 2);
            assertThat(second).isNull();
            assertThat(channel.length()).isZero();
            settled(channel);
          };
        });
  }
}
