// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.sync.Cond;
import csp.sync.Mutex;
import csp.sync.SpinLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Mutex, SpinLock, Cond and the clause on a lock: edges, exclusion, and who leaves. */
public class Locks {
  private static final String IDLE = "(unlocked, 0 waiting)";

  private Locks() {}

  /** {@code x, unlock | lock, x}. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class MutexUnlockToLock {
    private final Mutex mutex = new Mutex();
    private int x;

    public MutexUnlockToLock() {
      mutex.lock();
    }

    @Actor
    public void first() {
      x = 1;
      mutex.unlock();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Locking.lock(mutex, Locking.LONG);
      r.r2 = x;
    }
  }

  /** {@code x++ locked | x++ locked}. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "2, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "both were inside, or something is left")
  @State
  public static class MutexExcludes {
    private final Mutex mutex = new Mutex();
    private int x;

    @Actor
    public void first() {
      mutex.lock();
      x++;
      mutex.unlock();
    }

    @Actor
    public void second() {
      mutex.lock();
      x++;
      mutex.unlock();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r1 = x;
      r.r2 = Locking.shows(mutex, IDLE);
    }
  }

  /** {@code unlock | lock with a short limit}: held by the second or by nobody. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 1", "0, 0, 1"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "the lock is lost, or a trace is left")
  @State
  public static class MutexUnlockVsTimedLock {
    private final Mutex mutex = new Mutex();

    public MutexUnlockVsTimedLock() {
      mutex.lock();
    }

    @Actor
    public void first() {
      Locking.briefly(mutex, "1 waiting");
      mutex.unlock();
    }

    @Actor
    public void second(III_Result r) {
      r.r1 = Locking.lock(mutex, Locking.SHORT);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r2 = mutex.isLocked() ? 1 : 0;
      if (r.r2 == 1) {
        mutex.unlock();
      }
      r.r3 = Locking.shows(mutex, IDLE);
    }
  }

  /** {@code interrupt, unlock | lock}: held by the second or by nobody. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 1", "-5, 0, 1"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "the lock is lost, or a trace is left")
  @State
  public static class MutexUnlockVsInterrupt {
    private final Mutex mutex = new Mutex();
    private volatile Thread owner;
    private volatile boolean finished;

    public MutexUnlockVsInterrupt() {
      mutex.lock();
    }

    @Actor
    public void first(III_Result r) {
      while (owner == null) {
        Thread.onSpinWait();
      }
      Locking.briefly(mutex, "1 waiting");
      owner.interrupt();
      mutex.unlock();
      finished = true;
    }

    @Actor
    public void second(III_Result r) {
      owner = Thread.currentThread();
      r.r1 = Locking.lock(mutex, Locking.LONG);
      while (!finished) {
        Thread.onSpinWait();
      }
      Thread.interrupted(); // not for the next round
    }

    @Arbiter
    public void after(III_Result r) {
      r.r2 = mutex.isLocked() ? 1 : 0;
      if (r.r2 == 1) {
        mutex.unlock();
      }
      r.r3 = Locking.shows(mutex, IDLE);
    }
  }

  /** {@code barges until the second starves, interrupts it, unlocks | lock}. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 1", "-5, 0, 1"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "the lock is lost, or a trace is left")
  @State
  public static class MutexHandOverVsInterrupt {
    private final Mutex mutex = new Mutex();
    private volatile Thread owner;
    private volatile boolean finished;

    public MutexHandOverVsInterrupt() {
      mutex.lock();
    }

    @Actor
    public void first(III_Result r) {
      while (owner == null) {
        Thread.onSpinWait();
      }
      Locking.briefly(mutex, "1 waiting");
      long start = System.nanoTime();
      while (System.nanoTime() - start < 1_000_000) {
        Thread.onSpinWait();
      }
      mutex.unlock();
      if (mutex.tryLock()) { // else the second has it
        Locking.briefly(mutex, "starving");
        owner.interrupt();
        mutex.unlock();
      }
      finished = true;
    }

    @Actor
    public void second(III_Result r) {
      owner = Thread.currentThread();
      r.r1 = Locking.lock(mutex, Locking.LONG);
      while (!finished) {
        Thread.onSpinWait();
      }
      Thread.interrupted(); // not for the next round
    }

    @Arbiter
    public void after(III_Result r) {
      r.r2 = mutex.isLocked() ? 1 : 0;
      if (r.r2 == 1) {
        mutex.unlock();
      }
      r.r3 = Locking.shows(mutex, IDLE);
    }
  }

  /** {@code x++ locked | x++ locked}. */
  @JCStressTest
  @Outcome(id = "2, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "both were inside, or something is left")
  @State
  public static class SpinLockExcludes {
    private final SpinLock lock = new SpinLock();
    private int x;

    @Actor
    public void first() {
      lock.lock();
      x++;
      lock.unlock();
    }

    @Actor
    public void second() {
      lock.lock();
      x++;
      lock.unlock();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r1 = x;
      r.r2 = Locking.shows(lock, IDLE);
    }
  }

  /** {@code x, signal locked | await locked while there is no x}: not missed. */
  @InEveryBuild
  @JCStressTest
  @Outcome(
      id = {"1, 1", "2, 1"},
      expect = ACCEPTABLE,
      desc = "waited; came later")
  @Outcome(expect = FORBIDDEN, desc = "a lost signal, or no happens-before")
  @State
  public static class SignalVsAwait {
    private final Mutex mutex = new Mutex();
    private final Cond cond = new Cond(mutex);
    private int x;

    @Actor
    public void first() {
      mutex.lock();
      x = 1;
      mutex.unlock();
      cond.signal();
    }

    @Actor
    public void second(II_Result r) {
      mutex.lock();
      r.r1 = x == 0 ? Locking.await(cond, Locking.LONG) : 2;
      r.r2 = x;
      mutex.unlock();
    }
  }

  /** {@code signal | await with a short limit}: nobody is left waiting, and the lock is free. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 1", "0, 0, 1"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a waiter or the lock is left")
  @State
  public static class SignalVsTimeOut {
    private final Mutex mutex = new Mutex();
    private final Cond cond = new Cond(mutex);

    @Actor
    public void first() {
      Locking.briefly(cond, "(1 waiting)");
      cond.signal();
    }

    @Actor
    public void second(III_Result r) {
      mutex.lock();
      r.r1 = Locking.await(cond, Locking.SHORT);
      mutex.unlock();
    }

    @Arbiter
    public void after(III_Result r) {
      r.r2 = cond.waiting();
      r.r3 = Locking.shows(mutex, IDLE);
    }
  }

  /** {@code x, unlock | select of the lock, x}. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class UnlockVsSelect {
    private final Mutex mutex = new Mutex();
    private int x;

    public UnlockVsSelect() {
      mutex.lock();
    }

    @Actor
    public void first() {
      x = 1;
      mutex.unlock();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Locking.select(mutex, Locking.LONG);
      r.r2 = x;
    }
  }

  /** {@code unlock | select of the lock with a short limit}: held by the select or by nobody. */
  @JCStressTest
  @Outcome(
      id = {"1, 1", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "the lock is lost, or a trace is left")
  @State
  public static class UnlockVsLosingSelect {
    private final Mutex mutex = new Mutex();

    public UnlockVsLosingSelect() {
      mutex.lock();
    }

    @Actor
    public void first() {
      Locking.briefly(mutex, "1 waiting");
      mutex.unlock();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Locking.select(mutex, Locking.SHORT);
      if (r.r1 == 1) {
        mutex.unlock();
      }
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = Locking.shows(mutex, IDLE);
    }
  }
}
