// SPDX-License-Identifier: Apache-2.0
package csp.lincheck;

import static csp.lincheck.Invocations.check;
import static csp.lincheck.Invocations.explore;
import static csp.lincheck.Invocations.join;
import static csp.lincheck.Invocations.start;
import static csp.lincheck.Invocations.together;

import csp.Channel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls that wait, on platform threads: Lincheck reports one that hangs as it does a failure.
 *
 * <p>Seen to fail in the quick form: a close that forgets the receivers.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SAME_THREAD)
class ChannelLincheckTest {
  @Test
  void sendMeetsReceive() {
    explore(() -> {
      Channel<Integer> channel = Channel.unbuffered();
      AtomicInteger got = new AtomicInteger();
      together(() -> channel.send(1), () -> got.set(channel.receive()));
      check(got.get() == 1, "received " + got);
    });
  }

  @Test
  void twoSendsAreReceivedOnceEach() {
    explore(() -> {
      Channel<Integer> channel = Channel.buffered(1);
      AtomicInteger sum = new AtomicInteger();
      together(
          () -> channel.send(1),
          () -> channel.send(2),
          () -> {
            sum.addAndGet(channel.receive());
            sum.addAndGet(channel.receive());
          });
      check(sum.get() == 3, "received a sum of " + sum);
    });
  }

  @Test
  void closeEndsAReceive() {
    explore(() -> {
      Channel<Integer> channel = Channel.unbuffered();
      together(channel::close, () -> check(channel.receive() == null, "received an element"));
    });
  }

  /** An interrupt and a send: the element was received, or is still there. */
  @Test
  void interruptLosesNoElement() {
    explore(() -> {
      Channel<Integer> channel = Channel.buffered(1);
      AtomicInteger got = new AtomicInteger();
      Thread receiver =
          start(() -> {
            try {
              got.set(channel.receive());
            } catch (InterruptedException left) {
              got.set(0);
            }
          });
      Thread sender = start(() -> channel.send(1));
      receiver.interrupt();
      join(receiver);
      join(sender);
      check(got.get() + channel.length() == 1, got + " received, " + channel.length() + " left");
      check(channel.waitingReceivers() == 0, "a receiver is queued");
    });
  }
}
