// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.internal.park.ParkReason;

/** How a channel prints itself. */
final class ChannelDump {
  private ChannelDump() {}

  /**
   * One line, for logs and debuggers; takes no lock. Ends like the lock names of a thread dump, so
   * that the channel a thread is parked on can be found by it.
   */
  static String line(ChannelCore<?> channel) {
    StringBuilder text = new StringBuilder(channel.name());
    text.append('[').append(channel.length()).append('/');
    if (channel.capacity() == Integer.MAX_VALUE) {
      text.append("unbounded");
    } else {
      text.append(channel.capacity());
    }
    text.append(channel.isClosed() ? ", closed" : ", open");
    Throwable cause = channel.closeCause();
    if (cause != null) {
      text.append(" with ").append(cause);
    }
    text.append(", ").append(channel.waitingSenders()).append(" sending");
    text.append(", ").append(channel.waitingReceivers()).append(" receiving]");
    return text.append('@')
        .append(Integer.toHexString(System.identityHashCode(channel)))
        .toString();
  }

  /** A line for everybody in {@code queue} of {@code channel}. Lock held. */
  static void waiters(StringBuilder text, String doing, ChannelCore<?> channel, int queue) {
    channel.forEachQueued(
        queue,
        sudog -> {
          ParkReason reason = sudog.waiter().parkReason();
          text.append("\n  ").append(doing).append(": ").append(sudog.waiter().thread());
          text.append(reason == null ? ", running" : ", parked: " + reason);
        });
  }
}
