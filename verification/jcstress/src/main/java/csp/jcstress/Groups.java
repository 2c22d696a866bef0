// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.sync.Clauses;
import csp.sync.ErrGroup;
import csp.sync.Once;
import csp.sync.Semaphore;
import csp.sync.SingleFlight;
import csp.sync.WaitGroup;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Groups, onces, semaphores, single flights and the clauses on them: edges, and who leaves. */
public class Groups {
  private Groups() {}

  /** {@code x, done | await, x}. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class DoneToAwait {
    private final WaitGroup group = new WaitGroup();
    private int x;

    public DoneToAwait() {
      group.add(1);
    }

    @Actor
    public void first() {
      x = 1;
      group.done();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Sharing.await(group, Locking.LONG);
      r.r2 = x;
    }
  }

  /** {@code x, done | y, done; await, x, y}: every count of the round, not only the last. */
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class EveryDoneToAwait {
    private final WaitGroup group = new WaitGroup();
    private int x;
    private int y;

    public EveryDoneToAwait() {
      group.add(2);
    }

    @Actor
    public void first() {
      x = 1;
      group.done();
    }

    @Actor
    public void second(II_Result r) {
      y = 1;
      group.done();
      r.r1 = Sharing.await(group, Locking.LONG);
      r.r2 = x + y;
    }
  }

  /** {@code done | await with a short limit}: nobody is left, and the next round works. */
  @JCStressTest
  @Outcome(
      id = {"0, 1", "1, 1"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "the group is of no more use")
  @State
  public static class DoneVsTimedAwait {
    private final WaitGroup group = new WaitGroup();

    public DoneVsTimedAwait() {
      group.add(1);
    }

    @Actor
    public void first() {
      group.done();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Sharing.await(group, Locking.SHORT);
    }

    @Arbiter
    public void after(II_Result r) {
      group.add(1);
      group.done();
      r.r2 = Sharing.await(group, Locking.SHORT);
    }
  }

  /** {@code run of x++ | run of x++, x}: once, and its end comes before both returns. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "twice, or not ended")
  @State
  public static class RunVsRun {
    private final Once once = new Once();
    private int x;

    @Actor
    public void first(II_Result r) {
      once.run(() -> x++);
      r.r1 = x;
    }

    @Actor
    public void second(II_Result r) {
      once.run(() -> x++);
      r.r2 = x;
    }
  }

  /** {@code run of x | await, x}. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class RunToAwait {
    private final Once once = new Once();
    private int x;

    @Actor
    public void first() {
      once.run(() -> x = 1);
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Sharing.await(once, Locking.LONG);
      r.r2 = x;
    }
  }

  /** {@code run of x | select of it, x}. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class RunToSelect {
    private final Once once = new Once();
    private int x;

    @Actor
    public void first() {
      once.run(() -> x = 1);
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Sharing.select(Clauses.onOnce(once, () -> 1), Locking.LONG);
      r.r2 = x;
    }
  }

  /** {@code x, done | select of zero, x}. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class DoneToSelect {
    private final WaitGroup group = new WaitGroup();
    private int x;

    public DoneToSelect() {
      group.add(1);
    }

    @Actor
    public void first() {
      x = 1;
      group.done();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Sharing.select(Clauses.onZero(group, () -> 1), Locking.LONG);
      r.r2 = x;
    }
  }

  /** {@code x, release | acquire, x}. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class ReleaseToAcquire {
    private final Semaphore semaphore = new Semaphore(1);
    private int x;

    public ReleaseToAcquire() {
      semaphore.tryAcquire();
    }

    @Actor
    public void first() {
      x = 1;
      semaphore.release();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Sharing.acquire(semaphore, 1, Locking.LONG);
      r.r2 = x;
    }
  }

  /** {@code tryAcquire of 2 | tryAcquire of 2} from 3: one of them. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 2", "0, 1, 2"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "more than there were")
  @State
  public static class AcquireVsAcquire {
    private final Semaphore semaphore = new Semaphore(3);

    @Actor
    public void first(III_Result r) {
      r.r1 = semaphore.tryAcquire(2) ? 1 : 0;
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = semaphore.tryAcquire(2) ? 1 : 0;
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = (int) semaphore.held();
    }
  }

  /** {@code release | acquire with a short limit}: held by the second or by nobody. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 0", "0, 0, 0"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a permit is lost or doubled")
  @State
  public static class ReleaseVsTimedAcquire {
    private final Semaphore semaphore = new Semaphore(1);

    public ReleaseVsTimedAcquire() {
      semaphore.tryAcquire();
    }

    @Actor
    public void first() {
      semaphore.release();
    }

    @Actor
    public void second(III_Result r) {
      r.r1 = Sharing.acquire(semaphore, 1, Locking.SHORT);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r2 = (int) semaphore.held();
      r.r3 = semaphore.waiting();
    }
  }

  /** {@code release | select of acquire and a short limit}: held by the select or by nobody. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 0", "0, 0, 0"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a losing clause holds it")
  @State
  public static class ReleaseVsSelect {
    private final Semaphore semaphore = new Semaphore(1);

    public ReleaseVsSelect() {
      semaphore.tryAcquire();
    }

    @Actor
    public void first() {
      semaphore.release();
    }

    @Actor
    public void second(III_Result r) {
      r.r1 = Sharing.select(Clauses.onAcquire(semaphore, 1, () -> 1), Locking.SHORT);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r2 = (int) semaphore.held();
      r.r3 = semaphore.waiting();
    }
  }

  /** {@code starts a task that writes x | await, x}. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class TaskToErrGroupAwait {
    private final ErrGroup group = new ErrGroup();
    private volatile boolean started;
    private int x;

    @Actor
    public void first() {
      Sharing.go(group, () -> x = 1);
      started = true;
    }

    @Actor
    public void second(II_Result r) {
      while (!started) {
        Thread.onSpinWait();
      }
      r.r1 = Sharing.await(group, Locking.LONG);
      r.r2 = x;
    }
  }

  /** {@code run | run} of one key: the result is complete for both, shared or not. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a result without what came before it")
  @State
  public static class RunToSingleFlightResult {
    private final SingleFlight<Integer, int[]> flight = new SingleFlight<>();

    @Actor
    public void first(II_Result r) {
      r.r1 = Sharing.run(flight);
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = Sharing.run(flight);
    }
  }
}
