// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.ThreadKind;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On pools that the collector leaves alone, with stripes by number instead of by thread. */
class PoolTest {
  private static final int STRIPES = 4;

  private final Pool<Object> pool = new Pool<>(null, STRIPES);

  private void put(int stripe, Object... items) {
    for (Object item : items) {
      pool.put(stripe, item);
    }
  }

  /** Takes from {@code stripe} until there is nothing. */
  private List<Object> drain(int stripe) {
    List<Object> items = new ArrayList<>();
    for (Object item = pool.get(stripe); item != null; item = pool.get(stripe)) {
      items.add(item);
    }
    return items;
  }

  @Test
  void emptyPoolGivesNull() {
    assertThat(pool.get(0)).isNull();
    assertThat(new Pool<>().get()).isNull();
  }

  @Test
  void threadGetsWhatItHasPut() {
    Pool<Object> one = new Pool<>(null, 1);
    one.put("a");
    assertThat(one.get()).isEqualTo("a");
    assertThat(one.get()).isNull();
  }

  @Test
  void nullIsIgnored() {
    pool.put(0, null);
    assertThat(pool.get(0)).isNull();
  }

  @Test
  void newItemMustNotBeNull() {
    assertThatThrownBy(() -> new Pool<>(null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("newItem must not be null");
  }

  @Test
  void slotComesFirstThenTheSharedOnes() {
    put(0, "a", "b");
    assertThat(drain(0)).containsExactly("a", "b");
  }

  @Test
  void ownSharedOnesComeNewestFirst() {
    put(0, "slot", "b", "c", "d");
    assertThat(drain(0)).containsExactly("slot", "d", "c", "b");
  }

  @Test
  void freeSlotIsFilledFirst() {
    put(0, "slot", "shared");
    pool.get(0);
    put(0, "slot again");
    assertThat(drain(0)).containsExactly("slot again", "shared");
  }

  @Test
  void sharedOnesOfOthersComeOldestFirstAndFromTheNextStripeOn() {
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      put(stripe, "slot " + stripe, "old " + stripe, "new " + stripe);
    }
    assertThat(drain(2))
        .containsExactly(
            "slot 2", "new 2", "old 2", "old 3", "new 3", "old 0", "new 0", "old 1", "new 1");
  }

  @Test
  void slotOfAnotherStripeIsNeverTaken() {
    put(1, "slot");
    for (int other : new int[] {0, 2, 3}) {
      assertThat(pool.get(other)).isNull();
    }
    assertThat(pool.get(1)).isEqualTo("slot");
  }

  @Test
  void idleItemsSurviveOneCycleAndNotTwo() {
    put(0, "a", "b");
    pool.cycle();
    assertThat(pool.get(0)).isEqualTo("a");
    pool.cycle();
    assertThat(pool.get(0)).isNull();
  }

  @Test
  void itemPutBackAfterACycleIsYoungAgain() {
    for (int i = 0; i < 10; i++) {
      put(0, "a");
      pool.cycle();
      assertThat(pool.get(0)).isEqualTo("a");
    }
  }

  @Test
  void victimComesAfterThePrimaryAndAllOfItOldestFirst() {
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      put(stripe, "slot " + stripe, "old " + stripe, "new " + stripe);
    }
    pool.cycle();
    put(2, "primary slot", "primary");
    put(3, "primary slot of 3", "primary of 3");
    assertThat(drain(2))
        .containsExactly(
            "primary slot",
            "primary",
            "primary of 3",
            "slot 2",
            "old 2",
            "new 2",
            "old 3",
            "new 3",
            "old 0",
            "new 0",
            "old 1",
            "new 1");
  }

  @Test
  void slotOfAnotherStripeIsNotTakenFromTheVictimEither() {
    put(1, "slot", "shared");
    pool.cycle();
    assertThat(pool.get(0)).isEqualTo("shared");
    assertThat(pool.get(1)).isEqualTo("slot");
  }

  /** So its owner finds its slot no more: whoever found nothing has marked all of it empty. */
  @Test
  void victimIsPassedByOnceNothingWasFoundInIt() {
    put(1, "slot");
    pool.cycle();
    assertThat(pool.get(0)).isNull();
    assertThat(pool.get(1)).isNull();
  }

  @Test
  void newItemIsMadeWhenNothingIsFoundAndIsNotStored() {
    AtomicInteger made = new AtomicInteger();
    Pool<Integer> making = new Pool<>(made::incrementAndGet, STRIPES);
    assertThat(making.get(0)).isEqualTo(1);
    assertThat(making.get(0)).isEqualTo(2);
    making.put(0, 7);
    assertThat(making.get(0)).isEqualTo(7);
    assertThat(making.get(0)).isEqualTo(3);
  }

  /** Would spin for ever if a lock were held. */
  @Test
  void newItemMayUseThePoolItself() {
    class Maker implements Supplier<String> {
      private Pool<String> pool;

      @Override
      public String get() {
        for (int stripe = 0; stripe < STRIPES; stripe++) {
          pool.put(stripe, "slot");
          pool.put(stripe, "shared");
        }
        pool.cycle();
        return "new, not the " + pool.get(0);
      }
    }
    Maker maker = new Maker();
    maker.pool = new Pool<>(maker, STRIPES);
    assertThat(maker.pool.get(0)).isEqualTo("new, not the slot");
  }

