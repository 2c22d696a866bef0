// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import csp.guinea.Parcel;
import csp.sync.AtomicValue;
import java.util.List;
import java.util.SplittableRandom;

/** A value. State: which, or 0 for none. The values are equal, and not the same, where they can. */
final class AtomicValueSpec implements Spec {
  private static final List<Op> OPS =
      Op.menu().often(1, "load").often(1, "store").often(1, "swap").often(2, "replace").list();

  private static final int VALUES = 3;

  private final int first;

  AtomicValueSpec(SplittableRandom random) {
    first = random.nextInt(VALUES);
  }

  @Override
  public List<Op> ops() {
    return OPS;
  }

  @Override
  public int value(SplittableRandom random, int number) {
    return 1 + random.nextInt(VALUES);
  }

  /** What is to be replaced. */
  @Override
  public int target(SplittableRandom random) {
    return random.nextInt(VALUES);
  }

  @Override
  public long start() {
    return first;
  }

  @Override
  public void steps(Call call, int phase, long state, Offer offer) {
    String seen = Call.said((int) state);
    switch (call.op.name()) {
      case "load" -> offer.end(state, seen);
      case "store" -> offer.end(call.value, Call.OK);
      case "swap" -> offer.end(call.value, seen);
      default -> {
        boolean equal = state == call.target;
        offer.end(equal ? call.value : state, String.valueOf(equal));
      }
    }
  }

  @Override
  public Subject subject() {
    AtomicValue<Parcel> value = new AtomicValue<>();
    if (first != 0) {
      value.store(Parcel.of(first));
    }
    return (call, _) ->
        switch (call.op.name()) {
          case "load" -> said(value.load());
          case "store" -> {
            value.store(Parcel.of(call.value));
            yield Call.OK;
          }
          case "swap" -> said(value.swap(Parcel.of(call.value)));
          default -> {
            Parcel old = call.target == 0 ? null : Parcel.of(call.target);
            yield String.valueOf(value.compareAndSwap(old, Parcel.of(call.value)));
          }
        };
  }

  private static String said(Parcel parcel) {
    return Call.said(parcel == null ? 0 : parcel.open());
  }

  @Override
  public String toString() {
    return "value, at first " + first;
  }
}
