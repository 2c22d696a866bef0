// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.Platform;
import csp.internal.park.SpinPolicy;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import csp.internal.park.WaitSite;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What readers go through and a writer shuts: an {@link RWMutex} without the writers' queue. */
final class ReaderGate extends WaitSite {
  /*
   * The state:   | SHUT | QUEUED | number of readers inside |
   *
   *   open       readers come and go by compare-and-set
   *   pending    SHUT, `pending` is not null: the writer waits for the readers inside to leave, or gives up
   *   writing    SHUT, `pending` is null, nobody is inside
   *
   * G1  SHUT is set and cleared under the lock, but for the writer that finds nobody inside and nobody queued:
   *     one compare-and-set in, one out.
   * G2  While SHUT, readers come and go under the lock.
   * G3  A queued reader or a pending writer => SHUT and QUEUED. QUEUED makes who opens the gate go through the
   *     lock; it is not taken back before the gate opens.
   * G4  Readers who wait are not counted. They are let in all at once, when the gate opens: no writer can come
   *     in between, and a writer that comes later waits for exactly those inside.
   *
   * Why the edges hold: readers who go in and out by compare-and-set synchronize through the state; who is let
   * in by the one who opens, and the writer who is let in by the last reader, through HB-claim. The last reader
   * is preceded by the others through the lock (G2) or the state.
   */

  private static final int SHUT = 1 << 31;
  private static final int QUEUED = 1 << 30;
  private static final int INSIDE = QUEUED - 1;

  private static final int MOST_SPINS = 60; // of 20 to 50 ns

  private final AtomicInteger state = new AtomicInteger();
  private @Nullable Sudog pending; // guarded by the lock: the writer that waits

  ReaderGate() {
    super(SpinPolicy.FREELY);
  }

  /** Lets a reader in if the gate is open. */
  boolean tryEnter() {
    for (int seen = state.get(); seen >= 0; seen = state.get()) {
      if (seen == INSIDE) {
        throw new IllegalStateException("sync: too many readers of an RWMutex");
      }
      if (state.compareAndSet(seen, seen + 1)) {
        return true;
      }
      Parker.stayAway();
    }
    return false;
  }

  /** Lets a reader in, as {@code mode} waits. False if the time passed first. */
  boolean enter(WaitMode mode) throws InterruptedException {
    return tryEnter() || spinIn() || enterSlow(mode);
  }

  /** Lets a reader in if the gate opens within a moment, as it does where writers are quick. */
  private boolean spinIn() {
    int most = Platform.spinningHelps() ? MOST_SPINS : 0;
    for (int spins = 0; spins < most; spins++) {
      Platform.spinHint();
      if (tryEnter()) {
        return true;
      }
    }
    return false;
  }

  private boolean enterSlow(WaitMode mode) throws InterruptedException {
    Sudog sudog = new Sudog();
    if (!queue(sudog)) {
      return true;
    }
    boolean fired = false;
    try {
      fired = mode.await(sudog, this, ParkReason.RWMUTEX_RLOCK);
    } finally {
      if (!fired) {
        lock();
        dequeue(QUEUE, sudog); // P4
        unlock();
      }
    }
    return fired;
  }

  private boolean queue(Sudog sudog) {
    lock();
    try {
      return queueStep(sudog);
    } finally {
      unlock();
    }
  }

  /** Queues {@code sudog}; or returns false, and the reader is inside. Lock held. */
  private boolean queueStep(Sudog sudog) {
    while (true) {
      int seen = state.get();
      if (seen >= 0) {
        if (tryEnter()) {
          return false;
        }
      } else if (state.compareAndSet(seen, seen | QUEUED)) { // G3: before the writer can miss it
        enqueue(QUEUE, sudog);
        return true;
      }
    }
  }

  /** A reader goes. */
  void leave() {
    for (int seen = state.get(); seen > 0; seen = state.get()) {
      if (state.compareAndSet(seen, seen - 1)) {
        return;
      }
      Parker.stayAway();
    }
    lock();
    boolean left = leaveStep();
    unlockAndWake();
    if (!left) {
      throw new IllegalMonitorStateException("sync: RUnlock of unlocked RWMutex");
    }
  }

