// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.internal.park.Sudog;
import csp.internal.park.WaitQueues;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Weak twins: each is a small copy of what the test of the same name checks, with one fault. Its
 * bad outcome must be observed, or that test shows nothing.
 */
public class Weak {
  private Weak() {}

  /** Claims by check and then set. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class P1ClaimVsClaim {
    private volatile int outcome;

    private int claim(int who) {
      if (outcome != 0) {
        return 0;
      }
      outcome = who; // should be one compare-and-set with the check
      return 1;
    }

    @Actor
    public void first(II_Result r) {
      r.r1 = claim(1);
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = claim(2);
    }
  }

  /** Cancels by check and then set. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class P1ClaimVsCancel {
    private final AtomicInteger outcome = new AtomicInteger();

    @Actor
    public void first(II_Result r) {
      r.r1 = outcome.compareAndSet(0, 1) ? 1 : 0;
    }

    @Actor
    public void second(II_Result r) {
      if (outcome.get() == 0) {
        outcome.set(2); // should be one compare-and-set with the check
        r.r2 = 1;
      }
    }
  }

  /** Claims, then stores the element. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "1, 7"},
      expect = ACCEPTABLE)
  @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class P2WriteThenClaim {
    private final AtomicInteger outcome = new AtomicInteger();
    private volatile int element;

    @Actor
    public void first() {
      outcome.set(1);
      element = 7; // should be before
    }

    @Actor
    public void second(II_Result r) {
      if (outcome.get() == 1) {
        r.r1 = 1;
        r.r2 = element;
      }
    }
  }

  /** Stores the success flag again after the claim. */
  @JCStressTest
  @Outcome(
      id = {"0, 1", "1, 0"},
      expect = ACCEPTABLE)
  @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class P3LastTouch {
    private final AtomicInteger outcome = new AtomicInteger();
    private volatile int success;

    @Actor
    public void first() {
      outcome.set(1);
      success = 1; // should be before
    }

    @Actor
    public void second(II_Result r) {
      if (outcome.get() == 1) {
        success = 0;
        r.r1 = 1;
      }
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = success;
    }
  }

  /** Fires the head, then takes it off. */
  @JCStressTest
  @Outcome(
      id = {"-1", "0"},
      expect = ACCEPTABLE)
  @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class P4OffBeforeFired {
    private final Site site = new Site();
    private final WaitQueues queues = new WaitQueues();
    private final Sudog sudog = new Sudog();

    public P4OffBeforeFired() {
      queues.enqueue(WaitQueues.QUEUE, sudog);
    }

    @Actor
    public void first() {
      site.lock();
      site.fireUnlocked(sudog);
      queues.pollFirst(WaitQueues.QUEUE); // should be before
      site.unlockAndWake();
    }

    @Actor
    public void second(I_Result r) {
      r.r1 = sudog.fired() == null ? -1 : queues.queuedAcquire(WaitQueues.QUEUE);
    }
  }

  /** Runs a hook that needs the lock while it holds it; a bound stands for the deadlock. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "cannot be seen")
  @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class P5HookWithoutLock {
    private final AtomicInteger lock = new AtomicInteger();
    private volatile int done;

    private void withLock(Runnable underLock) {
      while (!lock.compareAndSet(0, 1)) {
        Thread.onSpinWait();
      }
      underLock.run(); // should be after the release
      lock.set(0);
    }

    private void hook() {
      for (int i = 0; i < 100; i++) {
        if (lock.compareAndSet(0, 1)) {
          done = 1;
          lock.set(0);
          return;
        }
      }
    }

    @Actor
    public void first() {
      withLock(() -> hook());
    }

    @Actor
    public void second() {
      withLock(() -> {});
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = done;
    }
  }

  /** Parks once and believes it. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "claimed in time")
  @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class P6AwaitSeesAClaim {
    private final Site site = new Site();
    private volatile Sudog sudog;

    @Actor
    public void first(I_Result r) {
      Sudog mine = new Sudog();
      sudog = mine;
      if (!mine.isDecided()) { // should be a loop
        LockSupport.parkNanos(Coded.LONG_NANOS);
      }
      r.r1 = mine.fired() == null ? 0 : 1;
      while (!mine.isDecided()) {
        Thread.onSpinWait();
      }
    }

    @Actor
    public void second() {
      while (sudog == null) {
        Thread.onSpinWait();
      }
      LockSupport.unpark(sudog.thread());
      site.fire(sudog);
      LockSupport.unpark(sudog.thread());
    }
  }

  /** Takes the lock by check and then set. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE)
  @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class LockExcludes {
    private volatile int lock;
    private int count;

    private void count() {
      while (lock != 0) {
        Thread.onSpinWait();
      }
      lock = 1; // should be one compare-and-set with the check
      count++;
      lock = 0;
    }

    @Actor
    public void first() {
      count();
    }

    @Actor
    public void second() {
      count();
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = count;
    }
  }

  /** Reads the closed flag before the emptiness. */
  @JCStressTest
  @Outcome(
      id = {"7, -1", "-1, 7"},
      expect = ACCEPTABLE)
  @Outcome(id = "0, 7", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class NeverEmptyAfterClose {
    private final AtomicInteger buffered = new AtomicInteger(1);
    private volatile boolean closed;

    private int tryReceive() {
      boolean open = !closed; // should be read after the buffer
      if (open && buffered.get() == 0) {
        return 0;
      }
      return buffered.compareAndSet(1, 0) ? 7 : -1;
    }

    @Actor
    public void first(II_Result r) {
      r.r1 = tryReceive();
    }

    @Actor
    public void second(II_Result r) {
      closed = true;
      r.r2 = tryReceive();
    }
  }

  /** Reads the closed flag before the receivers. */
  @JCStressTest
  @Outcome(
      id = {"1", "-1"},
      expect = ACCEPTABLE)
  @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class NeverFullAfterClose {
    private final AtomicInteger receivers = new AtomicInteger(1);
    private volatile boolean closed;

    private int trySend() {
      boolean open = !closed; // should be read after the receivers
      if (open && receivers.get() == 0) {
        return 0;
      }
      return !closed && receivers.compareAndSet(1, 0) ? 1 : -1;
    }

    @Actor
    public void first(I_Result r) {
      r.r1 = trySend();
    }

    @Actor
    public void second() {
      closed = true;
      receivers.set(0);
    }
  }

  /**
   * Looks at the permits before it tells that it waits; a bound stands for the sleep without end.
   */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE)
  @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class ReleaseVsAcquire {
    private final AtomicInteger permits = new AtomicInteger();
    private volatile Thread waiting;

    @Actor
    public void first() {
      permits.set(1);
      Thread owner = waiting;
      if (owner != null) {
        LockSupport.unpark(owner);
      }
    }

    @Actor
    public void second(I_Result r) {
      if (permits.get() == 0) {
        waiting = Thread.currentThread(); // should be before the look
        long start = System.nanoTime();
        LockSupport.parkNanos(1_000_000);
        r.r1 = System.nanoTime() - start < 1_000_000 ? 1 : 0;
      } else {
        r.r1 = 1;
      }
    }
  }

  /** Takes the head for notified even if it had cancelled. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class NotifyVsTimeOut {
    private final AtomicInteger first = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean left;

    @Actor
    public void first(II_Result r) {
      r.r1 = first.compareAndSet(0, 2) ? 0 : 1; // leaves
      left = true;
    }

    @Actor
    public void second() {
      if (!left) {
        first.compareAndSet(0, 1); // its result should decide whether the next is fired
      } else {
        next.set(1);
      }
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = next.get();
    }
  }
}
