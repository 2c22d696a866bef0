// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import static csp.det.lin.Op.Form.CANCELLABLE;
import static csp.det.lin.Op.Form.PLAIN;
import static csp.det.lin.Op.Form.TIMED;

import csp.sync.WaitGroup;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A counter that is waited for. All who wait when it becomes 0 are released by that. Where programs
 * raise it from 0 besides waits, a group may say that this is a misuse. When it has said so, or
 * that its counter is negative, anything goes.
 *
 * <p>State: the counter; the calls that wait, a bit each; and whether it was misused.
 */
final class WaitGroupSpec implements Spec {
  private static final String MISUSE = "misuse";
  private static final String NEGATIVE = "negative";
  private static final String SPARE = "spare"; // not made, as the counter would become negative
  private static final int WAITERS = 8;
  private static final long MISUSED = 1L << 32;

  private final List<Op> ops;
  private final boolean adds;
  private final int first;

  WaitGroupSpec(SplittableRandom random) {
    adds = random.nextInt(3) == 0;
    first = random.nextInt(4);
    Op.Menu menu = Op.menu().add("await", PLAIN, TIMED, CANCELLABLE).often(2, "done");
    ops = (adds ? menu.often(1, "add") : menu).list();
  }

  @Override
  public List<Op> ops() {
    return ops;
  }

  @Override
  public long start() {
    return first;
  }

  @Override
  public void steps(Call call, int phase, long state, Offer offer) {
    if (state == MISUSED) {
      if (!call.isPending()) {
        offer.end(state, call.result);
      }
    } else if (call.op.name().equals("await")) {
      await(call, phase, state, offer);
    } else {
      count(call.op.name().equals("add") ? 1 : -1, state, offer);
    }
  }

  private void await(Call call, int phase, long state, Offer offer) {
    if (phase == 1 ? (state & waits(call)) == 0 : counter(state) == 0) {
      offer.end(state, Call.OK);
      if (adds) {
        offer.end(state, MISUSE); // the next round has begun
      }
    } else if (phase == 0) {
      offer.step(state | waits(call), 1);
    }
  }

  private void count(int delta, long state, Offer offer) {
    int counter = counter(state) + delta;
    if (counter < 0) {
      offer.end(adds ? MISUSED : state, adds ? NEGATIVE : SPARE);
      return;
    }
    long waiters = counter == 0 ? 0 : state >>> WAITERS;
    if (!adds) {
      offer.end(state, SPARE);
    }
    long next = waiters << WAITERS | counter & 0xFF;
    offer.end(next, Call.OK);
    if (adds && (counter == 0 || counter(state) == 0)) {
      offer.end(MISUSED, MISUSE);
    }
  }

  @Override
  public void leave(Call call, int phase, long state, String reason, Offer offer) {
    if (phase == 0) {
      offer.end(state, reason);
    } else if ((state & waits(call)) != 0) {
      offer.end(state & ~waits(call), reason);
    }
  }

  private static int counter(long state) {
    return (int) state & 0xFF;
  }

  private static long waits(Call call) {
    return 1L << WAITERS + call.number;
  }

  @Override
  public Subject subject() {
    WaitGroup group = new WaitGroup();
    group.add(first);
    int[] left = {first};
    return (call, ending) -> {
      boolean zero = true;
      try {
        if (call.op.name().equals("await")) {
          switch (call.op.form()) {
            case TIMED -> zero = group.await(Ending.LIMIT);
            case CANCELLABLE -> group.await(ending);
            default -> group.await();
          }
        } else if (!adds && left[0]-- <= 0) {
          return SPARE;
        } else {
          group.add(call.op.name().equals("add") ? 1 : -1);
        }
      } catch (IllegalStateException e) {
        return e.getMessage().equals("sync: negative WaitGroup counter") ? NEGATIVE : MISUSE;
      }
      return zero ? Call.OK : Call.NOT_NOW;
    };
  }

  @Override
  public String toString() {
    return "wait group of " + first;
  }
}
