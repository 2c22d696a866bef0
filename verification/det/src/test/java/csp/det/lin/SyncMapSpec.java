// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import csp.guinea.Parcel;
import csp.sync.SyncMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A map of two keys. Walks and {@code size} are left out: they are no steps of one moment.
 *
 * <p>State: the value of each key, four bits, or 0 for none. What happened to the keys before the
 * program is drawn, so that all states of the two maps inside occur.
 */
final class SyncMapSpec implements Spec {
  private static final List<Op> OPS =
      Op.menu()
          .often(2, "get")
          .often(2, "put")
          .often(1, "putIfAbsent")
          .often(2, "remove")
          .often(1, "removeIf")
          .often(1, "replace")
          .often(1, "replaceIf")
          .often(1, "containsKey")
          .often(1, "clear")
          .list();

  private static final int KEYS = 2;
  private static final int VALUES = 2;

  private enum Before {
    PUT,
    REMOVED,
    SETTLED
  }

  private record Step(Before what, int key) {}

  private final List<Step> past = new ArrayList<>();

  SyncMapSpec(SplittableRandom random) {
    int length = random.nextInt(5);
    for (int i = 0; i < length; i++) {
      Before[] all = Before.values();
      past.add(new Step(all[random.nextInt(all.length)], random.nextInt(KEYS + 1)));
    }
  }

  @Override
  public List<Op> ops() {
    return OPS;
  }

  @Override
  public int value(SplittableRandom random, int number) {
    return 1 + random.nextInt(VALUES);
  }

  /** The key. */
  @Override
  public int target(SplittableRandom random) {
    return random.nextInt(KEYS);
  }

  @Override
  public long start() {
    long state = 0;
    for (Step step : past) {
      if (step.what == Before.PUT) {
        state = with(state, step.key, 1);
      } else if (step.what == Before.REMOVED) {
        state = with(state, step.key, 0);
      }
    }
    return with(state, KEYS, 0); // the key that no call is for
  }

  @Override
  public void steps(Call call, int phase, long state, Offer offer) {
    int key = call.target;
    int value = value(state, key);
    String seen = Call.said(value);
    boolean there = value != 0;
    boolean equal = value == expected(call);
    switch (call.op.name()) {
      case "get" -> offer.end(state, seen);
      case "put" -> offer.end(with(state, key, call.value), seen);
      case "putIfAbsent" -> offer.end(there ? state : with(state, key, call.value), seen);
      case "remove" -> offer.end(with(state, key, 0), seen);
      case "removeIf" -> offer.end(equal ? with(state, key, 0) : state, String.valueOf(equal));
      case "replace" -> offer.end(there ? with(state, key, call.value) : state, seen);
      case "replaceIf" ->
          offer.end(equal ? with(state, key, call.value) : state, String.valueOf(equal));
      case "containsKey" -> offer.end(state, String.valueOf(there));
      default -> offer.end(0, Call.OK);
    }
  }

  private static int expected(Call call) {
    return 1 + (call.value + call.number) % VALUES;
  }

  private static int value(long state, int key) {
    return (int) (state >>> 4 * key) & 15;
  }

  private static long with(long state, int key, int value) {
    return state & ~(15L << 4 * key) | (long) value << 4 * key;
  }

  @Override
  public Subject subject() {
    SyncMap<Integer, Parcel> map = new SyncMap<>();
    for (Step step : past) {
      switch (step.what) {
        case PUT -> map.put(step.key, Parcel.of(1));
        case REMOVED -> map.remove(step.key);
        case SETTLED -> map.isEmpty();
      }
    }
    return (call, _) -> {
      int key = call.target;
      Parcel value = Parcel.of(call.value);
      Parcel expected = Parcel.of(expected(call));
      return switch (call.op.name()) {
        case "get" -> said(map.get(key));
        case "put" -> said(map.put(key, value));
        case "putIfAbsent" -> said(map.putIfAbsent(key, value));
        case "remove" -> said(map.remove(key));
        case "removeIf" -> String.valueOf(map.remove(key, expected));
        case "replace" -> said(map.replace(key, value));
        case "replaceIf" -> String.valueOf(map.replace(key, expected, value));
        case "containsKey" -> String.valueOf(map.containsKey(key));
        default -> {
          map.clear();
          yield Call.OK;
        }
      };
    };
  }

  private static String said(Parcel parcel) {
    return Call.said(parcel == null ? 0 : parcel.open());
  }

  @Override
  public String toString() {
    return "map after " + past;
  }
}
