// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import csp.guinea.Parcel;
import csp.sync.Pool;
import java.util.List;

/**
 * A set of items, which a get may miss. State: which are in the pool, a bit each.
 *
 * <p>That one and the same item may be put again is not tried: all items differ.
 */
final class PoolSpec implements Spec {
  private static final List<Op> OPS = Op.menu().often(1, "get").often(1, "put").list();

  private static final String NOTHING = "nothing";

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
    if (call.op.name().equals("put")) {
      offer.end(state | 1L << call.value, Call.OK);
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
    Pool<Parcel> pool = new Pool<>();
    return (call, _) -> {
      if (call.op.name().equals("put")) {
        pool.put(Parcel.of(call.value));
        return Call.OK;
      }
      Parcel item = pool.get();
      return item == null ? NOTHING : Call.said(item.open());
    };
  }

  @Override
  public String toString() {
    return "pool";
  }
}