  @Test
  void whatNewItemThrowsIsThrown() {
    AtomicBoolean fails = new AtomicBoolean(true);
    Pool<String> making =
        new Pool<>(
            () -> {
              if (fails.get()) {
                throw new IllegalStateException("no memory");
              }
              return "new";
            },
            STRIPES);
    assertThatThrownBy(() -> making.get(0)).hasMessage("no memory");
    fails.set(false);
    assertThat(making.get(0)).isEqualTo("new");
  }

  @Test
  void thereAreAtLeastAsManyStripesAsProcessors() {
    int[] processors = {1, 2, 3, 4, 5, 8, 9, 64, 65};
    int[] stripes = {1, 2, 4, 4, 8, 8, 16, 64, 128};
    for (int i = 0; i < processors.length; i++) {
      assertThat(PoolGeneration.powerOfTwo(processors[i])).isEqualTo(stripes[i]);
    }
  }

  /** Whatever its id; the last word is the collector's, so what is put need not be found. */
  @ParameterizedTest
  @EnumSource
  void everyThreadHasAStripe(ThreadKind kind) {
    Pool<Thread> used = new Pool<>(Thread::currentThread);
    try (Workers workers = new Workers()) {
      for (int i = 0; i < 100; i++) {
        workers.start(
            kind,
            "user",
            () -> {
              used.put(used.get());
              assertThat(used.get()).isNotNull();
            });
      }
    }
  }

  /**
   * Threads of two stripes hold some items at a time while others cycle. Fails when the deque is
   * used without its lock; run it for some seconds.
   */
  @ParameterizedTest
  @EnumSource
  void itemIsHeldByOneAtATime(ThreadKind kind) {
    final class Item {
      volatile int holder = -1;
      int uses; // plain: a put happens-before the get
    }
    Queue<Item> all = new ConcurrentLinkedQueue<>();
    Pool<Item> items =
        new Pool<>(
            () -> {
              Item item = new Item();
              all.add(item);
              return item;
            },
            2);
    AtomicInteger uses = new AtomicInteger();
    Together.stress(
        kind,
        4,
        thread -> {
          Item[] mine = new Item[1 + (thread & 2)];
          for (int round = 0; round < 10_000; round++) {
            for (int i = 0; i < mine.length; i++) {
              mine[i] = items.get(thread & 1);
              if (mine[i].holder != -1) {
                throw new AssertionError("held by " + mine[i].holder + ", too");
              }
              mine[i].holder = thread;
              mine[i].uses++;
            }
            for (Item item : mine) {
              if (item.holder != thread) {
                throw new AssertionError("held by " + item.holder + ", too");
              }
              item.holder = -1;
              items.put(thread & 1, item);
            }
          }
          uses.addAndGet(mine.length * 10_000);
          items.cycle();
        });
    assertThat(all.stream().mapToInt(item -> item.uses).sum()).isEqualTo(uses.get());
  }

  /**
   * Fails when a slot is read and then cleared, when a put may overwrite, and when the deque is
   * used without its lock.
   */
  @ParameterizedTest
  @EnumSource
  void noItemIsLostWithoutACycle(ThreadKind kind) {
    List<Object> items = IntStream.range(0, 12).boxed().collect(Collectors.toList());
    put(0, items.toArray());
    Together.stress(
        kind,
        4,
        thread -> {
          Object[] mine = new Object[3];
          for (int round = 0; round < 10_000; round++) {
            for (int i = 0; i < mine.length; i++) {
              mine[i] = pool.get(0);
            }
            put(0, mine);
          }
        });
    assertThat(drain(0)).containsExactlyInAnyOrderElementsOf(items);
  }

  /**
   * A cycle comes while many items are taken. Fails when a cycle takes a generation from one place
   * before it is in the other.
   */
  @ParameterizedTest
  @EnumSource
  void itemOnItsWayToTheVictimIsNotMissed(ThreadKind kind) {
    int rounds = 100;
    int items = 1_000;
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger cycled = new AtomicInteger();
    Together.run(
        kind,
        2,
        thread -> {
          for (int round = 1; round <= rounds; round++) {
            if (thread == 1) {
              await(taken, (round - 1) * items + 1 + round);
              pool.cycle();
              cycled.set(round);
              continue;
            }
            for (int i = 0; i < items; i++) {
              put(0, i);
            }
            for (int i = 0; i < items; i++) {
              if (pool.get(0) == null) {
                taken.set(Integer.MAX_VALUE); // so that the other thread ends, too
                throw new AssertionError("item " + i + " of round " + round + " was missed");
              }
              taken.incrementAndGet();
            }
            await(cycled, round);
          }
        });
  }

  private static void await(AtomicInteger counter, int value) {
    while (counter.get() < value) {
      Thread.yield();
    }
  }
}
