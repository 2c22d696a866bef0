// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.internal.park.NotifyList;
import csp.internal.park.Sema;
import csp.internal.park.Sudog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Sema and NotifyList: no wake-up is lost, none given twice. */
public class SyncQueues {
  private SyncQueues() {}

  /** {@code x, release | acquire, x}: no wake-up is missed, and the edge is there. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class ReleaseVsAcquire {
    private final Sema sema = new Sema(0);
    private int x;

    @Actor
    public void first() {
      x = 1;
      sema.release(false);
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Coded.acquire(sema, false, Coded.LONG_NANOS);
      r.r2 = x;
    }
  }

  /** {@code x, release with hand-off | acquire, x}. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class HandOffVsAcquire {
    private final Sema sema = new Sema(0);
    private int x;

    @Actor
    public void first() {
      x = 1;
      sema.release(true);
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Coded.acquire(sema, true, Coded.LONG_NANOS);
      r.r2 = x;
    }
  }

  /** {@code release with hand-off | acquire with a short limit}: the permit is taken or left. */
  @JCStressTest
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE)
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a permit is lost or doubled")
  @State
  public static class ReleaseVsTimeOut {
    private final Sema sema = new Sema(0);

    @Actor
    public void first() {
      for (int i = 0; i < 1_000 && sema.waiters() == 0; i++) {
        Thread.onSpinWait();
      }
      sema.release(true);
    }

    @Actor
    public void second(III_Result r) {
      r.r1 = Coded.acquire(sema, false, 1_000);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r2 = sema.permits();
      r.r3 = sema.waiters();
    }
  }

  /** {@code interrupts, release | acquire}: the permit is taken or left. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE)
  @Outcome(id = "-5, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a permit is lost or doubled")
  @State
  public static class ReleaseVsInterrupt {
    private final Sema sema = new Sema(0);
    private volatile Thread owner;
    private volatile boolean finished;

    @Actor
    public void first(II_Result r) {
      while (owner == null || sema.waiters() == 0) {
        Thread.onSpinWait();
      }
      owner.interrupt();
      sema.release(true);
      finished = true;
    }

    @Actor
    public void second(II_Result r) {
      owner = Thread.currentThread();
      r.r1 = Coded.acquire(sema, false, Coded.LONG_NANOS);
      while (!finished) {
        Thread.onSpinWait();
      }
      Thread.interrupted(); // not for the next round
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = sema.permits();
    }
  }

  /** {@code tryAcquire | tryAcquire} of one permit. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "taken twice or not at all")
  @State
  public static class TryAcquireVsTryAcquire {
    private final Sema sema = new Sema(1);

    @Actor
    public void first(II_Result r) {
      r.r1 = sema.tryAcquire() ? 1 : 0;
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = sema.tryAcquire() ? 1 : 0;
    }
  }

  /** {@code join, await | x, notifyOne}: not missed between the two. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost notification, or no happens-before")
  @State
  public static class NotifyVsAwait {
    private final NotifyList list = new NotifyList();
    private int x;

    @Actor
    public void first(II_Result r) {
      r.r1 = Coded.await(list, list.join(), Coded.LONG_NANOS);
      r.r2 = x;
    }

    @Actor
    public void second() {
      while (list.size() == 0) {
        Thread.onSpinWait();
      }
      x = 1;
      list.notifyOne();
    }
  }

  /**
   * {@code await with a short limit, another behind it | notifyOne}: who leaves, leaves it to the
   * next.
   */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the first")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "it left; the next")
  @Outcome(expect = FORBIDDEN, desc = "a notification is lost or doubled")
  @State
  public static class NotifyVsTimeOut {
    private final NotifyList list = new NotifyList();
    private volatile Sudog next;

    @Actor
    public void first(III_Result r) {
      Sudog leaver = list.join();
      next = list.join();
      r.r1 = Coded.await(list, leaver, 1_000);
    }

    @Actor
    public void second() {
      while (next == null) {
        Thread.onSpinWait();
      }
      list.notifyOne();
    }

    @Arbiter
    public void after(III_Result r) {
      r.r2 = next.fired() == null ? 0 : 1;
      r.r3 = list.size();
    }
  }
}
