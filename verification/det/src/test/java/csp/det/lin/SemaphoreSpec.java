// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import csp.sync.Semaphore;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A weighted semaphore. Who waits is served strictly first come first served, by the release or the
 * leaving that makes it possible; both are promised, so the queue is in the state. One that wants
 * more than there can be waits in no queue. A cancellable acquire may give back what it was given.
 *
 * <p>State: the queue, of numbers that say which call and how many permits; and how many are held.
 * If that is less than none the semaphore was misused, and anything goes.
 */
final class SemaphoreSpec implements Spec {
  private static final List<Op> OPS =
      Op.menu().add("acquire", Op.ALL_FORMS).often(3, "release").list();

  private static final int QUEUED = 1;
  private static final int TOO_MANY = 2;

  private final int size;
  private final int heldAtFirst;

  SemaphoreSpec(SplittableRandom random) {
    size = 1 + random.nextInt(3);
    heldAtFirst = random.nextInt(size + 1);
  }

  @Override
  public List<Op> ops() {
    return OPS;
  }

  @Override
  public int value(SplittableRandom random, int number) {
    return 1 + random.nextInt(random.nextInt(8) == 0 ? 3 : Math.min(size, 2));
  }

  @Override
  public long start() {
    return with(0, heldAtFirst);
  }

  @Override
  public void steps(Call call, int phase, long state, Offer offer) {
    if (held(state) < 0) {
      if (!call.isPending()) {
        offer.end(state, call.result);
      }
    } else if (call.op.name().equals("release")) {
      long next = with(state, held(state) - call.value);
      boolean tooMany = held(next) < 0;
      offer.end(tooMany ? next : grant(next), tooMany ? Call.REFUSED : Call.OK);
    } else if (phase == QUEUED) {
      if (!Fifo.contains(state & Fifo.MASK, ticket(call))) {
        acquired(call, state, offer);
      }
    } else if (phase == 0 && fits(state, call.value) && (state & Fifo.MASK) == 0) {
      long next = with(state, held(state) + call.value);
      if (call.is(Op.Form.CANCELLABLE)) {
        offer.step(next, QUEUED); // and has what it wants
      } else {
        offer.end(next, Call.OK);
      }
    } else if (phase == 0 && !call.is(Op.Form.TRY)) {
      if (call.value > size) {
        offer.step(state, TOO_MANY);
      } else {
        long queue = Fifo.add(state & Fifo.MASK, ticket(call));
        offer.step(state & ~Fifo.MASK | queue, QUEUED);
      }
    }
  }

  /** The permits are there; unless somebody has released them already, and they are given back. */
  private static void acquired(Call call, long state, Offer offer) {
    offer.end(state, Call.OK);
    if (call.is(Op.Form.CANCELLABLE) && held(state) < call.value) {
      offer.end(with(state, held(state) - call.value), Call.REFUSED);
    }
  }

  @Override
  public void leave(Call call, int phase, long state, String reason, Offer offer) {
    int ticket = ticket(call);
    if (phase != QUEUED) {
      offer.end(state, reason);
    } else if (Fifo.contains(state & Fifo.MASK, ticket)) {
      long queue = Fifo.remove(state & Fifo.MASK, ticket);
      offer.end(grant(state & ~Fifo.MASK | queue), reason);
    } else if (reason.equals(Call.CANCELLED) && held(state) >= call.value) {
      offer.end(grant(with(state, held(state) - call.value)), reason);
    }
  }

  private long grant(long state) {
    long next = state;
    while ((next & Fifo.MASK) != 0) {
      int permits = Fifo.head(next) & 3;
      if (!fits(next, permits)) {
        return next;
      }
      long left = next & ~Fifo.MASK | Fifo.tail(next & Fifo.MASK);
      next = with(left, held(left) + permits);
    }
    return next;
  }

  private boolean fits(long state, int permits) {
    return permits <= size && held(state) <= size - permits;
  }

  private static int ticket(Call call) {
    return call.number + 1 << 2 | call.value;
  }

  private static int held(long state) {
    return (byte) (state >>> Fifo.BITS);
  }

  private static long with(long state, int held) {
    return state & Fifo.MASK | (held & 0xFFL) << Fifo.BITS;
  }

  @Override
  public Subject subject() {
    Semaphore semaphore = new Semaphore(size);
    semaphore.tryAcquire(heldAtFirst);
    return (call, ending) -> {
      boolean acquired = true;
      try {
        if (call.op.name().equals("release")) {
          semaphore.release(call.value);
        } else {
          switch (call.op.form()) {
            case TRY -> acquired = semaphore.tryAcquire(call.value);
            case TIMED -> acquired = semaphore.tryAcquire(call.value, Ending.LIMIT);
            case CANCELLABLE -> semaphore.acquire(call.value, ending);
            default -> semaphore.acquire(call.value);
          }
        }
      } catch (IllegalStateException e) {
        return Call.REFUSED;
      }
      return acquired ? Call.OK : Call.NOT_NOW;
    };
  }

  @Override
  public String toString() {
    return "semaphore of " + size + ", " + heldAtFirst + " held";
  }
}
