// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.park.WaitMode;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReadWriteLock;

/**
 * Go's reader/writer lock: held by any number of readers, or by one writer. {@link #readLock} and
 * {@link #writeLock} are its two sides.
 *
 * <p>Neither kind starves the other. A writer that waits stops new readers, and waits only for
 * those who were reading when it came; and when it unlocks, all readers who queued meanwhile are
 * let in before the next writer. Writers compete with each other as at a {@link Mutex}.
 *
 * <p>Three things follow, and end in waiting for oneself for ever: a thread that reads must not
 * take the reading lock again, since a writer may have come in between; nor the writing lock, as
 * there is no upgrade; and one that writes must not read, as there is no downgrade.
 *
 * <p>A writer that gives up (interrupt, time-out, cancellation) lets the readers in that it has
 * stopped. What {@link Locker} says holds for both sides: any thread may unlock, and no lock is
 * reentrant.
 *
 * <p>Memory: what a writer did before it unlocks happens-before what any later reader or writer
 * does after it has locked; what a reader did before it unlocks happens-before what the next writer
 * does. There is no edge between readers. The rules are those of Go's sync.RWMutex
 * (sync/rwmutex.go).
 */
public final class RWMutex implements ReadWriteLock {
  private final Mutex writers =
      new Mutex(); // held by the one writer that waits for readers or writes
  private final ReaderGate gate = new ReaderGate();
  private final ReadSide readSide = new ReadSide();
  private final WriteSide writeSide = new WriteSide();

  /** A lock that nobody holds. */
  public RWMutex() {}

  /** {@return the lock of readers; the same every time} It has no conditions. */
  @Override
  public Locker readLock() {
    return readSide;
  }

  /** {@return the lock of writers; the same every time} */
  @Override
  public Locker writeLock() {
    return writeSide;
  }

  /** {@return the lock of readers under Go's name for it, such as for a {@link Cond}} */
  public Locker readLocker() {
    return readSide;
  }

  /** {@return how many read now; for logs and tests} */
  public int readers() {
    return gate.active();
  }

  /** {@return whether a writer holds the lock now; for logs and tests} */
  public boolean isWriteLocked() {
    return gate.isWriting();
  }

  /** What readers go through; who holds its lock stops all who do not get by without. */
  ReaderGate gate() {
    return gate;
  }

  /** Throws {@link AssertionError} when the state contradicts itself. */
  void checkInvariants() {
    gate.checkInvariants();
  }

  /** Whether nobody holds the lock and no trace of those who waited is left. */
  boolean isPristine() {
    return writers.isPristine() && gate.isPristine();
  }

  /** How many readers are queued now. */
  int queuedReaders() {
    return gate.queued();
  }

  /** Whether a writer has stopped new readers and waits for those that are reading. */
  boolean isWriterPending() {
    return gate.isPending();
  }

  /** How many writers wait for another writer now. */
  int queuedWriters() {
    return writers.queued();
  }

  @Override
  public String toString() {
    return "rwmutex@" + Integer.toHexString(System.identityHashCode(this)) + " (" + gate + ")";
  }

  /** The side of the readers. */
  final class ReadSide extends WaitingLock {
    @Override
    public void lock() {
      if (!gate.tryEnter()) {
        super.lock();
      }
    }

    @Override
    boolean acquire(WaitMode mode) throws InterruptedException {
      return gate.enter(mode);
    }

    @Override
    public boolean tryLock() {
      return gate.tryEnter();
    }

    @Override
    public void unlock() {
      gate.leave();
    }

    @Override
    public Condition newCondition() {
      throw new UnsupportedOperationException("the reading side has no conditions; see Cond");
    }

    RWMutex whole() {
      return RWMutex.this;
    }

    @Override
    public String toString() {
      return "reading side of " + RWMutex.this;
    }
  }

  /** The side of the writers. */
  final class WriteSide extends WaitingLock {
    @Override
    boolean acquire(WaitMode mode) throws InterruptedException {
      if (!writers.acquire(mode)) {
        return false;
      }
      boolean writing = false;
      try {
        writing = gate.shut(mode);
      } finally {
        if (!writing) {
          writers.unlock();
        }
      }
      return writing;
    }

    @Override
    public boolean tryLock() {
      if (!writers.tryLock()) {
        return false;
      }
      boolean writing = gate.tryShut();
      if (!writing) {
        writers.unlock();
      }
      return writing;
    }

    @Override
    public void unlock() {
      gate.open();
      writers.unlock();
    }

    RWMutex whole() {
      return RWMutex.this;
    }

    @Override
    public String toString() {
      return "writing side of " + RWMutex.this;
    }
  }
}
