// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.internal.park.Waiter;
import java.util.HashSet;
import java.util.Set;

/** The checks of C1 to C5, for tests. */
final class ChannelInvariants {
  private ChannelInvariants() {}

  /** Throws {@link AssertionError} unless all invariants hold. Lock held. */
  static void check(ChannelCore<?> channel, Ring buffer) {
    channel.checkQueue(ChannelCore.RECEIVERS);
    channel.checkQueue(ChannelCore.SENDERS);
    buffer.checkInvariants(); // C5
    // A live waiter may be cancelled at any moment, so what is live last was live all along.
    Set<Waiter> liveReceivers = live(channel, ChannelCore.RECEIVERS);
    Set<Waiter> liveSenders = live(channel, ChannelCore.SENDERS);
    if (!liveReceivers.isEmpty() && !liveSenders.isEmpty()) {
      boolean oneSelect = liveReceivers.size() == 1 && liveReceivers.equals(liveSenders);
      require("C1", oneSelect && buffer.capacity() == 0, channel);
    }
    require("C2", channel.isEmptyStep() || liveReceivers.isEmpty(), channel);
    require("C3", channel.isFullStep() || liveSenders.isEmpty(), channel);
    require(
        "C4", !channel.isClosed() || (liveReceivers.isEmpty() && liveSenders.isEmpty()), channel);
  }

  private static Set<Waiter> live(ChannelCore<?> channel, int queue) {
    Set<Waiter> live = new HashSet<>();
    channel.forEachQueued(
        queue,
        sudog -> {
          if (!sudog.waiter().isDecided()) {
            live.add(sudog.waiter());
          }
        });
    return live;
  }

  private static void require(String rule, boolean holds, ChannelCore<?> channel) {
    if (!holds) {
      throw new AssertionError(rule + " broken: " + ChannelDump.line(channel));
    }
  }
}
