// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import csp.Channel;
import csp.sync.Mutex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A place of the market: a channel, which is closed now and then, and followed by another. */
final class Stall {
  final int number;
  private final int capacity;
  private final Mutex mutex = new Mutex(); // held while the channel is changed
  private final List<Channel<Long>> closed = new ArrayList<>(); // guarded by mutex
  private volatile Channel<Long> channel;
  private boolean over; // guarded by mutex

  Stall(int number, int capacity) {
    this.number = number;
    this.capacity = capacity;
    this.channel = next();
  }

  private Channel<Long> next() {
    return capacity == 0 ? Channel.unbuffered() : Channel.buffered(capacity);
  }

  Channel<Long> channel() {
    return channel;
  }

  /** Closes the channel in one of the three ways, and puts another in its place. */
  void renew(int way) {
    try (var _ = mutex.hold()) {
      if (!over) {
        Channel<Long> old = channel;
        channel = next();
        close(old, way);
      }
    }
  }

  /** Closes the channel in one of the three ways, the last one. */
  void close(int way) {
    try (var _ = mutex.hold()) {
      over = true;
      close(channel, way);
    }
  }

  private void close(Channel<Long> old, int way) {
    closed.add(old);
    switch (way) {
      case 0 -> old.close();
      case 1 -> {
        if (!old.tryClose()) {
          throw new AssertionError("closed by somebody else: " + old);
        }
      }
      default -> old.close(new Exception("closed by the market"));
    }
    if (old.tryClose() || !old.isClosed()) {
      throw new AssertionError("not closed: " + old);
    }
  }

  /** What is left in channels that were closed; nobody waits for one of them. */
  Collection<Long> leftovers() {
    List<Long> left = new ArrayList<>();
    for (Channel<Long> old : closed) {
      old.drainTo(left, Integer.MAX_VALUE);
      Books.same("waiting senders of " + old, 0, old.waitingSenders());
      Books.same("waiting receivers of " + old, 0, old.waitingReceivers());
    }
    return left;
  }
}
