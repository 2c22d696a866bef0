// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.Channel;
import csp.Received;
import csp.internal.park.Sudog;
import csp.internal.park.WaitQueues;
import csp.internal.park.Waiter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** The rules P1 to P6 of csp.internal.park, and its happens-before edges. */
public class Rules {
  private Rules() {}

  /** {@code a claims | b claims}: one wins, and it is the one that is seen. */
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the first won")
  @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "the second won")
  @Outcome(expect = FORBIDDEN, desc = "not decided once")
  @State
  public static class P1ClaimVsClaim {
    private final Waiter waiter = new Waiter();
    private final Sudog a = new Sudog(waiter);
    private final Sudog b = new Sudog(waiter);

    @Actor
    public void first(III_Result r) {
      r.r1 = new Site().fire(a);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = new Site().fire(b);
    }

    @Arbiter
    public void seen(III_Result r) {
      r.r3 = waiter.fired() == a ? 1 : waiter.fired() == b ? 2 : 0;
    }
  }

  /** {@code peer claims | owner cancels}. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the peer won")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "the owner won")
  @Outcome(expect = FORBIDDEN, desc = "not decided once")
  @State
  public static class P1ClaimVsCancel {
    private final Sudog sudog = new Sudog();

    @Actor
    public void peer(III_Result r) {
      r.r1 = new Site().fire(sudog);
    }

    @Actor
    public void owner(III_Result r) {
      r.r2 = sudog.cancel() ? 1 : 0;
    }

    @Arbiter
    public void seen(III_Result r) {
      r.r3 = sudog.fired() == sudog ? 1 : 0;
    }
  }

  /** {@code element, claim | sees the claim, reads element and success}. */
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not claimed yet")
  @Outcome(id = "7, 1", expect = ACCEPTABLE, desc = "claimed, and all is there")
  @Outcome(expect = FORBIDDEN, desc = "claimed before it was written")
  @State
  public static class P2WriteThenClaim {
    private final Site site = new Site();
    private final Sudog sudog = new Sudog();

    @Actor
    public void peer() {
      sudog.element(7);
      site.fire(sudog);
    }

    @Actor
    public void owner(II_Result r) {
      r.r1 = -1;
      r.r2 = -1;
      if (sudog.fired() != null) {
        r.r1 = sudog.element() instanceof Integer value ? value : 0;
        r.r2 = sudog.success() ? 1 : 0;
      }
    }
  }

  /** {@code claim | sees the claim, clears the sudog}: nothing is written to it afterwards. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "not claimed yet")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "claimed, cleared, and it stays so")
  @Outcome(expect = FORBIDDEN, desc = "touched after the claim")
  @State
  public static class P3LastTouch {
    private final Site site = new Site();
    private final Sudog sudog = new Sudog();

    @Actor
    public void peer() {
      site.fire(sudog);
    }

    @Actor
    public void owner(II_Result r) {
      if (sudog.fired() != null) {
        sudog.clear();
        r.r1 = 1;
      }
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = sudog.success() ? 1 : 0;
    }
  }

  /** {@code takes off, claims | sees the claim, reads the length of the queue}. */
  @JCStressTest
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not claimed yet")
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "claimed and off the queue")
  @Outcome(expect = FORBIDDEN, desc = "claimed and still queued")
  @State
  public static class P4OffBeforeFired {
    private final Site site = new Site();
    private final WaitQueues queues = new WaitQueues();
    private final Sudog sudog = new Sudog();

    public P4OffBeforeFired() {
      queues.enqueue(WaitQueues.QUEUE, sudog);
    }

    @Actor
    public void peer() {
      site.lock();
      queues.fireFirst(WaitQueues.QUEUE, site, true);
      site.unlockAndWake();
    }

    @Actor
    public void owner(I_Result r) {
      r.r1 = sudog.fired() == null ? -1 : queues.queuedAcquire(WaitQueues.QUEUE);
    }
  }

  /**
   * {@code send, send | send, send}: the hook for what is dropped uses the channel, whose lock is
   * not reentrant.
   */
  @JCStressTest
  @Outcome(id = "4", expect = ACCEPTABLE, desc = "each was dropped, taken by the hook, or is left")
  @Outcome(expect = FORBIDDEN, desc = "one is lost or doubled")
  @State
  public static class P5HookWithoutLock {
    private final AtomicInteger seen = new AtomicInteger();
    private final Channel<Integer> channel = Channel.named("drop").dropOldest(1, this::onDropped);

    private void onDropped(Integer value) {
      seen.incrementAndGet();
      if (channel.tryReceive() instanceof Received.Value<?>) {
        seen.incrementAndGet();
      }
    }

    @Actor
    public void first() {
      channel.trySend(1);
      channel.trySend(2);
    }

    @Actor
    public void second() {
      channel.trySend(3);
      channel.trySend(4);
    }

    @Arbiter
    public void count(I_Result r) {
      r.r1 = seen.get() + channel.length();
    }
  }

  /** {@code awaits | stray permits, then the claim}: what ends the wait is the claim. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "ended by the claim, and sees what came before")
  @Outcome(expect = FORBIDDEN, desc = "ended by a stray permit, or not at all")
  @State
  public static class P6AwaitSeesAClaim {
    private final Site site = new Site();
    private volatile Sudog sudog;
    private int data;

    @Actor
    public void owner(II_Result r) {
      Sudog mine = new Sudog();
      sudog = mine;
      int ended = Coded.await(mine, site, Coded.LONG_NANOS);
      r.r1 = mine.fired() == mine ? ended : 0;
      r.r2 = data;
    }

    @Actor
    public void peer() {
      Sudog theirs = sudog;
      while (theirs == null) {
        Thread.onSpinWait();
        theirs = sudog;
      }
      LockSupport.unpark(theirs.thread());
      data = 7;
      site.fire(theirs);
    }
  }

  /** {@code lock, count, unlock | the same}. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = FORBIDDEN, desc = "both were inside")
  @State
  public static class LockExcludes {
    private final Site site = new Site();
    private int count;

    @Actor
    public void first() {
      site.lock();
      count++;
      site.unlock();
    }

    @Actor
    public void second() {
      site.lock();
      count++;
      site.unlock();
    }

    @Arbiter
    public void total(I_Result r) {
      r.r1 = count;
    }
  }

  /** HB-lock: {@code lock, x, y, unlock | lock, y, x, unlock}. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "all of it or nothing")
  @Outcome(expect = FORBIDDEN, desc = "a part of it")
  @State
  public static class HbLock {
    private final Site site = new Site();
    private int x;
    private int y;

    @Actor
    public void writer() {
      site.lock();
      x = 1;
      y = 1;
      site.unlock();
    }

    @Actor
    public void reader(II_Result r) {
      site.lock();
      r.r1 = y;
      r.r2 = x;
      site.unlock();
    }
  }

  /** HB-claim: {@code x, claim | sees the claim, x}. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "not claimed yet")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "claimed, and what came before is seen")
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class HbClaim {
    private final Site site = new Site();
    private final Sudog sudog = new Sudog();
    private int x;

    @Actor
    public void peer() {
      x = 1;
      site.fire(sudog);
    }

    @Actor
    public void owner(II_Result r) {
      r.r1 = sudog.isDecided() ? 1 : 0;
      r.r2 = x;
    }
  }

  /** HB-enqueue: {@code element, x, enqueues | takes off, element, x}. */
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "nobody queued yet")
  @Outcome(id = "7, 1", expect = ACCEPTABLE, desc = "taken off with all that was written before")
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class HbEnqueue {
    private final Site site = new Site();
    private final WaitQueues queues = new WaitQueues();
    private int x;

    @Actor
    public void owner() {
      Sudog sudog = new Sudog();
      x = 1;
      sudog.element(7);
      site.lock();
      queues.enqueue(WaitQueues.QUEUE, sudog);
      site.unlock();
    }

    @Actor
    public void peer(II_Result r) {
      site.lock();
      Sudog sudog = queues.pollFirst(WaitQueues.QUEUE);
      site.unlock();
      r.r1 = sudog == null ? -1 : sudog.element() instanceof Integer value ? value : 0;
      r.r2 = sudog == null ? -1 : x;
    }
  }
}
