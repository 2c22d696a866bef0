// SPDX-License-Identifier: Apache-2.0
package csp.guinea;

import static org.assertj.core.api.Assertions.assertThat;

import csp.det.Scenario;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/** A small program for each {@link Fault} that shows it, under some schedule. */
final class Programs {
  private Programs() {}

  private interface Body {
    void run() throws InterruptedException;
  }

  private static Thread go(Body body) {
    return Thread.startVirtualThread(() -> {
      try {
        body.run();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    });
  }

  static Scenario showing(Fault fault) {
    return switch (fault) {
      case NONE, GAP_BEFORE_QUEUEING, PUBLISHES_TOO_EARLY, OPAQUE_UNLOCK, PLAIN_OUTCOME ->
          sendAndReceive(fault);
      case CLOSE_FORGETS_SENDERS, BUFFERS_OUTSIDE_THE_LOCK -> sendAndClose(fault);
      case CLAIMS_WITHOUT_ASKING, LOCKS_IN_CASE_ORDER -> selects(fault);
      case INTERRUPT_DROPS_THE_ELEMENT -> interrupt(fault);
      case PARKS_ONCE -> strayWakeUp(fault);
      case CLOSED_OVERTAKES -> tryReceiveAndClose(fault);
    };
  }

  /** send | receive. */
  static Scenario sendAndReceive(Fault fault) {
    return () -> {
      MiniChannel channel = new MiniChannel(0, fault);
      AtomicInteger received = new AtomicInteger();
      go(() -> assertThat(channel.send(7)).isTrue());
      go(() -> received.set(channel.receive()));
      return () -> assertThat(received).hasValue(7);
    };
  }

  /** send | send | close, in a buffer of one. */
  static Scenario sendAndClose(Fault fault) {
    return () -> {
      MiniChannel channel = new MiniChannel(1, fault);
      AtomicInteger sent = new AtomicInteger();
      for (int i = 1; i <= 2; i++) {
        int element = i;
        go(() -> {
          if (channel.send(element)) {
            sent.incrementAndGet();
          }
        });
      }
      go(channel::close);
      return () -> {
        int left = 0;
        while (channel.tryReceive() >= 0) {
          left++;
        }
        assertThat(left).isEqualTo(sent.get());
      };
    };
  }

  /** select(a, b) | select(b, a) | send on a | send on b. */
  static Scenario selects(Fault fault) {
    return () -> {
      MiniChannel a = new MiniChannel(0, fault);
      MiniChannel b = new MiniChannel(0, fault);
      AtomicInteger sum = new AtomicInteger();
      go(() -> sum.addAndGet(MiniChannel.select(a, b)[1]));
      go(() -> sum.addAndGet(MiniChannel.select(b, a)[1]));
      go(() -> a.send(1));
      go(() -> b.send(2));
      return () -> assertThat(sum).hasValue(3);
    };
  }

  /** receive | send | interrupt. */
  static Scenario interrupt(Fault fault) {
    return () -> {
      MiniChannel channel = new MiniChannel(1, fault);
      AtomicIntegerArray got = new AtomicIntegerArray(1);
      Thread receiver =
          go(() -> {
            try {
              got.set(0, channel.receive());
            } catch (InterruptedException e) {
              got.set(0, -5);
            }
          });
      go(() -> channel.send(7));
      receiver.interrupt();
      return () ->
          assertThat(got.get(0) == 7 ? MiniChannel.EMPTY : 7).isEqualTo(channel.tryReceive());
    };
  }

  /** receive | unpark, send. */
  static Scenario strayWakeUp(Fault fault) {
    return () -> {
      MiniChannel channel = new MiniChannel(1, fault);
      AtomicInteger received = new AtomicInteger();
      Thread receiver = go(() -> received.set(channel.receive()));
      LockSupport.unpark(receiver);
      channel.send(7);
      return () -> assertThat(received).hasValue(7);
    };
  }

  /** send, close | receive, without waiting, until it is closed. */
  static Scenario tryReceiveAndClose(Fault fault) {
    return () -> {
      MiniChannel channel = new MiniChannel(1, fault);
      AtomicInteger received = new AtomicInteger();
      go(() -> {
        channel.send(7);
        channel.close();
      });
      go(() -> received.set(channel.tryReceive()));
      return () -> assertThat(received).doesNotHaveValue(MiniChannel.CLOSED);
    };
  }
}
