// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.ThreadKind;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Several threads on one map: each operation is one step, and none gets lost between the two maps.
 */
class SyncMapConcurrencyTest {
  private static final int THREADS = 4;

  private final SyncMap<Integer, Integer> map = new SyncMap<>();

  @AfterEach
  void mapIsSound() {
    SyncMapInvariants.check(map);
  }

  /** Fails when the slow path does not look into read again. */
  @ParameterizedTest
  @EnumSource
  void oneThreadWinsPutIfAbsent(ThreadKind kind) {
    int keys = 20_000;
    AtomicIntegerArray winners = new AtomicIntegerArray(keys);
    Together.run(
        kind,
        THREADS,
        thread -> {
          for (int key = 0; key < keys; key++) {
            Integer found = map.putIfAbsent(key, thread);
            if (found == null) {
              winners.incrementAndGet(key);
            } else if (!found.equals(map.get(key))) {
              throw new AssertionError("key " + key + " has changed");
            }
          }
        });
    assertThat(map).hasSize(keys);
    for (int key = 0; key < keys; key++) {
      assertThat(winners.get(key)).as("winners of key " + key).isEqualTo(1);
    }
  }

  /**
   * Counters in keys that come and go, by all methods that can count. Fails when replacing compares
   * and then just sets, when a new dirty does not mark what it leaves out, and when a marked cell
   * is stored to without being put into dirty.
   */
  @ParameterizedTest
  @EnumSource
  void noIncrementIsLost(ThreadKind kind) {
    int keys = 8;
    AtomicLong added = new AtomicLong();
    AtomicLong takenOut = new AtomicLong();
    Together.stress(
        kind,
        THREADS,
        thread -> {
          SplittableRandom random = new SplittableRandom();
          long mine = 0;
          long taken = 0;
          for (int i = 0; i < 1_000; i++) {
            int key = random.nextInt(keys);
            mine++;
            switch (random.nextInt(8)) {
              case 0 -> map.merge(key, 1, Integer::sum);
              case 1 -> map.compute(key, (k, old) -> old == null ? 1 : old + 1);
              case 2 -> {
                Integer old = map.putIfAbsent(key, 1);
                while (old != null && !map.replace(key, old, old + 1)) {
                  old = map.putIfAbsent(key, 1);
                }
              }
              case 3 -> {
                Integer old = map.put(key, 1);
                taken += old == null ? 0 : old;
              }
              case 4 -> {
                Integer old = map.replace(key, 1);
                mine -= old == null ? 1 : 0;
                taken += old == null ? 0 : old;
              }
              case 5 -> {
                mine--;
                Integer old = map.get(key);
                taken += old != null && map.remove(key, old) ? old : 0;
              }
              case 6 -> {
                mine--;
                Integer old = map.remove(key);
                taken += old == null ? 0 : old;
              }
              default -> {
                mine--;
                map.size(); // settles the keys
              }
            }
          }
          added.addAndGet(mine);
          takenOut.addAndGet(taken);
        });
    long left = map.values().stream().mapToLong(value -> value).sum();
    assertThat(left + takenOut.get()).isEqualTo(added.get());
  }

  /**
   * What a thread has put, it finds. Fails when a marked cell is stored to and left out of dirty.
   */
  @ParameterizedTest
  @EnumSource
  void threadFindsItsOwnKeys(ThreadKind kind) {
    AtomicInteger rounds = new AtomicInteger();
    Together.stress(
        kind,
        THREADS,
        thread -> {
          int round = rounds.incrementAndGet();
          for (int i = 0; i < 200; i++) {
            int key = THREADS * (i % 50) + thread;
            Integer value = round * 1_000 + i;
            map.put(key, value);
            demand(value, map.get(key));
            demand(value, map.putIfAbsent(key, -1));
            if (i % 3 == 0) {
              demand(value, map.remove(key));
              demand(null, map.get(key));
            } else if (i % 3 == 1) {
              demand(true, map.remove(key, value));
              demand(null, map.putIfAbsent(key, value));
            }
          }
        });
  }

  private static void demand(Object expected, Object found) {
    if (expected == null ? found != null : !expected.equals(found)) {
      throw new AssertionError("expected " + expected + ", found " + found);
    }
  }

  /** As TestConcurrentRange. Fails when a walk does not settle the keys first. */
  @ParameterizedTest
  @EnumSource
  void walkComesToEveryKeyThatStaysOnce(ThreadKind kind) {
    int staying = 100;
    for (int key = 0; key < staying; key++) {
      map.put(key, key);
    }
    Together.stress(
        kind,
        THREADS,
        thread -> {
          if (thread > 1) {
            for (int i = 0; i < 100; i++) {
              int key = i % 5 == 0 ? staying + i : i % staying;
              map.put(key, key);
              if (key >= staying + 5) {
                map.remove(key - 5);
              }
              map.replace(key, key, key);
            }
            return;
          }
          int own = -1 - thread; // in dirty, if anywhere
          map.put(own, own);
          Set<Integer> seen = new HashSet<>();
          if (thread == 0) {
            map.forEach((key, value) -> visit(seen, key, value));
          } else {
            for (Map.Entry<Integer, Integer> entry : map.entrySet()) {
              visit(seen, entry.getKey(), entry.getValue());
            }
          }
          for (int key = 0; key < staying; key++) {
            demand(true, seen.contains(key));
          }
          demand(true, seen.contains(own));
          map.remove(own);
        });
  }

  private static void visit(Set<Integer> seen, Integer key, Integer value) {
    demand(key, value);
    if (!seen.add(key)) {
      throw new AssertionError("key " + key + " was seen twice");
    }
  }

  /** As TestConcurrentClear: it fails no other call, and what a thread puts after it is there. */
  @ParameterizedTest
  @EnumSource
  void clearBreaksNothing(ThreadKind kind) {
    Together.stress(
        kind,
        THREADS,
        thread -> {
          SplittableRandom random = new SplittableRandom();
          for (int i = 0; i < 200; i++) {
            int key = random.nextInt(20);
            switch (random.nextInt(5)) {
              case 0 -> map.clear();
              case 1 -> map.remove(key);
              case 2 -> map.forEach(SyncMapConcurrencyTest::demand);
              default -> map.put(key, key);
            }
            Integer found = map.get(key);
            demand(key, found == null ? key : found);
          }
        });
    map.clear();
    map.put(1, 1);
    assertThat(map).containsOnly(Map.entry(1, 1));
  }

  /** The content of a value is written plainly before the put. */
  @ParameterizedTest
  @EnumSource
  void putHappensBeforeTheGetThatSeesIt(ThreadKind kind) {
    SyncMap<Integer, int[]> boxes = new SyncMap<>();
    AtomicInteger next = new AtomicInteger();
    Together.stress(
        kind,
        THREADS,
        thread -> {
          for (int i = 0; i < 200; i++) {
            int key = next.incrementAndGet() % 16;
            if (thread % 2 == 0) {
              int[] box = new int[2];
              box[0] = i;
              box[1] = -i;
              boxes.put(key, box);
              if (i % 50 == 0) {
                boxes.remove(key);
              }
            } else {
              int[] box = boxes.get(key);
              if (box != null && box[0] != -box[1]) {
                throw new AssertionError("saw half of what was put");
              }
            }
          }
        });
  }
}
