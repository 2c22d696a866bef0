// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.Channel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The weak twins of {@link Groups}, {@link Values} and {@link Contexts}: small copies of what the
 * tests of the same names check, each with one fault. Its bad outcome must be observed, or those
 * tests show nothing.
 */
public class WeakSync {
  private WeakSync() {}

  /** Counts by a read and a write; the twin of the tests of wait groups. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE)
  @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class EveryDoneToAwait {
    private volatile int counter = 2;

    @Actor
    public void first() {
      counter = counter - 1; // should be one step
    }

    @Actor
    public void second() {
      counter = counter - 1;
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = counter;
    }
  }

  /**
   * Says that it is done before it is; the twin of RunToAwait, RunToSelect and DoneToAwait, too.
   */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE_INTERESTING,
      desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class RunVsRun {
    private final AtomicBoolean done = new AtomicBoolean();
    private volatile int x;

    @Actor
    public void first(II_Result r) {
      if (done.compareAndSet(false, true)) { // should be set when the task has ended
        x++;
      }
      r.r1 = x;
    }

    @Actor
    public void second(II_Result r) {
      if (done.compareAndSet(false, true)) {
        x++;
      }
      r.r2 = x;
    }
  }

  /** Looks, then takes; the twin of the tests of semaphores. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class AcquireVsAcquire {
    private volatile int held;

    @Actor
    public void first(II_Result r) {
      if (held + 2 <= 3) { // should be one step with what follows
        held += 2;
        r.r1 = 1;
      }
    }

    @Actor
    public void second(II_Result r) {
      if (held + 2 <= 3) {
        held += 2;
        r.r2 = 1;
      }
    }
  }

  /** Reads the slot, then clears it; the twin of PoolPutToGet, too. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class PoolGetVsGet {
    private volatile Object slot = this;

    @Actor
    public void first(II_Result r) {
      if (slot != null) { // should be one step with what follows
        slot = null;
        r.r1 = 1;
      }
    }

    @Actor
    public void second(II_Result r) {
      if (slot != null) {
        slot = null;
        r.r2 = 1;
      }
    }
  }

  /** Looks, then stores; the twin of the tests of maps and values. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class MapPutIfAbsent {
    private volatile int value;

    @Actor
    public void first(II_Result r) {
      if (value == 0) { // should be one step with what follows
        value = 1;
        r.r1 = 1;
      }
    }

    @Actor
    public void second(II_Result r) {
      if (value == 0) {
        value = 2;
        r.r2 = 1;
      }
    }
  }

  /** Tells the error before it closes done. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1", "1, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class ErrorImpliesDone {
    private final Channel<Void> done = Channel.unbuffered();
    private volatile int error;

    @Actor
    public void first() {
      error = 1;
      done.close(); // should come first, or be done by whoever reads the error
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = error;
      r.r2 = done.isClosed() ? 1 : 0;
    }
  }

  /** Goes home when another one cancels already; the twin of the other tests of trees, too. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE_INTERESTING,
      desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class CancelVsCancel {
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile int child;

    @Actor
    public void first(II_Result r) {
      if (ended.compareAndSet(false, true)) { // the other one should help
        child = 1;
      }
      r.r1 = child;
    }

    @Actor
    public void second(II_Result r) {
      if (ended.compareAndSet(false, true)) {
        child = 1;
      }
      r.r2 = child;
    }
  }

  /** Looks whether the parent has ended, and joins it then; the twin of CancelVsSend, too. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE)
  @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class CancelVsDerive {
    private volatile boolean ended;
    private volatile boolean joined;
    private volatile int child;

    @Actor
    public void first() {
      ended = true;
      if (joined) {
        child = 1;
      }
    }

    @Actor
    public void second() {
      boolean over = ended;
      joined = true;
      if (over) { // should be read after it has joined
        child = 1;
      }
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = child;
    }
  }
}
