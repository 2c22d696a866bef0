// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.Received;
import csp.Timers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Timers go by the clock of the run. Seen to fail: a timer that does not wake the timer thread from
 * a longer sleep (a deadlock).
 */
class TimerScenarioTest {
  @Test
  void timersAreDueWhenAllAreAsleep() {
    exhaust(
        twoPreemptions(),
        () -> {
          Instant start = Timers.now();
          Channel<Integer> channel = Channel.unbuffered();
          Timers.afterFunc(Duration.ofHours(2), () -> channel.send(7));
          Timers.sleep(Duration.ofHours(1));
          Integer received = channel.receive();
          Duration passed = Duration.between(start, Timers.now());
          return () -> {
            assertThat(received).isEqualTo(7);
            assertThat(passed).isBetween(Duration.ofHours(2), Duration.ofHours(2).plusMillis(10));
          };
        });
  }

  /** A limit is not over as long as somebody can run. */
  @Test
  void receiverWithALimitWaitsForASenderThatRuns() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          go(() -> channel.send(7));
          Received<Integer> received = channel.tryReceive(Duration.ofNanos(1));
          return () -> assertThat(received.orNull()).isEqualTo(7);
        });
  }
}
