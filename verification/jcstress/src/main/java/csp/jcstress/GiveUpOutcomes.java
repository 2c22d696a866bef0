// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.Channel;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * An interrupt, or the end of the time, and a peer compete for one waiter: an element is delivered,
 * or the operation has given up, never both and never neither. With cancellations: {@link
 * CancelOutcomes}.
 */
public class GiveUpOutcomes {
  private GiveUpOutcomes() {}

  /** {@code receive | interrupts it, trySend}: accepted is received. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "received; the interrupt came too late")
  @Outcome(id = "0, -5", expect = ACCEPTABLE, desc = "interrupted")
  @Outcome(expect = FORBIDDEN, desc = "an element is lost")
  @State
  public static class SendVsInterruptedReceive {
    private final Channel<Integer> channel = Channel.unbuffered();
    private volatile Thread owner;
    private volatile boolean finished;

    @Actor
    public void first(II_Result r) {
      owner = Thread.currentThread();
      r.r2 = Coded.receive(channel);
      while (!finished) {
        Thread.onSpinWait();
      }
      Thread.interrupted(); // not for the next round
    }

    @Actor
    public void second(II_Result r) {
      while (owner == null || channel.waitingReceivers() == 0) {
        Thread.onSpinWait();
      }
      owner.interrupt();
      r.r1 = Coded.trySend(channel, 7);
      finished = true;
    }
  }

  /** {@code send | interrupts it, tryReceive}: failed is not received. */
  @JCStressTest
  @Outcome(id = "7, 1", expect = ACCEPTABLE, desc = "sent; the interrupt came too late")
  @Outcome(id = "0, -5", expect = ACCEPTABLE, desc = "interrupted")
  @Outcome(expect = FORBIDDEN, desc = "an element is doubled or lost")
  @State
  public static class ReceiveVsInterruptedSend {
    private final Channel<Integer> channel = Channel.unbuffered();
    private volatile Thread owner;
    private volatile boolean finished;

    @Actor
    public void first(II_Result r) {
      owner = Thread.currentThread();
      r.r2 = Coded.send(channel, 7);
      while (!finished) {
        Thread.onSpinWait();
      }
      Thread.interrupted(); // not for the next round
    }

    @Actor
    public void second(II_Result r) {
      while (owner == null || channel.waitingSenders() == 0) {
        Thread.onSpinWait();
      }
      owner.interrupt();
      r.r1 = Coded.tryReceive(channel);
      finished = true;
    }
  }

  /** {@code receive with a short limit | trySend}: accepted is received. */
  @JCStressTest
  @Outcome(id = "1, 7", expect = ACCEPTABLE)
  @Outcome(id = "0, 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "an element is lost")
  @State
  public static class SendVsTimeOutOfReceive {
    private final Channel<Integer> channel = Channel.unbuffered();

    @Actor
    public void first(II_Result r) {
      r.r2 = Coded.receive(channel, Duration.ofNanos(1_000));
    }

    @Actor
    public void second(II_Result r) {
      for (int i = 0; i < 1_000 && channel.waitingReceivers() == 0; i++) {
        Thread.onSpinWait();
      }
      r.r1 = Coded.trySend(channel, 7);
    }
  }
}
