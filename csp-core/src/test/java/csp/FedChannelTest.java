// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;

import csp.internal.channel.FedChannel;
import org.junit.jupiter.api.Test;

class FedChannelTest {
  private final FedChannel<String> channel = new FedChannel<>("fed");

  @Test
  void whatIsLeftIsReceivedAfterTheEnd() {
    Exception cause = new Exception("boom");
    assertThat(channel.end("a", cause)).isTrue();
    assertThat(channel.length()).isEqualTo(1);
    assertThat(channel.tryReceive()).isEqualTo(new Received.Value<>("a"));
    assertThat(channel.length()).isZero();
    assertThat(channel.tryReceive()).isEqualTo(new Received.Closed<>(cause));
  }

  /** Fails, by a time-out, if the second end keeps the lock. */
  @Test
  void secondEndChangesNothing() {
    assertThat(channel.end("a", null)).isTrue();
    assertThat(channel.end("b", new Exception("late"))).isFalse();
    assertThat(channel.tryReceive()).isEqualTo(new Received.Value<>("a"));
    assertThat(channel.tryReceive()).isEqualTo(new Received.Closed<>(null));
    channel.checkInvariants();
  }
}
