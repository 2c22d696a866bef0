// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The weak twins of {@link Locks} and {@link ReadWriteLocks}: each is a small copy of what the test
 * of the same name checks, with one fault. Its bad outcome must be observed, or that test shows
 * nothing.
 */
public class WeakLocks {
  private WeakLocks() {}

  /**
   * Takes the lock by a look and a write; the twin of SpinLockExcludes and MutexUnlockToLock, too.
   */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE)
  @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class MutexExcludes {
    private volatile int state;
    private int x;

    private void increment() {
      while (state != 0) {
        Thread.onSpinWait();
      }
      state = 1; // should be one compare-and-set with the look
      x++;
      state = 0;
    }

    @Actor
    public void first() {
      increment();
    }

    @Actor
    public void second() {
      increment();
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = x;
    }
  }

  /**
   * One that leaves does not ask whether an unlock has taken it off the number already; the twin of
   * MutexUnlockVsInterrupt, too.
   */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "-1, 1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class MutexUnlockVsTimedLock {
    private final AtomicInteger waiters = new AtomicInteger(1);
    private final AtomicInteger permits = new AtomicInteger();

    @Actor
    public void first() {
      if (waiters.compareAndSet(1, 0)) {
        permits.incrementAndGet();
      }
    }

    @Actor
    public void second() {
      waiters.decrementAndGet(); // should take the permit where the number is 0
    }

    @Arbiter
    public void after(II_Result r) {
      r.r1 = waiters.get();
      r.r2 = permits.get();
    }
  }

  /** Takes a starving lock over by a look and an addition, while another waiter leaves. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE)
  @Outcome(id = "0, 1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class MutexHandOverVsInterrupt {
    private static final int STARVING = 1;
    private static final int WAITER = 2;
    private final AtomicInteger state = new AtomicInteger(STARVING + 2 * WAITER);

    @Actor
    public void first() {
      boolean last = state.get() == STARVING + WAITER;
      state.addAndGet(last ? -WAITER - STARVING : -WAITER); // should be a compare-and-set
    }

    @Actor
    public void second() {
      int seen;
      int next;
      do {
        seen = state.get();
        next = seen - WAITER;
        if (next < WAITER) {
          next = 0;
        }
      } while (!state.compareAndSet(seen, next));
    }

    @Arbiter
    public void after(II_Result r) {
      r.r1 = state.get() / WAITER;
      r.r2 = state.get() % WAITER;
    }
  }

  /**
   * The writer counts the readers first and announces itself then; the twin of its time-out, too.
   */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "1, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class ReadUnlockVsWriter {
    private final AtomicInteger readers = new AtomicInteger(1);
    private volatile boolean pending;

    @Actor
    public void first(II_Result r) {
      readers.decrementAndGet();
      r.r2 = pending ? 1 : 0; // whether it wakes the writer
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = readers.get(); // whether it waits
      if (r.r1 == 1) {
        pending = true; // should be before
      }
    }
  }

  /** The writer looks for queued readers and opens the gate then; the twin of its time-out, too. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "1, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "0, 1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class WriteUnlockVsReader {
    private volatile boolean shut = true;
    private volatile int queued;

    @Actor
    public void first(II_Result r) {
      r.r1 = queued; // whom it lets in
      shut = false; // should be one compare-and-set with the look
    }

    @Actor
    public void second(II_Result r) {
      if (shut) {
        queued = 1;
        r.r2 = 1; // waits
      }
    }
  }

  /** Reader and writer look at the other's number and write their own. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class TryReadVsTryWrite {
    private volatile boolean shut;
    private volatile int readers;

    @Actor
    public void first(II_Result r) {
      if (!shut) {
        readers = 1; // should be one number, and one compare-and-set
        r.r1 = 1;
      }
    }

    @Actor
    public void second(II_Result r) {
      if (readers == 0) {
        shut = true;
        r.r2 = 1;
      }
    }
  }

  /** Takes its place after the lock was released; the twin of SignalVsTimeOut, too. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "1, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class SignalVsAwait {
    private volatile int x;
    private volatile boolean waiting;

    @Actor
    public void first(II_Result r) {
      x = 1;
      r.r2 = waiting ? 1 : 0; // whether it wakes the waiter
    }

    @Actor
    public void second(II_Result r) {
      if (x == 0) {
        waiting = true; // should be under the lock under which x was read
        r.r1 = 1; // waits
      }
    }
  }

  /** Hands the lock over, and gives up, by a look and a write; the twin of UnlockVsSelect, too. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class UnlockVsLosingSelect {
    private final AtomicInteger outcome = new AtomicInteger();

    @Actor
    public void first(II_Result r) {
      if (outcome.get() == 0) {
        outcome.set(1); // should be one compare-and-set with the look
        r.r1 = 1; // the lock is the select's
      }
    }

    @Actor
    public void second(II_Result r) {
      if (outcome.get() == 0) {
        outcome.set(2);
        r.r2 = 1; // it is gone
      }
    }
  }
}
