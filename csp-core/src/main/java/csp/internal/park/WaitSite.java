// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Something to wait on: a lock, the threads to wake when it is released, and what was learnt about
 * spinning here. Channels and the sync layer's queues extend it, so that a wait needs no second
 * object.
 */
public abstract class WaitSite extends WaitQueues {
  /*
   * The lock is held for tens of nanoseconds and never while waiting, allocating much or running user
   * code, so it spins; only when the holder lost its processor is there anything to wait for, and then
   * short timed pauses do: nobody has to tell the waiter, so releasing is one release store. It is not
   * reentrant and not fair.
   *
   * Two threads that both work on a buffer pass the lock, and every line it guards, to and fro with each
   * operation, if each of them takes it as soon as it can. So who finds it taken stays away for a moment, in
   * which the other, whose processor has the lines, does several operations in a row. How long that is follows
   * from what it costs to fetch the line of the lock, which is measured each time: 40 ns between processors that
   * share a cache, 160 and more between others, and on a virtual machine now this and now that. Not where waits
   * spin: there the threads go in step anyway, and the moment would be lost.
   *
   * The sudog of a wait that has ended is kept for the next one, as Go keeps its (acquireSudog and
   * releaseSudog in runtime/proc.go): a new one for each wait is memory that no processor has at hand yet. It
   * is taken under the lock, and put back without, by its owner, whose alone it is from the claim on (P3, P4).
   * So two puts, or a put and a take, may meet, and one sudog is lost to the collector; but none is taken
   * twice, as a take leaves null there before the next begins.
   */

  private static final AtomicLong IDS = new AtomicLong();
  private static final int LOCK_SPINS = 256;
  private static final int MOST_ROUNDS_AWAY = 64;
  private static final int FETCH_NANOS_PER_ROUND_AWAY = 4;
  private static final int FETCHES_IN_AVERAGE = 8;
  private static final int MOST_FETCH_NANOS = 1_000; // what took longer has lost its processor
  private static final long FIRST_PAUSE_NANOS = 20_000;
  private static final long LONGEST_PAUSE_NANOS = 1_000_000;

  private final long id = IDS.getAndIncrement();

  @SuppressWarnings("unused") // read and written through LOCK_STATE only
  private int lockState; // 0 free, 1 held

  final boolean spinsFreely; // or else only while waking is dear, or never
  int spinCredit; // belongs to Spinner; racy on purpose: a lost update costs some spinning
  private @Nullable Thread readied; // guarded by the lock: claimed, to be unparked after unlock
  private @Nullable WakeList moreReadied; // guarded by the lock: the second and later ones

  @SuppressWarnings("unused") // read and written through SPARE only
  private @Nullable Sudog spare; // of a wait that has ended, for the next

  private byte unparks; // guarded by the lock: counts the first ones readied
  private boolean errand; // guarded by the lock: something is to be done elsewhere, after unlock
  private short fetchNanos; // written under the lock: what it took of late to fetch its line

  /** A site that is free. */
  protected WaitSite(SpinPolicy policy) {
    spinsFreely = policy == SpinPolicy.FREELY;
    spinCredit = policy != SpinPolicy.NEVER && Platform.spinningHelps() ? 0 : Spinner.NEVER;
  }

  /** Unique for the life of the process: several sites are locked in ascending order of it. */
  public final long id() {
    return id;
  }

  /** Takes the lock. Uninterruptible. */
  public final void lock() {
    if (!tryLock()) {
      lockSlow();
    }
  }

  private boolean tryLock() {
    return LOCK_STATE.compareAndSet(this, 0, 1);
  }

  /** Releases the lock. Nobody may have been readied: see {@link #unlockAndWake}. */
  public final void unlock() {
    LOCK_STATE.setRelease(this, 0);
  }

  /** Releases the lock, then unparks whoever was readied under it (P5), and runs the errand. */
  public final void unlockAndWake() {
    if (readied == null && !errand) {
      unlock();
    } else if (unlockAndOwe()) {
      runErrand();
    }
  }

