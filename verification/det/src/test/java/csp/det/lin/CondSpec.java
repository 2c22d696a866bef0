// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import static csp.det.lin.Op.Form.CANCELLABLE;
import static csp.det.lin.Op.Form.PLAIN;
import static csp.det.lin.Op.Form.TIMED;
import static csp.det.lin.Op.Form.TRY;
import static csp.det.lin.Op.Form.UNINTERRUPTIBLE;

import csp.sync.Cond;
import csp.sync.Mutex;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A condition variable and its mutex. A wait takes its place, unlocks, is told or leaves its place,
 * and locks again: steps of its own. Signals go to the places in order, which is promised.
 *
 * <p>State: the places, as the numbers of their calls; and whether the mutex is held.
 */
final class CondSpec implements Spec {
  private static final List<Op> OPS =
      Op.menu()
          .add("lock", UNINTERRUPTIBLE, PLAIN, TRY)
          .often(2, "unlock")
          .add("await", UNINTERRUPTIBLE, PLAIN, PLAIN, TIMED, TIMED, CANCELLABLE, CANCELLABLE)
          .often(4, "signal")
          .often(1, "broadcast")
          .list();

  private static final long HELD = 1L << Fifo.BITS;

  // phases of a wait
  private static final int PLACED = 1;
  private static final int WAITING = 2;
  private static final int TOLD = 3;
  private static final int LEFT = 4;
  private static final int REFUSED = 5;

  private final boolean heldAtFirst;

  CondSpec(SplittableRandom random) {
    heldAtFirst = random.nextInt(4) != 0;
  }

  @Override
  public List<Op> ops() {
    return OPS;
  }

  @Override
  public long start() {
    return heldAtFirst ? HELD : 0;
  }

  @Override
  public void steps(Call call, int phase, long state, Offer offer) {
    boolean held = (state & HELD) != 0;
    long places = state & Fifo.MASK;
    switch (call.op.name()) {
      case "lock" -> {
        if (!held) {
          offer.end(state | HELD, Call.OK);
        }
      }
      case "unlock" -> offer.end(state & ~HELD, held ? Call.OK : Call.REFUSED);
      case "signal" -> offer.end(state & HELD | Fifo.tail(places), Call.OK);
      case "broadcast" -> offer.end(state & HELD, Call.OK);
      default -> await(call, phase, state, offer);
    }
  }

  private static void await(Call call, int phase, long state, Offer offer) {
    boolean held = (state & HELD) != 0;
    long places = state & Fifo.MASK;
    boolean placed = Fifo.contains(places, call.number + 1);
    switch (phase) {
      case 0 -> offer.step(state & HELD | Fifo.add(places, call.number + 1), PLACED);
      case PLACED -> {
        if (held) {
          offer.step(places, WAITING);
        } else {
          offer.step(state, REFUSED);
        }
      }
      case REFUSED -> {
        // a signal that it has got goes on to the next, who may have come after it
        long left = placed ? Fifo.remove(places, call.number + 1) : Fifo.tail(places);
        offer.end(state & HELD | left, Call.REFUSED);
      }
      case WAITING -> {
        if (!placed) {
          offer.step(state, TOLD);
        }
      }
      case TOLD -> {
        if (!held) {
          offer.end(state | HELD, Call.OK);
        }
      }
      default -> {
        if (!held) {
          offer.end(state | HELD, call.result);
        }
      }
    }
  }

  @Override
  public void leave(Call call, int phase, long state, String reason, Offer offer) {
    if (phase == 0) {
      offer.end(state, reason);
    } else if (phase == WAITING && Fifo.contains(state & Fifo.MASK, call.number + 1)) {
      long left = Fifo.remove(state & Fifo.MASK, call.number + 1);
      offer.step(state & HELD | left, LEFT);
    }
  }

  @Override
  public boolean mayFailBesides(Call call, Call other) {
    return call.op.name().equals("lock")
        && (other.op.name().equals("await") || other.op.name().equals("lock") && !other.is(TRY));
  }

  @Override
  public Subject subject() {
    Mutex mutex = new Mutex();
    Cond cond = new Cond(mutex);
    if (heldAtFirst) {
      mutex.lock();
    }
    return (call, ending) ->
        switch (call.op.name()) {
          case "lock" -> LockSpec.lock(mutex, call, ending);
          case "unlock" -> LockSpec.unlock(mutex);
          case "signal" -> {
            cond.signal();
            yield Call.OK;
          }
          case "broadcast" -> {
            cond.broadcast();
            yield Call.OK;
          }
          default -> await(cond, call, ending);
        };
  }

  private static String await(Cond cond, Call call, Ending ending) throws InterruptedException {
    boolean told = true;
    try {
      switch (call.op.form()) {
        case UNINTERRUPTIBLE -> cond.awaitUninterruptibly();
        case TIMED -> told = cond.await(Ending.LIMIT);
        case CANCELLABLE -> cond.await(ending);
        default -> cond.await();
      }
    } catch (IllegalMonitorStateException e) {
      return Call.REFUSED;
    }
    return told ? Call.OK : Call.NOT_NOW;
  }

  @Override
  public String toString() {
    return "condition variable, mutex " + (heldAtFirst ? "held" : "free");
  }
}
