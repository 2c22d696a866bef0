// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AtomicValueTest {
  private record Point(int x, int y) {}

  private final AtomicValue<Object> value = new AtomicValue<>();

  @Test
  void holdsNothingAtFirst() {
    assertThat(value.load()).isNull();
    assertThat(value).hasToString("AtomicValue[null]");
  }

  @Test
  void loadsWhatWasStoredLast() {
    value.store("a");
    assertThat(value.load()).isEqualTo("a");
    value.store("b");
    assertThat(value.load()).isEqualTo("b");
    assertThat(value).hasToString("AtomicValue[b]");
  }

  @Test
  void swapReturnsWhatWasThere() {
    assertThat(value.swap("a")).isNull();
    assertThat(value.swap("b")).isEqualTo("a");
    assertThat(value.load()).isEqualTo("b");
  }

  @Test
  void nullIsTurnedAwayWhateverIsThere() {
    for (String there : new String[] {null, "a"}) {
      if (there != null) {
        value.store(there);
      }
      assertNull(() -> value.store(null), "store");
      assertNull(() -> value.swap(null), "swap");
      assertNull(() -> value.compareAndSwap(null, null), "compare and swap");
      assertNull(() -> value.compareAndSwap("a", null), "compare and swap");
      assertThat(value.load()).isEqualTo(there);
    }
  }

  private static void assertNull(Runnable operation, String name) {
    assertThatThrownBy(operation::run)
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("sync/atomic: " + name + " of nil value into Value");
  }

  @Test
  void anotherClassIsTurnedAway() {
    value.store("a");
    assertWrongClass(() -> value.store(1), "store of inconsistently typed value into Value");
    assertWrongClass(() -> value.swap(1), "swap of inconsistently typed value into Value");
    assertWrongClass(
        () -> value.compareAndSwap(1, 2),
        "compare and swap of inconsistently typed value into Value");
    assertWrongClass(
        () -> value.compareAndSwap(null, 2),
        "compare and swap of inconsistently typed value into Value");
    assertThat(value.load()).isEqualTo("a");
  }

  private static void assertWrongClass(Runnable operation, String text) {
    assertThatThrownBy(operation::run)
        .isExactlyInstanceOf(ClassCastException.class)
        .hasMessage("sync/atomic: " + text);
  }

  /** A subclass is another class. */
  @Test
  void classIsTheRuntimeClass() {
    AtomicValue<List<Integer>> lists = new AtomicValue<>();
    lists.store(new ArrayList<>());
    assertThatThrownBy(() -> lists.store(List.of())).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> lists.store(new ArrayList<>() {}))
        .isInstanceOf(ClassCastException.class);
  }

  @Test
  void oldAndNewOfDifferentClassesAreTurnedAwayBeforeAnythingIsCompared() {
    String text = "compare and swap of inconsistently typed values";
    assertWrongClass(() -> value.compareAndSwap("a", 1), text);
    value.store(1);
    assertWrongClass(() -> value.compareAndSwap("a", 1), text);
    assertWrongClass(() -> value.compareAndSwap(1, "a"), text);
    assertNull(() -> value.compareAndSwap("a", null), "compare and swap");
    assertThat(value.load()).isEqualTo(1);
  }

  @Test
  void compareAndSwapOfNullStoresTheFirstValueOnly() {
    assertThat(value.compareAndSwap("a", "b")).as("nothing is there to be equal").isFalse();
    assertThat(value.load()).isNull();
    assertThat(value.compareAndSwap(null, "a")).isTrue();
    assertThat(value.load()).isEqualTo("a");
    assertThat(value.compareAndSwap(null, "b")).isFalse();
    assertThat(value.load()).isEqualTo("a");
  }

  @Test
  void compareAndSwapComparesByEquals() {
    Point next = new Point(3, 4);
    value.store(new Point(1, 2));
    assertThat(value.compareAndSwap(new Point(1, 3), next)).isFalse();
    assertThat(value.compareAndSwap(new Point(1, 2), next)).isTrue();
    assertThat(value.load()).isSameAs(next);
  }

  /** Fails when compareAndSwap gives up after a lost race. */
  @Test
  void equalValueStoredWhileComparingIsNoReasonToFail() {
    class Loser {
      private boolean lost;

      @Override
      public boolean equals(Object other) {
        if (!lost) {
          lost = true;
          value.store(new Loser());
        }
        return true;
      }

      @Override
      public int hashCode() {
        return 0;
      }
    }
    Loser next = new Loser();
    value.store(new Loser());
    assertThat(value.compareAndSwap(new Loser(), next)).isTrue();
    assertThat(value.load()).isSameAs(next);
  }

  @Test
  void whatEqualsThrowsIsThrownAndNothingChanges() {
    record Odd() {
      @Override
      public boolean equals(Object other) {
        throw new IllegalStateException("odd");
      }

      @Override
      public int hashCode() {
        return 0;
      }
    }
    Odd odd = new Odd();
    value.store(odd);
    assertThatThrownBy(() -> value.compareAndSwap(new Odd(), new Odd())).hasMessage("odd");
    assertThat(value.load()).isSameAs(odd);
  }

  /**
   * Two threads store first, each its own class: one wins, and the other is turned away. Fails when
   * the first store does not compare.
   */
  @ParameterizedTest
  @EnumSource
  void firstStoreDecidesTheClassForAll(ThreadKind kind) {
    int rounds = 2_000;
    List<AtomicValue<Object>> values = Stream.generate(AtomicValue::new).limit(rounds).toList();
    AtomicInteger arrived = new AtomicInteger();
    try (Workers workers = new Workers()) {
      Worker<List<Boolean>> strings =
          workers.start(kind, "strings", () -> firstStores(values, "s", arrived));
      Worker<List<Boolean>> integers =
          workers.start(kind, "integers", () -> firstStores(values, 1, arrived));
      for (int i = 0; i < rounds; i++) {
        boolean string = strings.result().get(i);
        assertThat(integers.result().get(i)).as("round " + i).isNotEqualTo(string);
        assertThat(values.get(i).load()).isEqualTo(string ? "s" : (Object) 1);
      }
    }
  }

  /** Stores {@code mine} into each when the other thread is about to; says which took it. */
  private static List<Boolean> firstStores(
      List<AtomicValue<Object>> values, Object mine, AtomicInteger arrived) {
    List<Boolean> accepted = new ArrayList<>();
    for (AtomicValue<Object> value : values) {
      int round = accepted.size();
      arrived.incrementAndGet();
      while (arrived.get() < 2 * (round + 1)) {
        Thread.yield();
      }
      try {
        switch (round % 3) {
          case 0 -> value.swap(mine);
          case 1 -> value.store(mine);
          default -> {
            if (!value.compareAndSwap(null, mine)) {
              throw new AssertionError("another value of one class");
            }
          }
        }
        accepted.add(true);
      } catch (ClassCastException otherClassWasFirst) {
        accepted.add(false);
      }
    }
    return accepted;
  }

  /** Every increment is made by one thread. Fails when compareAndSwap compares and just sets. */
  @ParameterizedTest
  @EnumSource
  void compareAndSwapLosesNoIncrement(ThreadKind kind) {
    int each = 200_000;
    AtomicValue<Integer> count = new AtomicValue<>();
    count.store(0);
    Together.run(
        kind,
        2,
        thread -> {
          for (int i = 0; i < each; ) {
            int seen = count.load();
            if (count.compareAndSwap(seen, seen + 1)) {
              i++;
            }
          }
        });
    assertThat(count.load()).isEqualTo(2 * each);
  }

  /** Each stored value is swapped out once. Fails when swap is a load and a store. */
  @ParameterizedTest
  @EnumSource
  void swapHandsOutEachValueOnce(ThreadKind kind) {
    int each = 1_000_000;
    AtomicValue<Integer> cell = new AtomicValue<>();
    LongAdder sum = new LongAdder();
    Together.run(
        kind,
        2,
        thread -> {
          long swappedOut = 0;
          for (int i = 0; i < each; i++) {
            Integer out = cell.swap(thread * each + i);
            swappedOut += out == null ? 0 : out;
          }
          sum.add(swappedOut);
        });
    long all = 2L * each;
    assertThat(sum.sum() + cell.load()).isEqualTo(all * (all - 1) / 2);
  }

  /** What was written before the store is seen after the load. */
  @ParameterizedTest
  @EnumSource
  void storeHappensBeforeTheLoadThatSeesIt(ThreadKind kind) {
    AtomicValue<int[]> boxes = new AtomicValue<>();
    int rounds = 20_000;
    try (Workers workers = new Workers()) {
      workers.start(
          kind,
          "writer",
          () -> {
            for (int i = 1; i <= rounds; i++) {
              int[] box = new int[1];
              box[0] = i;
              boxes.store(box);
            }
          });
      workers.start(
          kind,
          "reader",
          () -> {
            for (int last = 0; last < rounds; ) {
              int[] box = boxes.load();
              if (box != null) {
                assertThat(box[0]).isGreaterThanOrEqualTo(Math.max(1, last));
                last = box[0];
              } else {
                Thread.onSpinWait();
              }
            }
          });
    }
  }
}
