// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import csp.guinea.Parcel;
import csp.sync.Inside;
import csp.sync.Pool;
import java.util.List;

/**
 * A set of items, which a get may miss, and a collection may take away. State: which may be in the
 * pool, a bit each.
 *
 * <p>That one and the same item may be put again is not tried: all items differ.
 */
final class PoolSpec implements Spec {
  private static final List<Op> OPS =
      Op.menu().often(2, "get").often(2, "put").often(1, "cycle").list();

  private static final String NOTHING = "nothing";
  private static final int STRIPES = 2;

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
    if (!call.op.name().equals("get")) {
      long put = call.op.name().equals("put") ? 1L << call.value : 0;
      offer.end(state | put, Call.OK);
      return;
    }
    offer.end(state, NOTHING);
    for (long left = state; left != 0; left &= left - 1) {
      int item = Long.numberOfTrailingZeros(left);
      offer.end(state & ~(1L << item), Call.said(item));
    }
  }

  @Override
  public Subject subject() {
    // Not one that the collector clears, and stripes not by the ids of threads: neither can be
    // repeated.
    Pool<Parcel> pool = Inside.pool(STRIPES);
    return (call, _) -> {
      int stripe = call.thread % STRIPES;
      switch (call.op.name()) {
        case "put" -> Inside.put(pool, stripe, Parcel.of(call.value));
        case "cycle" -> Inside.cycle(pool);
        default -> {
          Parcel item = Inside.get(pool, stripe);
          return item == null ? NOTHING : Call.said(item.open());
        }
      }
      return Call.OK;
    };
  }

  @Override
  public String toString() {
    return "pool";
  }
}
