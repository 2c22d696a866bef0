// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.RingBuffer;
import csp.Broadcast;

/** What only this package sees of its classes, for the scenarios: that nobody has left a trace. */
public final class Inside {
  private Inside() {}

  /** Nobody waits for a grant, nor has left a sudog behind. */
  public static void assertIdle(MeteredChannel<?> channel) {
    channel.lock();
    int granting = channel.granting();
    channel.unlock();
    assertThat(granting).as("granters of %s", channel).isZero();
  }

  /** No slot of the ring refers to an element. */
  public static void assertSwept(Broadcast<?> broadcast) {
    RingBuffer<Slot> ring = ((BroadcastChannel<?>) broadcast).core().ring();
    for (int at = 0; at < ring.getBufferSize(); at++) {
      assertThat(ring.get(at).get()).as("slot %d of %s", at, broadcast).isNull();
    }
  }
}
