// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.threePreemptions;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.sync.Inside;
import csp.sync.Pool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Pools of one or two stripes. The items are plain counters, which every holder changes: two
 * holders at a time are a data race.
 *
 * <p>Seen to fail: a slot that is emptied in two steps; a cycle that takes a generation away before
 * it shows it as the victim; a take without the lock (data races, and an item that is missed).
 */
class PoolScenarioTest {
  /** One item in the slot of a stripe; get | get by threads of that stripe. */
  @Test
  void slotIsEmptiedByOne() {
    exhaust(
        threePreemptions(),
        () -> {
          Pool<Item> pool = Inside.pool(1);
          Inside.put(pool, 0, new Item());
          List<Item> got = take(pool, 0, 0);
          return () -> assertThat(got).hasSize(1);
        });
  }

  /** An item in the slot and two that are shared; get | get by threads of another stripe. */
  @Test
  void sharedItemsAreTakenOnceEach() {
    exhaust(
        threePreemptions(),
        () -> {
          Pool<Item> pool = Inside.pool(2);
          Inside.put(pool, 0, new Item());
          Inside.put(pool, 0, new Item());
          Inside.put(pool, 0, new Item());
          List<Item> got = take(pool, 1, 1);
          return () -> {
            assertThat(got).hasSize(2).doesNotHaveDuplicates();
            assertThat(Inside.get(pool, 0)).isNotNull().isNotIn(got);
            assertThat(Inside.get(pool, 0)).isNull();
          };
        });
  }

  /** put, get | put, get, with the item changed in between: all is seen by whoever gets it next. */
  @Test
  void itemIsPublishedToTheNextHolder() {
    exhaust(
        threePreemptions(),
        () -> {
          Pool<Item> pool = Inside.pool(2);
          go(() -> useTwice(pool, 0));
          useTwice(pool, 1);
          return () -> {
            int uses = 0;
            for (Item item = Inside.get(pool, 0); item != null; item = Inside.get(pool, 0)) {
              uses += item.uses;
            }
            for (Item item = Inside.get(pool, 1); item != null; item = Inside.get(pool, 1)) {
              uses += item.uses;
            }
            assertThat(uses).isEqualTo(4);
          };
        });
  }

  /** The collector | get | get: an item between two generations is not seen in both. */
  @Test
  void itemIsTakenOnceWhileItRetires() {
    exhaust(
        twoPreemptions(),
        () -> {
          Pool<Item> pool = Inside.pool(1);
          Inside.put(pool, 0, new Item());
          go(() -> Inside.cycle(pool));
          List<Item> got = take(pool, 0, 0);
          return () -> assertThat(got).hasSize(1); // nor is it missed between the two
        });
  }

  /** The collector | put, get: the item may be lost, and comes at most once. */
  @Test
  void itemPutWhileItRetiresComesAtMostOnce() {
    exhaust(
        threePreemptions(),
        () -> {
          Pool<Item> pool = Inside.pool(1);
          Inside.put(pool, 0, new Item());
          Thread collector = go(() -> Inside.cycle(pool));
          Inside.put(pool, 0, new Item());
          collector.join();
          List<Item> got = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            use(Inside.get(pool, 0), got);
          }
          return () -> {
            assertThat(got).hasSizeBetween(1, 2).doesNotHaveDuplicates();
            got.forEach(item -> assertThat(item.uses).isEqualTo(1));
          };
        });
  }

  /** What two threads of these stripes get together. */
  private static List<Item> take(Pool<Item> pool, int one, int other) throws InterruptedException {
    List<Item> got = new ArrayList<>();
    List<Item> gotByOther = new ArrayList<>();
    Thread thread = go(() -> use(Inside.get(pool, other), gotByOther));
    use(Inside.get(pool, one), got);
    thread.join();
    got.addAll(gotByOther);
    return got;
  }

  private static void use(@Nullable Item item, List<Item> got) {
    if (item != null) {
      item.uses++;
      got.add(item);
    }
  }

  private static void useTwice(Pool<Item> pool, int stripe) {
    for (int i = 0; i < 2; i++) {
      Item found = Inside.get(pool, stripe);
      Item item = found == null ? new Item() : found;
      item.uses++;
      Inside.put(pool, stripe, item);
    }
  }

  /** Is the same as itself alone. */
  private static final class Item {
    int uses;
  }
}
