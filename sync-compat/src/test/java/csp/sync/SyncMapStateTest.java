// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two maps inside: who goes where, when dirty becomes read, and which calls take the lock. */
class SyncMapStateTest {
  private final SyncMap<Object, Object> map = new SyncMap<>();

  @AfterEach
  void mapIsSound() {
    SyncMapInvariants.check(map);
  }

  private void assertState(boolean amended, int read, int dirty, int misses) {
    assertThat(map.read.amended()).as("amended").isEqualTo(amended);
    assertThat(map.read.cells()).as("read").hasSize(read);
    assertThat(map.dirty).as("dirty").hasSize(dirty);
    assertThat(map.misses).as("misses").isEqualTo(misses);
  }

  /** Puts the keys from 0 on, and settles them: all are in read, and dirty is not in use. */
  private void settle(int keys) {
    for (int i = 0; i < keys; i++) {
      map.put(i, i);
    }
    map.size();
    assertState(false, keys, 0, 0);
  }

  @Test
  void newKeysAreInDirtyAndOldOnesInBoth() {
    settle(2);
    map.put(2, 2);
    assertState(true, 2, 3, 0);
    assertThat(map.dirty.get(0)).as("shared").isSameAs(map.read.cells().get(0));
  }

  @Test
  void dirtyBecomesReadWhenThereWereAsManyMissesAsKeys() {
    for (int i = 0; i < 4; i++) {
      map.put(i, i);
    }
    for (int miss = 1; miss <= 3; miss++) {
      map.get(0);
      assertState(true, 0, 4, miss);
    }
    map.get(0);
    assertState(false, 4, 0, 0);
  }

  @Test
  void lookupsInDirtyAreMisses() {
    settle(1);
    for (int i = 1; i < 20; i++) {
      map.put(i, i);
    }
    map.put(1, "stored, no miss");
    assertState(true, 1, 20, 0);
    map.get(1);
    map.get("absent");
    map.containsKey(1);
    assertState(true, 1, 20, 3);
    map.putIfAbsent(1, 1);
    map.replace(1, 2);
    map.replace(1, 2, 3);
    assertState(true, 1, 20, 6);
    map.remove(1, "other");
    map.remove(1, 3);
    assertState(true, 1, 20, 8);
    map.remove(2);
    map.remove("absent");
    assertState(true, 1, 19, 10);
  }

  @Test
  void keysOfReadAreNoMisses() {
    settle(2);
    map.put(2, 2);
    map.get(0);
    map.put(0, 1);
    map.putIfAbsent(0, 2);
    map.replace(0, 1, 3);
    map.remove(0, 3);
    map.remove(0);
    map.put(0, 4);
    assertState(true, 2, 3, 0);
  }

  @Test
  void newDirtyExpungesWhatIsRemovedAndPromotionForgetsIt() {
    settle(3);
    map.remove(0);
    assertState(false, 3, 0, 0);
    map.put(3, 3);
    assertState(true, 3, 3, 0);
    assertThat(map.read.cells().get(0).isExpunged()).isTrue();
    assertThat(map.get(0)).isNull();
    assertThat(map.remove(0)).isNull();
    assertThat(map.replace(0, 1)).isNull();
    assertThat(map.remove(0, 0)).isFalse();
    assertThat(map.replace(0, 0, 1)).isFalse();
    assertThat(map.size()).isEqualTo(3);
    assertState(false, 3, 0, 0);
    assertThat(map.read.cells()).doesNotContainKey(0);
  }

  @Test
  void expungedKeyComesBackIntoDirty() {
    settle(3);
    map.remove(0);
    map.remove(1);
    map.put(3, 3);
    assertThat(map.put(0, "again")).isNull();
    assertThat(map.putIfAbsent(1, "again")).isNull();
    assertState(true, 3, 4, 0);
    SyncMapInvariants.check(map);
    assertThat(map)
        .containsOnly(
            Map.entry(0, "again"), Map.entry(1, "again"), Map.entry(2, 2), Map.entry(3, 3));
  }

  @Test
  void removedKeyOfReadComesBackWithoutTheLock() {
    settle(2);
    map.remove(0);
    heldElsewhere(ThreadKind.VIRTUAL, () -> map.putIfAbsent(0, 5));
    assertThat(map.get(0)).isEqualTo(5);
  }

  @Test
  void clearForgetsBothMaps() {
    settle(2);
    map.put(2, 2);
    map.get(2);
    map.clear();
    assertState(false, 0, 0, 0);
    Object read = map.read;
    map.clear();
    assertThat(map.read).as("an empty map is left alone").isSameAs(read);
  }

  @Test
  void walkOnASettledMapChangesNothing() {
    settle(2);
    Object read = map.read;
    map.forEach((key, value) -> {});
    map.size();
    assertThat(map.isEmpty()).isFalse();
    assertThat(map.read).isSameAs(read);
  }

  /** Else a map that is built up with a look at it in between would be copied each time. */
  @Test
  void isEmptyDoesNotSettleAMapWithASettledKey() {
    settle(1);
    map.put(1, 1);
    assertThat(map.isEmpty()).isFalse();
    assertState(true, 1, 2, 0);
  }

