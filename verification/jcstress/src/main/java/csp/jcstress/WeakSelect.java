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

/** Weak twins of the tests of select, as {@link Weak} has them of the others. */
public class WeakSelect {
  private WeakSelect() {}

  /** Tries the claim once. */
  @JCStressTest
  @Outcome(
      id = {"0, 1", "1, 0"},
      expect = ACCEPTABLE)
  @Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class StandingIsFiredOrMissed {
    private static final int DECIDED = 2;

    private final AtomicInteger outcome = new AtomicInteger(DECIDED);
    private final AtomicInteger missed = new AtomicInteger();

    @Actor
    public void owner(II_Result r) {
      outcome.set(0);
      r.r1 = missed.get();
    }

    @Actor
    public void peer(II_Result r) {
      if (outcome.compareAndSet(0, 1)) {
        r.r2 = 1;
      } else {
        missed.set(1); // should try the claim again
      }
    }
  }

  /** Looks for the last time before it is claimable. */
  @JCStressTest
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class StandingLooksLast {
    private static final int DECIDED = 2;

    private final AtomicInteger outcome = new AtomicInteger(DECIDED);
    private final AtomicInteger missed = new AtomicInteger();

    @Actor
    public void owner(II_Result r) {
      r.r1 = missed.get();
      outcome.set(0); // should be before the look
    }

    @Actor
    public void peer(II_Result r) {
      if (!outcome.compareAndSet(0, 1)) {
        missed.set(1);
        r.r2 = outcome.compareAndSet(0, 1) ? 1 : 0;
      } else {
        r.r2 = 1;
      }
    }
  }

  /** Puts the missed into the list by check and then set. */
  @JCStressTest
  @Outcome(id = "3", expect = ACCEPTABLE)
  @Outcome(
      id = {"1", "2"},
      expect = ACCEPTABLE_INTERESTING,
      desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class StandingMissedKeepsAll {
    private volatile int missed;

    private void miss(int index) {
      int before = missed;
      missed = before | index; // should be one compare-and-set with the look
    }

    @Actor
    public void first() {
      miss(1);
    }

    @Actor
    public void second() {
      miss(2);
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = missed;
    }
  }

  /** Looks at one channel after the other, and then says that none was ready. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE)
  @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class DefaultVsAlwaysOneReady {
    private final AtomicInteger a = new AtomicInteger(1);
    private final AtomicInteger b = new AtomicInteger();

    @Actor
    public void first(I_Result r) {
      boolean first = b.get() == 0; // should be one instant with the second look
      for (int i = 0; i < 20; i++) {
        Thread.onSpinWait(); // the moment between the two is short
      }
      boolean second = a.get() == 0;
      r.r1 = first && second ? 0 : 1;
    }

    @Actor
    public void second() {
      b.set(1);
      a.set(0);
    }
  }

  /** Claims nothing: takes from whichever it is told of. */
  @JCStressTest
  @Outcome(
      id = {"1", "2"},
      expect = ACCEPTABLE)
  @Outcome(id = "3", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class ReceivesVsSendsOnBoth {
    private final AtomicInteger outcome = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();

    private void take(int index) {
      if (outcome.get() == 0) {
        outcome.set(index); // should be one compare-and-set with the look
        taken.addAndGet(index);
      }
    }

    @Actor
    public void first() {
      take(1);
    }

    @Actor
    public void second() {
      take(2);
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = taken.get();
    }
  }
}
