// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.Channel;
import csp.internal.park.StandingWaiter;
import csp.internal.park.Sudog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A selector and its standing waiter: nothing that happens between two looks is missed. */
public class SelectorOutcomes {
  private SelectorOutcomes() {}

  /** {@code owner begins to wait, looks | peer fires}: missed and seen, or fired. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "fired")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "missed, and seen")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "missed first, then fired")
  @Outcome(expect = FORBIDDEN, desc = "neither: the owner would wait for ever")
  @State
  public static class StandingIsFiredOrMissed {
    private final StandingWaiter waiter = new StandingWaiter("a test");
    private final Sudog sudog = new Sudog(waiter);

    @Actor
    public void owner(II_Result r) {
      waiter.reset();
      r.r1 = waiter.hasMissed() ? 1 : 0;
    }

    @Actor
    public void peer(II_Result r) {
      r.r2 = new Site().fire(sudog);
    }
  }

  /** {@code owner begins to wait, looks, waits | peer writes, fires}. */
  @JCStressTest
  @Outcome(id = "1, 1, 7", expect = ACCEPTABLE, desc = "fired")
  @Outcome(id = "2, 0, 7", expect = ACCEPTABLE, desc = "missed, and seen")
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class StandingWaitEnds {
    private volatile Sudog sudog;
    private int data;

    @Actor
    public void owner(III_Result r) {
      StandingWaiter mine = new StandingWaiter(this);
      sudog = new Sudog(mine);
      mine.reset();
      r.r1 = mine.hasMissed() && mine.cancel() ? 2 : Selects.await(mine);
      r.r3 = data;
    }

    @Actor
    public void peer(III_Result r) {
      while (sudog == null) {
        Thread.onSpinWait();
      }
      data = 7;
      r.r2 = new Site().fire(sudog);
    }
  }

  /** {@code peer misses | peer misses}, with the owner deciding: both are in the list. */
  @JCStressTest
  @Outcome(id = "3", expect = ACCEPTABLE, desc = "both")
  @Outcome(expect = FORBIDDEN, desc = "one is not in the list")
  @State
  public static class StandingMissedKeepsAll {
    private final StandingWaiter waiter = new StandingWaiter("a test");
    private final Sudog a = new Sudog(waiter);
    private final Sudog b = new Sudog(waiter);

    public StandingMissedKeepsAll() {
      a.index(1);
      b.index(2);
    }

    @Actor
    public void first() {
      new Site().fire(a);
    }

    @Actor
    public void second() {
      new Site().fire(b);
    }

    @Arbiter
    public void after(I_Result r) {
      for (Sudog sudog = waiter.drainMissed(); sudog != null; ) {
        r.r1 += sudog.index();
        sudog = StandingWaiter.nextMissed(sudog);
      }
    }
  }

  /** {@code two rounds, the second of which queues and waits | send}: it is received. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "5, 7, 1", expect = ACCEPTABLE, desc = "received")
  @Outcome(expect = FORBIDDEN, desc = "an element is lost")
  @State
  public static class SelectorVsSend {
    private final Channel<Integer> a = Channel.buffered(1);
    private final Channel<Integer> b = Channel.unbuffered();

    public SelectorVsSend() {
      a.trySend(5);
    }

    @Actor
    public void first(III_Result r) {
      Selects.Rounds rounds = new Selects.Rounds(a, b);
      r.r1 = rounds.next();
      r.r2 = rounds.next();
    }

    @Actor
    public void second(III_Result r) {
      r.r3 = Coded.send(a, 7);
    }
  }

  /** {@code rounds | x, send to each}: each is received once, with what came before. */
  @JCStressTest
  @Outcome(id = "1, 2, 12", expect = ACCEPTABLE, desc = "in one order")
  @Outcome(id = "2, 1, 12", expect = ACCEPTABLE, desc = "in the other")
  @Outcome(expect = FORBIDDEN, desc = "an element is lost or doubled, or no happens-before")
  @State
  public static class SelectorVsSendsOnBoth {
    private final Channel<Integer> a = Channel.buffered(1);
    private final Channel<Integer> b = Channel.buffered(1);
    private int x;
    private int y;

    @Actor
    public void first(III_Result r) {
      Selects.Rounds rounds = new Selects.Rounds(a, b);
      r.r1 = rounds.next();
      r.r2 = rounds.next();
      r.r3 = x + y;
    }

    @Actor
    public void second() {
      x = 4;
      a.trySend(1);
      y = 8;
      b.trySend(2);
    }
  }

  /** {@code rounds with a short limit | trySend}: it is received in one of them. */
  @JCStressTest
  @Outcome(id = "7", expect = ACCEPTABLE, desc = "received")
  @Outcome(expect = FORBIDDEN, desc = "an element is lost")
  @State
  public static class SelectorVsTimeOut {
    private final Channel<Integer> channel = Channel.buffered(1);

    @Actor
    public void first(I_Result r) {
      Selects.Rounds rounds = new Selects.Rounds(channel);
      do {
        r.r1 = rounds.next();
      } while (r.r1 == Coded.EMPTY);
    }

    @Actor
    public void second() {
      channel.trySend(7);
    }
  }

  /** {@code a round | interrupts it, trySend}: accepted is received. */
  @JCStressTest
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "received; the interrupt came too late")
  @Outcome(id = "0, -5", expect = ACCEPTABLE, desc = "interrupted")
  @Outcome(expect = FORBIDDEN, desc = "an element is lost")
  @State
  public static class SelectorVsInterrupt {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();
    private volatile Thread owner;
    private volatile boolean finished;

    @Actor
    public void first(II_Result r) {
      owner = Thread.currentThread();
      r.r2 = new Selects.Rounds(a, b).next();
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

  /** {@code a round | close of both}: the selector ends. */
  @JCStressTest
  @Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "ended")
  @Outcome(expect = FORBIDDEN, desc = "not woken")
  @State
  public static class SelectorVsClose {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.buffered(1);

    @Actor
    public void first(II_Result r) {
      r.r1 = new Selects.Rounds(a, b).next();
    }

    @Actor
    public void second() {
      a.close();
      b.close();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = a.waitingReceivers() + b.waitingReceivers();
    }
  }
}
