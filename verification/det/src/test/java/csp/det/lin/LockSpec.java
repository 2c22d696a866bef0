// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import static csp.det.lin.Op.Form.CANCELLABLE;
import static csp.det.lin.Op.Form.PLAIN;
import static csp.det.lin.Op.Form.TIMED;
import static csp.det.lin.Op.Form.TRY;
import static csp.det.lin.Op.Form.UNINTERRUPTIBLE;

import csp.sync.Locker;
import csp.sync.Mutex;
import csp.sync.SpinLock;
import java.util.List;

/**
 * A lock that any thread may unlock. No order is promised among those who wait. Who does not wait
 * for ever may fail where the lock is free while another waits for it.
 *
 * <p>State: 1 if the lock is held.
 */
final class LockSpec implements Spec {
  private static final List<Op> OPS =
      Op.menu()
          .add("lock", UNINTERRUPTIBLE, PLAIN, TRY, TIMED, CANCELLABLE)
          .often(4, "unlock")
          .list();

  private final boolean spins;

  LockSpec(boolean spins) {
    this.spins = spins;
  }

  @Override
  public List<Op> ops() {
    return OPS;
  }

  @Override
  public long start() {
    return 0;
  }

  @Override
  public void steps(Call call, int phase, long state, Offer offer) {
    if (call.op.name().equals("unlock")) {
      offer.end(0, state == 1 ? Call.OK : Call.REFUSED);
    } else if (state == 0) {
      offer.end(1, Call.OK);
    }
  }

  @Override
  public boolean mayFailBesides(Call call, Call other) {
    return other.op.name().equals("lock") && !other.is(TRY);
  }

  @Override
  public Subject subject() {
    Locker lock = spins ? new SpinLock() : new Mutex();
    return (call, ending) ->
        call.op.name().equals("unlock") ? unlock(lock) : lock(lock, call, ending);
  }

  /** Locks as the call says. */
  static String lock(Locker lock, Call call, Ending ending) throws InterruptedException {
    boolean locked = true;
    switch (call.op.form()) {
      case UNINTERRUPTIBLE -> lock.lock();
      case PLAIN -> lock.lockInterruptibly();
      case TRY -> locked = lock.tryLock();
      case TIMED -> locked = lock.tryLock(Ending.LIMIT);
      case CANCELLABLE -> lock.lock(ending);
    }
    return locked ? Call.OK : Call.NOT_NOW;
  }

  static String unlock(Locker lock) {
    try {
      lock.unlock();
      return Call.OK;
    } catch (IllegalMonitorStateException e) {
      return Call.REFUSED;
    }
  }

  @Override
  public String toString() {
    return spins ? "spin lock" : "mutex";
  }
}