  /** A reader goes; the last one lets the writer in. False if nobody is inside. Lock held. */
  boolean leaveStep() {
    int seen;
    do {
      seen = state.get();
      if ((seen & INSIDE) == 0) {
        return false;
      }
    } while (!state.compareAndSet(seen, seen - 1));
    Sudog writer = pending;
    boolean last = (seen & INSIDE) == 1;
    if (last && writer != null) {
      pending = null; // P3
      if (!writer.fire(this, true)) {
        pending = writer; // it gives up, and will come to open the gate
      }
    }
    return true;
  }

  /** Shuts the gate if nobody is inside. The writers' mutex is held. */
  boolean tryShut() {
    return state.compareAndSet(0, SHUT);
  }

  /**
   * Shuts the gate and waits for those inside to leave, as {@code mode} says. The writers' mutex is
   * held.
   *
   * @return false if the time passed first; the gate is open
   */
  boolean shut(WaitMode mode) throws InterruptedException {
    if (tryShut()) {
      return true;
    }
    Sudog sudog = new Sudog();
    lock();
    if (!shutStep(sudog)) {
      unlock();
      return true;
    }
    unlock();
    boolean fired = false;
    try {
      fired = mode.await(sudog, this, ParkReason.RWMUTEX_LOCK);
    } finally {
      if (!fired) {
        lock();
        pending = null; // P4
        openStep();
        unlockAndWake();
      }
    }
    return fired;
  }

  /** Shuts the gate. Returns whether the writer has to wait. Lock held. */
  private boolean shutStep(Sudog sudog) {
    int seen;
    do {
      seen = state.get();
    } while (!state.compareAndSet(seen, seen == 0 ? SHUT : seen | SHUT | QUEUED)); // G3
    if (seen == 0) {
      return false;
    }
    pending = sudog;
    return true;
  }

  /** The writer goes: the gate opens. */
  void open() {
    if (state.compareAndSet(SHUT, 0)) {
      return;
    }
    lock();
    boolean opened = writerGoesStep();
    unlockAndWake();
    if (!opened) {
      throw new IllegalMonitorStateException("sync: Unlock of unlocked RWMutex");
    }
  }

  /** The writer goes. False if there is none. Lock held. */
  private boolean writerGoesStep() {
    if (state.compareAndSet(SHUT, 0)) {
      return true;
    }
    // without QUEUED the writer may be gone before the next line: only its unlock may open then
    // (G1)
    boolean writing = (state.get() & (SHUT | QUEUED)) == (SHUT | QUEUED) && pending == null;
    if (writing) {
      openStep();
    }
    return writing;
  }

  /** Opens the gate, which stays as it is meanwhile (G3), and lets in who is queued. Lock held. */
  private void openStep() {
    int let = 0;
    for (Sudog reader = pollFirst(QUEUE); reader != null; reader = pollFirst(QUEUE)) {
      if (reader.fire(this, true)) {
        let++; // it may run already, but cannot leave before we are done (G2)
      }
    }
    state.set((state.get() & INSIDE) + let);
  }

  int active() {
    return state.get() & INSIDE;
  }

  int queued() {
    return queuedAcquire(QUEUE);
  }

  boolean isPending() {
    lock();
    boolean waits = pending != null;
    unlock();
    return waits;
  }

  boolean isWriting() {
    return state.get() < 0 && !isPending();
  }

  boolean isPristine() {
    return state.get() == 0 && queued() == 0;
  }

  void checkInvariants() {
    lock();
    try {
      checkQueue(QUEUE);
      int seen = state.get();
      boolean shut = seen < 0;
      boolean somebodyWaits = queued(QUEUE) > 0 || pending != null;
      if (somebodyWaits && (!shut || (seen & QUEUED) == 0)) {
        throw new AssertionError("G3: somebody waits at an open gate: " + this);
      }
    } finally {
      unlock();
    }
  }

  @Override
  public String toString() {
    int seen = state.get();
    return (seen & INSIDE) + " reading, " + (seen < 0 ? "shut, " : "open, ") + queued() + " queued";
  }
}
