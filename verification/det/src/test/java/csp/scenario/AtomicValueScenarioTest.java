// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.threePreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.sync.AtomicValue;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A value in one place. What it refers to is plain.
 *
 * <p>Seen to fail: a first store and a compareAndSwap that set whatever is there; a load that does
 * not acquire (a data race).
 */
class AtomicValueScenarioTest {
  /** compareAndSwap(none) | compareAndSwap(none) | load. */
  @Test
  void oneOfTwoFirstValuesWins() {
    exhaust(
        threePreemptions(),
        () -> {
          AtomicValue<Integer> value = new AtomicValue<>();
          AtomicBoolean other = new AtomicBoolean();
          go(() -> other.set(value.compareAndSwap(null, 1)));
          go(() -> assertThat(value.load()).isIn(null, 1, 2));
          boolean mine = value.compareAndSwap(null, 2);
          return () -> {
            assertThat(other.get()).isNotEqualTo(mine);
            assertThat(value.load()).isEqualTo(mine ? 2 : 1);
          };
        });
  }

  /** swap | swap | store: each value is replaced once, or is the last. */
  @Test
  void eachValueIsReplacedOnce() {
    exhaust(
        threePreemptions(),
        () -> {
          AtomicValue<Integer> value = new AtomicValue<>();
          @Nullable Integer[] got = new Integer[4];
          go(() -> got[0] = value.swap(1));
          go(() -> got[1] = value.swap(2));
          got[2] = value.swap(3);
          return () -> {
            got[3] = value.load();
            assertThat(Arrays.asList(got)).containsExactlyInAnyOrder(null, 1, 2, 3);
          };
        });
  }

  /** add 1 | add 1, each by compareAndSwap until it succeeds. */
  @Test
  void updatesAreNotLost() {
    exhaust(
        threePreemptions(),
        () -> {
          AtomicValue<Integer> value = new AtomicValue<>();
          value.store(0);
          go(() -> increment(value));
          increment(value);
          return () -> assertThat(value.load()).isEqualTo(2);
        });
  }

  /** store of one class | store of another: the first settles it, and the other is refused. */
  @Test
  void oneOfTwoClassesIsRefused() {
    exhaust(
        threePreemptions(),
        () -> {
          AtomicValue<Object> value = new AtomicValue<>();
          AtomicInteger refused = new AtomicInteger();
          go(() -> store(value, "a", refused));
          store(value, 1, refused);
          Object settled = value.load();
          return () -> {
            assertThat(refused.get()).isEqualTo(1);
            assertThat(value.load()).isEqualTo(settled);
          };
        });
  }

  /** store | load: what was done before the store is seen. */
  @Test
  void storePublishes() {
    exhaust(
        threePreemptions(),
        () -> {
          AtomicValue<int[]> value = new AtomicValue<>();
          go(() -> {
            int[] content = new int[1];
            content[0] = 1;
            value.store(content);
          });
          int[] seen = value.load();
          if (seen != null) {
            assertThat(seen[0]).isEqualTo(1);
            seen[0]++;
          }
          return () -> {};
        });
  }

  private static void increment(AtomicValue<Integer> value) {
    Integer seen = value.load();
    while (!value.compareAndSwap(seen, seen + 1)) {
      seen = value.load();
    }
  }

  private static void store(AtomicValue<Object> value, Object next, AtomicInteger refused) {
    try {
      value.store(next);
    } catch (ClassCastException e) {
      assertThat(e).hasMessage("sync/atomic: store of inconsistently typed value into Value");
      refused.incrementAndGet();
    }
  }
}