  /** While the test holds the lock, threads do all of these. Fails when one of them takes it. */
  @ParameterizedTest
  @EnumSource
  void settledKeysNeedNoLock(ThreadKind kind) {
    settle(2);
    heldElsewhere(
        kind,
        () -> {
          assertThat(map.get(0)).isEqualTo(0);
          assertThat(map.get("absent")).isNull();
          assertThat(map.put(0, 1)).isEqualTo(0);
          assertThat(map.putIfAbsent(0, 2)).isEqualTo(1);
          assertThat(map.replace(0, 2)).isEqualTo(1);
          assertThat(map.replace(0, 2, 3)).isTrue();
          assertThat(map.merge(0, 4, (old, more) -> more)).isEqualTo(4);
          assertThat(map.compute(0, (key, old) -> 5)).isEqualTo(5);
          assertThat(map.remove(0, 5)).isTrue();
          assertThat(map.put(0, 6)).isNull();
          assertThat(map.remove(0)).isEqualTo(6);
          assertThat(map.remove("absent")).isNull();
          assertThat(map).hasSize(1).containsValue(1);
          assertThat(map.keySet()).containsExactly(1);
          return null;
        });
  }

  private void heldElsewhere(ThreadKind kind, Callable<Object> body) {
    map.mu.lock();
    try (Workers workers = new Workers()) {
      workers.start(kind, "user", body).result();
    } finally {
      map.mu.unlock();
    }
  }

  @ParameterizedTest
  @EnumSource
  void newKeysWaitForTheLock(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      map.mu.lock();
      Worker<Object> putter = workers.start(kind, "putter", () -> map.put("new", 1));
      putter.awaitParked();
      assertThat(map.get("new")).isNull();
      map.mu.unlock();
      putter.result();
    }
    assertThat(map.get("new")).isEqualTo(1);
  }

  /** An interrupt is no reason not to store. */
  @Test
  void interruptChangesNothing() {
    try (Workers workers = new Workers()) {
      map.mu.lock();
      Worker<Boolean> putter =
          workers.virtual(
              "putter",
              () -> {
                map.put("new", 1);
                return Thread.currentThread().isInterrupted();
              });
      putter.awaitParked();
      putter.interrupt();
      map.mu.unlock();
      assertThat(putter.result()).as("still interrupted").isTrue();
    }
    assertThat(map.get("new")).isEqualTo(1);
  }

  /** A key whose methods throw when told so; all have one hash. */
  private static final class Moody {
    private final int number;
    private boolean throwsInHashCode;
    private boolean throwsInEquals;
    private int calls; // that go well before it throws

    Moody(int number) {
      this.number = number;
    }

    @Override
    public boolean equals(Object other) {
      if (throwsInEquals) {
        throw new IllegalStateException("equals");
      }
      return other instanceof Moody moody && moody.number == number;
    }

    @Override
    public int hashCode() {
      if (throwsInHashCode && calls-- == 0) {
        throw new IllegalStateException("hashCode");
      }
      return 1;
    }

    @Override
    public String toString() {
      return "moody " + number;
    }
  }

  /**
   * Fails when a copy that fails leaves its marks, or a cell is unexpunged before it is in dirty.
   */
  @Test
  void mapIsIntactWhenAKeyThrows() {
    Moody settled = new Moody(1);
    Moody removed = new Moody(2);
    map.put(removed, 2); // comes first in its bucket, and so is marked before the copy fails
    map.put(settled, 1);
    map.put("other", 3);
    map.size();
    map.remove(removed);

    settled.throwsInHashCode = true; // when it is copied
    assertThatThrownBy(() -> map.put("new", 4)).hasMessage("hashCode");
    assertState(false, 3, 0, 0);
    SyncMapInvariants.check(map);
    settled.throwsInHashCode = false;
    map.put("new", 4);
    assertState(true, 3, 3, 0);

    for (int calls = 0; calls < 3; calls++) {
      Moody equal = new Moody(2); // the expunged one
      equal.throwsInHashCode = true;
      equal.calls = calls;
      assertThatThrownBy(() -> map.put(equal, 5)).hasMessage("hashCode");
      SyncMapInvariants.check(map);
    }
    Moody collides = new Moody(3);
    collides.throwsInEquals = true;
    assertThatThrownBy(() -> map.put(collides, 6)).hasMessage("equals");
    assertThatThrownBy(() -> map.get(collides)).hasMessage("equals");
    assertThatThrownBy(() -> map.remove(collides)).hasMessage("equals");
    SyncMapInvariants.check(map);

    assertThat(map.mu.tryLock()).as("the lock was released each time").isTrue();
    map.mu.unlock();
    map.put(new Moody(2), 7);
    assertThat(map)
        .containsOnly(
            Map.entry(settled, 1),
            Map.entry(new Moody(2), 7),
            Map.entry("other", 3),
            Map.entry("new", 4));
  }

  /** As TestIssue40999. Fails when remove leaves the key in dirty. */
  @Test
  void keyRemovedThroughDirtyIsCollected() {
    for (int i = 0; i < 10_000; i++) { // more than there will be misses
      map.put(i, i);
    }
    List<WeakReference<Object>> keys = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Object key = new Object();
      map.put(key, i);
      map.remove(key);
      keys.add(new WeakReference<>(key));
    }
    assertThat(map.read.amended()).isTrue();
    Await.until(
        () -> {
          System.gc();
          return keys.stream().allMatch(key -> key.get() == null);
        },
        "the keys are collected");
  }

  @Test
  void keyRemovedFromReadIsCollectedAfterTheNextPromotion() {
    Object key = new Object();
    WeakReference<Object> reference = new WeakReference<>(key);
    map.put(key, 1);
    map.size();
    map.remove(key);
    key = null;
    map.put("new", 1);
    map.size();
    Await.until(
        () -> {
          System.gc();
          return reference.get() == null;
        },
        "the key is collected");
  }
}
