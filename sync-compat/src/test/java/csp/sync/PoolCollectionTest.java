// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.Await;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pools and the garbage collector itself, which also works when nobody has asked for it. */
class PoolCollectionTest {
  private static final int ITEMS = 100;

  private final Pool<Object> pool = new Pool<>();

  private void putAll() {
    for (int i = 0; i < ITEMS; i++) {
      pool.put(new Object());
    }
  }

  private static void collect() {
    long before = PoolCycles.count();
    System.gc();
    Await.until(() -> PoolCycles.count() > before, "the pools were told of the collection");
  }

  /** A second collection may come by chance; then this is tried again. */
  @Test
  void allItemsSurviveOneCollection() {
    Await.until(
        () -> {
          putAll();
          collect();
          Set<Object> taken = new HashSet<>();
          for (Object item = pool.get(); item != null; item = pool.get()) {
            taken.add(item);
          }
          return taken.size() == ITEMS;
        },
        "all items are there after a collection");
  }

  /** The first may be one that was under way, and past the pool, when the items were put. */
  @Test
  void noItemSurvivesTwoCollections() {
    putAll();
    collect();
    collect();
    collect();
    assertThat(pool.get()).isNull();
  }

  @Test
  void itemsOfAPoolThatIsNotUsedAreCollected() {
    Object item = new Object();
    WeakReference<Object> reference = new WeakReference<>(item);
    pool.put(item);
    item = null;
    awaitCollected(reference);
  }

  /** An idle pool costs nothing: neither itself nor what it was remembered by stays. */
  @Test
  void poolThatNobodyRefersToIsCollected() {
    int before = PoolCycles.pools();
    WeakReference<Pool<Object>> forgotten = new WeakReference<>(new Pool<>());
    int more = 1_000;
    for (int i = 0; i < more; i++) {
      new Pool<>(Object::new).put(new Object());
    }
    awaitCollected(forgotten);
    Await.until(
        () -> {
          System.gc();
          return PoolCycles.pools() < before + more / 2;
        },
        "the pools are forgotten");
  }

  private static void awaitCollected(WeakReference<?> reference) {
    Await.until(
        () -> {
          System.gc();
          return reference.get() == null;
        },
        "it is collected");
  }

  @Test
  void threadIsADaemon() {
    Set<Thread> found = new HashSet<>(Thread.getAllStackTraces().keySet());
    found.removeIf(thread -> !thread.getName().equals("csp-pools"));
    assertThat(found).hasSize(1).allMatch(Thread::isDaemon);
  }
}
