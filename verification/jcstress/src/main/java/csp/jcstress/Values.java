// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.sync.AtomicValue;
import csp.sync.Pool;
import csp.sync.SyncMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Pool, SyncMap and AtomicValue: edges, and races for one thing. */
public class Values {
  private Values() {}

  /** {@code x, put | get, x}: what is got was put, with all that came before. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "nothing was found")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "found, with what came before")
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class PoolPutToGet {
    private final Pool<String> pool = new Pool<>();
    private int x;

    @Actor
    public void first() {
      x = 1;
      pool.put("item");
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = pool.get() == null ? 0 : 1;
      r.r2 = x;
    }
  }

  /** {@code get | get} of one item. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1", "0, 0"},
      expect = ACCEPTABLE,
      desc = "one of them, or neither has found it")
  @Outcome(expect = FORBIDDEN, desc = "both have it")
  @State
  public static class PoolGetVsGet {
    private final Pool<String> pool = new Pool<>();

    public PoolGetVsGet() {
      pool.put("item");
    }

    @Actor
    public void first(II_Result r) {
      r.r1 = pool.get() == null ? 0 : 1;
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = pool.get() == null ? 0 : 1;
    }
  }

  /** {@code x, put | get, x}. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "not there yet")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "there, with what came before")
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class MapPutToGet {
    private final SyncMap<Integer, Integer> map = new SyncMap<>();
    private int x;

    @Actor
    public void first() {
      x = 1;
      map.put(1, 1);
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = map.get(1) == null ? 0 : 1;
      r.r2 = x;
    }
  }

  /** {@code x, remove | get, x} of a key that has settled. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "still there")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "gone, with what came before")
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class MapRemoveToGet {
    private final SyncMap<Integer, Integer> map = new SyncMap<>();
    private int x;

    public MapRemoveToGet() {
      map.put(1, 1);
      map.size(); // settles
    }

    @Actor
    public void first() {
      x = 1;
      map.remove(1);
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = map.get(1) == null ? 0 : 1;
      r.r2 = x;
    }
  }

  /** {@code putIfAbsent | putIfAbsent} of a key. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 1", "0, 1, 2"},
      expect = ACCEPTABLE,
      desc = "one of them, and its value is there")
  @Outcome(expect = FORBIDDEN, desc = "both, or another value")
  @State
  public static class MapPutIfAbsent {
    private final SyncMap<Integer, Integer> map = new SyncMap<>();

    @Actor
    public void first(III_Result r) {
      r.r1 = map.putIfAbsent(1, 1) == null ? 1 : 0;
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = map.putIfAbsent(1, 2) == null ? 1 : 0;
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = map.getOrDefault(1, 0);
    }
  }

  /** {@code put of a removed key | put of a new key}: the first is expunged, or not yet. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "7, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "an update is lost between the two maps")
  @State
  public static class MapPutVsExpunge {
    private final SyncMap<Integer, Integer> map = new SyncMap<>();

    public MapPutVsExpunge() {
      map.put(1, 1);
      map.size(); // settles
      map.remove(1);
    }

    @Actor
    public void first() {
      map.put(1, 7);
    }

    @Actor
    public void second() {
      map.put(2, 1);
    }

    @Arbiter
    public void after(II_Result r) {
      map.size(); // settles
      r.r1 = map.getOrDefault(1, 0);
      r.r2 = map.getOrDefault(2, 0);
    }
  }

  /** {@code x, store | load, x}. */
  @InEveryBuild
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "nothing stored yet")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "stored, with what came before")
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class ValueStoreToLoad {
    private final AtomicValue<Integer> value = new AtomicValue<>();
    private int x;

    @Actor
    public void first() {
      x = 1;
      value.store(1);
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = value.load() == null ? 0 : 1;
      r.r2 = x;
    }
  }

  /** {@code compareAndSwap | compareAndSwap} of the first value. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 1", "0, 1, 2"},
      expect = ACCEPTABLE,
      desc = "one of them")
  @Outcome(expect = FORBIDDEN, desc = "both, or another value")
  @State
  public static class ValueCompareAndSwap {
    private final AtomicValue<Integer> value = new AtomicValue<>();

    @Actor
    public void first(III_Result r) {
      r.r1 = value.compareAndSwap(null, 1) ? 1 : 0;
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = value.compareAndSwap(null, 2) ? 1 : 0;
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = value.load();
    }
  }
}