  /**
   * Releases the lock and unparks as {@link #unlockAndWake} does, but leaves the errand to the
   * caller: for the errand itself, which goes on until nothing is owed.
   *
   * @return whether an errand is owed
   */
  protected final boolean unlockAndOwe() {
    Thread first = readied;
    WakeList more = moreReadied;
    boolean owed = errand;
    boolean isSample = first != null && WakeCost.isSample(++unparks);
    readied = null;
    moreReadied = null;
    errand = false;
    unlock();
    if (first != null) {
      if (isSample) {
        WakeCost.OF_PROCESS.measureUnpark(first);
      } else {
        Parker.unpark(first);
      }
    }
    if (more != null) {
      more.wakeAll();
    }
    return owed;
  }

  /**
   * Adds to {@code list} whoever was readied under this lock, and the errand: for a select, which
   * may unpark and run errands only when all its locks are released. Lock held.
   *
   * @param list null if there is none yet
   * @return the list; made if there was none and something is to be added
   */
  public final @Nullable WakeList takeReadied(@Nullable WakeList list) {
    Thread first = readied;
    WakeList more = moreReadied;
    if (first == null && !errand) {
      return list;
    }
    WakeList taken = list == null ? new WakeList() : list;
    if (first != null) {
      taken.add(first);
    }
    if (more != null) {
      taken.addAll(more);
    }
    if (errand) {
      taken.addErrand(this);
    }
    readied = null;
    moreReadied = null;
    errand = false;
    return taken;
  }

  /** Has {@link #runErrand} called once the lock, and every other, is released. Lock held. */
  protected final void oweErrand() {
    errand = true;
  }

  /**
   * Does what a step had to leave, as it would have needed the lock of another site. No lock held.
   */
  protected void runErrand() {}

  /** A sudog that waits alone, for the current thread: a new one, or as new. Lock held. */
  protected final Sudog acquireSudog() {
    Sudog kept = (Sudog) SPARE.getAcquire(this);
    if (kept == null) {
      return new Sudog();
    }
    SPARE.setOpaque(this, null);
    kept.renew();
    return kept;
  }

  /**
   * Gives back a sudog of {@link #acquireSudog} that was fired, once its results were read: the
   * claim was the last touch of its claimer (P3). Owner only; no lock needed.
   */
  protected final void releaseSudog(Sudog fired) {
    fired.clear();
    fired.retire();
    SPARE.setRelease(this, fired);
  }

  /** Remembers a claimed thread until the lock is released. Lock held. */
  final void ready(Thread thread) {
    if (readied == null) {
      readied = thread;
    } else {
      WakeList more = moreReadied;
      if (more == null) {
        more = new WakeList();
        moreReadied = more;
      }
      more.add(thread);
    }
  }

  private void lockSlow() {
    if (spinCredit == Spinner.NEVER) {
      Parker.stayAway();
    } else if (!spinsFreely && lockStayingAway()) {
      return;
    }
    boolean interrupted = false;
    long pause = FIRST_PAUSE_NANOS;
    for (int spins = Platform.spinningHelps() ? 0 : LOCK_SPINS; ; spins++) {
      if ((int) LOCK_STATE.getOpaque(this) == 0 && tryLock()) {
        break;
      }
      if (spins < LOCK_SPINS) {
        Platform.spinHint();
      } else {
        interrupted |= Parker.pause(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tries again now and then, and gives up after as many rounds as others spin. */
  private boolean lockStayingAway() {
    int rounds =
        Math.clamp(
            fetchNanos / FETCH_NANOS_PER_ROUND_AWAY, Parker.STAY_AWAY_ROUNDS, MOST_ROUNDS_AWAY);
    for (int spins = 0; spins < LOCK_SPINS; spins += rounds) {
      Platform.spin(rounds);
      long start = Platform.nanoTime();
      if (tryLock()) {
        long nanos = Math.min(Platform.nanoTime() - start, MOST_FETCH_NANOS);
        fetchNanos += (short) ((nanos - fetchNanos) / FETCHES_IN_AVERAGE);
        return true;
      }
    }
    return false;
  }

  // VarHandle mechanics

  private static final VarHandle LOCK_STATE =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "lockState", VarHandle.class, WaitSite.class, int.class);

  private static final VarHandle SPARE =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "spare", VarHandle.class, WaitSite.class, Sudog.class);
}
