// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.sync.RWMutex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** RWMutex: edges, exclusion, and readers and writers who leave. */
public class ReadWriteLocks {
  private static final String OPEN = "(0 reading, open, 0 queued)";

  private ReadWriteLocks() {}

  /** {@code x, RUnlock | lock, x}: the last reader lets the writer in. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class ReadUnlockVsWriter {
    private final RWMutex rw = new RWMutex();
    private int x;

    public ReadUnlockVsWriter() {
      rw.readLock().lock();
    }

    @Actor
    public void first() {
      x = 1;
      rw.readLock().unlock();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Locking.lock(rw.writeLock(), Locking.LONG);
      r.r2 = x;
    }
  }

  /** {@code RUnlock | lock with a short limit}: the writer is inside, or the gate is open. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 1", "0, 0, 1"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "the lock is lost, or a trace is left")
  @State
  public static class ReadUnlockVsWriterTimeOut {
    private final RWMutex rw = new RWMutex();

    public ReadUnlockVsWriterTimeOut() {
      rw.readLock().lock();
    }

    @Actor
    public void first() {
      Locking.briefly(rw, "shut");
      rw.readLock().unlock();
    }

    @Actor
    public void second(III_Result r) {
      r.r1 = Locking.lock(rw.writeLock(), Locking.SHORT);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r2 = rw.isWriteLocked() ? 1 : 0;
      if (r.r2 == 1) {
        rw.writeLock().unlock();
      }
      r.r3 = Locking.shows(rw, OPEN) * Locking.tryLock(rw.writeLock());
    }
  }

  /** {@code x, unlock | RLock, x}: who queues is let in. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class WriteUnlockVsReader {
    private final RWMutex rw = new RWMutex();
    private int x;

    public WriteUnlockVsReader() {
      rw.writeLock().lock();
    }

    @Actor
    public void first() {
      x = 1;
      rw.writeLock().unlock();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Locking.lock(rw.readLock(), Locking.LONG);
      r.r2 = x;
    }
  }

  /** {@code unlock | RLock with a short limit}: counted if it reads, and not otherwise. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 1", "0, 0, 1"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a reader is lost, or counted without reading")
  @State
  public static class WriteUnlockVsReaderTimeOut {
    private final RWMutex rw = new RWMutex();

    public WriteUnlockVsReaderTimeOut() {
      rw.writeLock().lock();
    }

    @Actor
    public void first() {
      Locking.briefly(rw, "1 queued");
      rw.writeLock().unlock();
    }

    @Actor
    public void second(III_Result r) {
      r.r1 = Locking.lock(rw.readLock(), Locking.SHORT);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r2 = rw.readers();
      if (r.r2 == 1) {
        rw.readLock().unlock();
      }
      r.r3 = Locking.shows(rw, OPEN) * Locking.tryLock(rw.writeLock());
    }
  }

  /** {@code tryRLock | tryLock}: one of them. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "both or none")
  @State
  public static class TryReadVsTryWrite {
    private final RWMutex rw = new RWMutex();

    @Actor
    public void first(II_Result r) {
      r.r1 = Locking.tryLock(rw.readLock());
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = Locking.tryLock(rw.writeLock());
    }
  }
}
