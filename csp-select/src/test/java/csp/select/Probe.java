// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ChannelStatus;
import csp.internal.channel.StandardChannel;
import csp.internal.park.ParkReason;
import csp.internal.park.Waiter;
import csp.testkit.Worker;
import java.util.concurrent.locks.LockSupport;

/** Looks at channels, and at threads parked in a select, from outside. */
final class Probe {
  private Probe() {}

  /** A channel that holds {@code values} and has no more room. */
  static Channel<Integer> full(Integer... values) {
    Channel<Integer> channel = Channel.buffered(values.length);
    for (Integer value : values) {
      assertThat(channel.trySend(value)).isTrue();
    }
    return channel;
  }

  /** A channel that is closed and drained. */
  static Channel<Integer> closed() {
    Channel<Integer> channel = Channel.unbuffered();
    channel.close();
    return channel;
  }

  /** Waits until {@code worker} is parked on a waiter of several queues, and returns why. */
  static ParkReason awaitReason(Worker<?> worker) {
    worker.awaitParked();
    Object blocker = LockSupport.getBlocker(worker.thread());
    assertThat(blocker).isInstanceOf(Waiter.class);
    return ((Waiter) blocker).parkReason();
  }

  /** Nobody is queued on any of {@code channels}, and their invariants hold. */
  static void assertIdle(ChannelStatus... channels) {
    for (ChannelStatus channel : channels) {
      assertWaiting(channel, 0, 0);
      if (channel instanceof StandardChannel<?> standard) {
        standard.checkInvariants();
      }
    }
  }

  static void assertWaiting(ChannelStatus channel, int senders, int receivers) {
    assertThat(channel.waitingSenders()).as("waiting senders").isEqualTo(senders);
    assertThat(channel.waitingReceivers()).as("waiting receivers").isEqualTo(receivers);
  }

  /**
   * Asserts that {@code count} of {@code trials} is what chance makes of {@code share}: within ten
   * standard deviations, as Go's own test allows. A fair choice fails once in 10^23 runs.
   */
  static void assertShare(String what, int count, int trials, double share) {
    double tolerance = 10 * Math.sqrt(trials * share * (1 - share));
    assertThat((double) count)
        .as(what)
        .isBetween(trials * share - tolerance, trials * share + tolerance);
  }
}
