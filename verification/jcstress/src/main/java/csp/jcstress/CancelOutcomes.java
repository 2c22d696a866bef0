// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.Channel;
import java.util.function.BooleanSupplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A cancellation and a peer compete for one waiter: an element is delivered, or the operation is
 * cancelled, never both and never neither. Their weak twin is {@link Weak.P1ClaimVsCancel}.
 */
public class CancelOutcomes {
  private CancelOutcomes() {}

  /** Cancels before what the peer does, or after it: which one differs from state to state. */
  private static int race(Object state, Ending ending, BooleanSupplier queued, Peer peer) {
    while (!queued.getAsBoolean()) {
      Thread.onSpinWait();
    }
    boolean first = (System.identityHashCode(state) & 1) == 0;
    if (first) {
      ending.done.close();
    }
    int result = peer.act();
    if (!first) {
      ending.done.close();
    }
    return result;
  }

  private interface Peer {
    int act();
  }

  /**
   * {@code cancellable receive | cancels, trySend, or the other way round}: accepted is received.
   */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 7", expect = ACCEPTABLE)
  @Outcome(id = "0, -5", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "an element is lost")
  @State
  public static class SendVsCancelledReceive {
    private final Channel<Integer> channel = Channel.unbuffered();
    private final Ending ending = new Ending();

    @Actor
    public void first(II_Result r) {
      r.r2 = Coded.receive(channel, ending);
    }

    @Actor
    public void second(II_Result r) {
      r.r1 =
          race(this, ending, () -> channel.waitingReceivers() > 0, () -> Coded.trySend(channel, 7));
    }
  }

  /** {@code cancellable send | cancels, tryReceive, or the other way round}. */
  @JCStressTest
  @Outcome(id = "1, 7, 0", expect = ACCEPTABLE, desc = "sent and received")
  @Outcome(id = "-5, 0, 0", expect = ACCEPTABLE, desc = "cancelled")
  @Outcome(expect = FORBIDDEN, desc = "an element is doubled or lost, or a waiter stayed")
  @State
  public static class ReceiveVsCancelledSend {
    private final Channel<Integer> channel = Channel.unbuffered();
    private final Ending ending = new Ending();

    @Actor
    public void first(III_Result r) {
      r.r1 = Coded.send(channel, 7, ending);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 =
          race(this, ending, () -> channel.waitingSenders() > 0, () -> Coded.tryReceive(channel));
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = channel.waitingSenders() + ending.done.waitingReceivers();
    }
  }

  /** {@code cancellable sendAll of two | cancels, tryReceive, or the other way round}. */
  @JCStressTest
  @Outcome(id = "1, 7, 0", expect = ACCEPTABLE, desc = "one is sent and received")
  @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "none")
  @Outcome(expect = FORBIDDEN, desc = "the count is not what was received, or a waiter stayed")
  @State
  public static class ReceiveVsCancelledSendAll {
    private final Channel<Integer> channel = Channel.unbuffered();
    private final Ending ending = new Ending();

    @Actor
    public void first(III_Result r) {
      r.r1 = Coded.sendAll(channel, 7, 8, ending);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 =
          race(this, ending, () -> channel.waitingSenders() > 0, () -> Coded.tryReceive(channel));
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = channel.waitingSenders() + ending.done.waitingReceivers();
    }
  }

  /** {@code cancellable select of two receives | cancels, trySend, or the other way round}. */
  @JCStressTest
  @Outcome(id = "7, 1, 0", expect = ACCEPTABLE, desc = "received")
  @Outcome(id = "-5, 0, 0", expect = ACCEPTABLE, desc = "cancelled")
  @Outcome(expect = FORBIDDEN, desc = "an element is lost, or a waiter stayed")
  @State
  public static class SendVsCancelledSelect {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();
    private final Ending ending = new Ending();

    @Actor
    public void first(III_Result r) {
      r.r1 = Selects.select(ending, Selects.receive(a), Selects.receive(b));
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = race(this, ending, () -> b.waitingReceivers() > 0, () -> Coded.trySend(b, 7));
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = a.waitingReceivers() + b.waitingReceivers() + ending.done.waitingReceivers();
    }
  }

  /** {@code cancellable select of two sends | cancels, tryReceive, or the other way round}. */
  @JCStressTest
  @Outcome(id = "2, 7, 0", expect = ACCEPTABLE, desc = "sent and received")
  @Outcome(id = "-5, 0, 0", expect = ACCEPTABLE, desc = "cancelled")
  @Outcome(expect = FORBIDDEN, desc = "an element is doubled or lost, or a waiter stayed")
  @State
  public static class ReceiveVsCancelledSelect {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();
    private final Ending ending = new Ending();

    @Actor
    public void first(III_Result r) {
      r.r1 = Selects.select(ending, Selects.send(a, 5, 1), Selects.send(b, 7, 2));
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = race(this, ending, () -> b.waitingSenders() > 0, () -> Coded.tryReceive(b));
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = a.waitingSenders() + b.waitingSenders() + ending.done.waitingReceivers();
    }
  }

  /** {@code cancellable round of a selector | cancels, trySend, or the other way round}. */
  @JCStressTest
  @Outcome(id = "7, 1, 0", expect = ACCEPTABLE, desc = "received")
  @Outcome(id = "-5, 0, 0", expect = ACCEPTABLE, desc = "cancelled")
  @Outcome(expect = FORBIDDEN, desc = "an element is lost, or a waiter stayed")
  @State
  public static class SendVsCancelledRound {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();
    private final Selects.Rounds rounds = new Selects.Rounds(a, b);
    private final Ending ending = new Ending();

    @Actor
    public void first(III_Result r) {
      r.r1 = rounds.next(ending);
      rounds.close();
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = race(this, ending, () -> b.waitingReceivers() > 0, () -> Coded.trySend(b, 7));
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = a.waitingReceivers() + b.waitingReceivers() + ending.done.waitingReceivers();
    }
  }

  /**
   * {@code two cancellable rounds | sends, then cancels}: what was sent comes out, then the end.
   * Between the rounds the selector stays queued, and the second may miss neither.
   */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "7, -5", expect = ACCEPTABLE, desc = "the element, then the end")
  @Outcome(id = "-5, -5", expect = ACCEPTABLE, desc = "the end twice, the element stays")
  @Outcome(expect = FORBIDDEN, desc = "not woken")
  @State
  public static class RoundsVsSendAndCancel {
    private final Channel<Integer> a = Channel.buffered(1);
    private final Channel<Integer> b = Channel.buffered(1);
    private final Selects.Rounds rounds = new Selects.Rounds(a, b);
    private final Ending ending = new Ending();

    @Actor
    public void first(II_Result r) {
      r.r1 = rounds.next(ending);
      r.r2 = rounds.next(ending);
    }

    @Actor
    public void second() {
      a.trySend(7);
      ending.done.close();
    }
  }
}
