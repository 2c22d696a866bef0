// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.Channel;
import csp.select.Select;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A select: one clause takes effect, the others none; and its happens-before edges. */
public class SelectOutcomes {
  private SelectOutcomes() {}

  /** {@code select of two receives | a send to each}: one is taken, the other stays. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the first")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the second")
  @Outcome(expect = FORBIDDEN, desc = "both or none were taken")
  @State
  public static class ReceivesVsSendsOnBoth {
    private final Channel<Integer> a = Channel.buffered(1);
    private final Channel<Integer> b = Channel.buffered(1);

    @Actor
    public void first(II_Result r) {
      r.r1 = Selects.select(Selects.receive(a), Selects.receive(b), Selects.LIMIT);
    }

    @Actor
    public void second() {
      a.trySend(1);
      b.trySend(2);
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = Coded.tryReceive(a) + Coded.tryReceive(b);
    }
  }

  /** {@code select of two receives | tries to send to each, unbuffered, until one is accepted}. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "the first")
  @Outcome(id = "2, 2, 0", expect = ACCEPTABLE, desc = "the second")
  @Outcome(expect = FORBIDDEN, desc = "accepted twice, or lost")
  @State
  public static class ReceivesVsTrySendsOnBoth {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();
    private volatile boolean finished;

    @Actor
    public void first(III_Result r) {
      r.r1 = Selects.select(Selects.receive(a), Selects.receive(b), Selects.LIMIT);
      finished = true;
    }

    @Actor
    public void second(III_Result r) {
      int accepted = 0;
      while (accepted == 0 && !finished) {
        accepted = Coded.trySend(a, 1) + 2 * Coded.trySend(b, 2);
      }
      r.r2 = accepted;
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = a.waitingReceivers() + b.waitingReceivers();
    }
  }

  /** {@code select of two sends | tries to receive from each, unbuffered, until one gives}. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "the first")
  @Outcome(id = "2, 2, 0", expect = ACCEPTABLE, desc = "the second")
  @Outcome(expect = FORBIDDEN, desc = "received twice, or lost")
  @State
  public static class SendsVsTryReceivesOnBoth {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();
    private volatile boolean finished;

    @Actor
    public void first(III_Result r) {
      r.r1 = Selects.select(Selects.send(a, 1, 1), Selects.send(b, 2, 2), Selects.LIMIT);
      finished = true;
    }

    @Actor
    public void second(III_Result r) {
      int received = 0;
      while (received == 0 && !finished) {
        received = Coded.tryReceive(a) + Coded.tryReceive(b);
      }
      r.r2 = received;
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = a.waitingSenders() + b.waitingSenders();
    }
  }

  /** {@code select: send a, receive b | select: receive a, send b}: they agree. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "100, 1, 0", expect = ACCEPTABLE, desc = "over the first")
  @Outcome(id = "2, 100, 0", expect = ACCEPTABLE, desc = "over the second")
  @Outcome(expect = FORBIDDEN, desc = "they disagree, or wait for each other")
  @State
  public static class CrossingSelects {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();

    @Actor
    public void first(III_Result r) {
      r.r1 = Selects.select(Selects.send(a, 1, 100), Selects.receive(b), Selects.LIMIT);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = Selects.select(Selects.send(b, 2, 100), Selects.receive(a), Selects.LIMIT);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = a.waitingSenders() + a.waitingReceivers() + b.waitingSenders() + b.waitingReceivers();
    }
  }

  /**
   * {@code select with a default | fills one channel, then empties the other}: one was always
   * ready.
   */
  @JCStressTest
  @Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "the first")
  @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "the second")
  @Outcome(expect = FORBIDDEN, desc = "the default, or an element is lost")
  @State
  public static class DefaultVsAlwaysOneReady {
    private final Channel<Integer> a = Channel.buffered(1);
    private final Channel<Integer> b = Channel.buffered(1);

    public DefaultVsAlwaysOneReady() {
      a.trySend(1);
    }

    @Actor
    public void first(III_Result r) {
      r.r1 =
          Selects.select(
              Selects.receive(a), Selects.receive(b), Select.onDefault(() -> Selects.LATE));
    }

    @Actor
    public void second(III_Result r) {
      b.trySend(2);
      r.r2 = Coded.tryReceive(a);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = Coded.tryReceive(a) + Coded.tryReceive(b);
    }
  }

  /** {@code select: receive, send, of one channel | close when both wait}: the end, no throw. */
  @JCStressTest
  @Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "received the end")
  @Outcome(expect = FORBIDDEN, desc = "threw, or was not woken")
  @State
  public static class BothDirectionsVsClose {
    private final Channel<Integer> channel = Channel.unbuffered();

    @Actor
    public void first(II_Result r) {
      r.r1 = Selects.select(Selects.send(channel, 7, 100), Selects.receive(channel), Selects.LIMIT);
    }

    @Actor
    public void second() {
      while (channel.waitingReceivers() == 0 || channel.waitingSenders() == 0) {
        Thread.onSpinWait();
      }
      channel.close();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = channel.waitingReceivers() + channel.waitingSenders();
    }
  }

  /** {@code select of two receives | interrupts it, trySend}: accepted is received. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "received; the interrupt came too late")
  @Outcome(id = "0, -5", expect = ACCEPTABLE, desc = "interrupted")
  @Outcome(expect = FORBIDDEN, desc = "an element is lost")
  @State
  public static class SelectVsInterrupt {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();
    private volatile Thread owner;
    private volatile boolean finished;

    @Actor
    public void first(II_Result r) {
      owner = Thread.currentThread();
      r.r2 = Selects.select(Selects.receive(a), Selects.receive(b), Selects.LIMIT);
      while (!finished) {
        Thread.onSpinWait();
      }
      Thread.interrupted(); // not for the next round
    }

    @Actor
    public void second(II_Result r) {
      while (owner == null || a.waitingReceivers() == 0 || b.waitingReceivers() == 0) {
        Thread.onSpinWait();
      }
      owner.interrupt();
      r.r1 = Coded.trySend(b, 7);
      finished = true;
    }
  }

  /** {@code select of two receives with a short limit | trySend}: accepted is received. */
  @JCStressTest
  @Outcome(id = "1, 7, 0", expect = ACCEPTABLE, desc = "received")
  @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "too late")
  @Outcome(expect = FORBIDDEN, desc = "an element is lost, or a waiter stayed")
  @State
  public static class SelectVsTimeOut {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();

    @Actor
    public void first(III_Result r) {
      r.r2 =
          Selects.select(
              Selects.receive(a),
              Selects.receive(b),
              Select.onTimeout(Duration.ofNanos(1_000), () -> Coded.EMPTY));
    }

    @Actor
    public void second(III_Result r) {
      for (int i = 0; i < 1_000 && a.waitingReceivers() == 0; i++) {
        Thread.onSpinWait();
      }
      r.r1 = Coded.trySend(a, 7);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = a.waitingReceivers() + b.waitingReceivers();
    }
  }

  /** {@code x, send | select, x}. */
  @JCStressTest
  @Outcome(id = "1, 7, 1", expect = ACCEPTABLE, desc = "ordered")
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class SendToSelect {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();
    private int x;

    @Actor
    public void first(III_Result r) {
      x = 1;
      r.r1 = Coded.send(b, 7);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = Selects.select(Selects.receive(a), Selects.receive(b), Selects.LIMIT);
      r.r3 = x;
    }
  }

  /** {@code x, select | receive, x}. */
  @JCStressTest
  @Outcome(id = "100, 7, 1", expect = ACCEPTABLE, desc = "ordered")
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class SelectToReceive {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();
    private int x;

    @Actor
    public void first(III_Result r) {
      x = 1;
      r.r1 = Selects.select(Selects.receive(a), Selects.send(b, 7, 100), Selects.LIMIT);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = Coded.receive(b);
      r.r3 = x;
    }
  }

  /** {@code x, close | select, x}. */
  @JCStressTest
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "ordered")
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class CloseToSelect {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();
    private int x;

    @Actor
    public void first() {
      x = 1;
      b.close();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Selects.select(Selects.receive(a), Selects.receive(b), Selects.LIMIT);
      r.r2 = x;
    }
  }
}
