// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one thread sees: each method's contract, and agreement with another map at random. */
class SyncMapTest {
  private final SyncMap<String, Integer> map = new SyncMap<>();

  @AfterEach
  void mapIsSound() {
    SyncMapInvariants.check(map);
  }

  @Test
  void getAndPut() {
    assertThat(map.get("a")).isNull();
    assertThat(map.put("a", 1)).isNull();
    assertThat(map.get("a")).isEqualTo(1);
    assertThat(map.put("a", 2)).isEqualTo(1);
    assertThat(map.get("a")).isEqualTo(2);
    assertThat(map.getOrDefault("b", 7)).isEqualTo(7);
    assertThat(map.containsKey("a")).isTrue();
    assertThat(map.containsKey("b")).isFalse();
  }

  @Test
  void putIfAbsentKeepsWhatIsThere() {
    assertThat(map.putIfAbsent("a", 1)).isNull();
    assertThat(map.putIfAbsent("a", 2)).isEqualTo(1);
    map.remove("a");
    assertThat(map.putIfAbsent("a", 3)).isNull();
    assertThat(map).containsOnly(Map.entry("a", 3));
  }

  @Test
  void removeReturnsWhatItRemoved() {
    assertThat(map.remove("a")).isNull();
    map.put("a", 1);
    assertThat(map.remove("a")).isEqualTo(1);
    assertThat(map.remove("a")).isNull();
    assertThat(map).isEmpty();
  }

  @Test
  void removeOfAValueRemovesAnEqualOneOnly() {
    assertThat(map.remove("a", 1000)).as("absent").isFalse();
    map.put("a", 1000);
    assertThat(map.remove("a", 1001)).isFalse();
    assertThat(map.remove("a", Integer.valueOf("1000"))).isTrue();
    assertThat(map.remove("a", 1000)).isFalse();
  }

  @Test
  void replaceStoresOnlyWhereThereIsAValue() {
    assertThat(map.replace("a", 1)).isNull();
    assertThat(map).isEmpty();
    map.put("a", 1);
    assertThat(map.replace("a", 2)).isEqualTo(1);
    assertThat(map.get("a")).isEqualTo(2);
  }

  @Test
  void replaceOfAValueReplacesAnEqualOneOnly() {
    assertThat(map.replace("a", 1000, 1)).as("absent").isFalse();
    map.put("a", 1000);
    assertThat(map.replace("a", 1001, 1)).isFalse();
    assertThat(map.replace("a", Integer.valueOf("1000"), 1)).isTrue();
    assertThat(map.get("a")).isEqualTo(1);
  }

  @Test
  void computeFamilyDoesWhatConcurrentMapSays() {
    assertThat(map.computeIfAbsent("a", key -> null)).isNull();
    assertThat(map.computeIfAbsent("a", String::length)).isEqualTo(1);
    assertThat(map.computeIfAbsent("a", key -> 9)).isEqualTo(1);
    assertThat(map.computeIfPresent("b", (key, old) -> 9)).isNull();
    assertThat(map.computeIfPresent("a", (key, old) -> old + 1)).isEqualTo(2);
    assertThat(map.compute("a", (key, old) -> old + 1)).isEqualTo(3);
    assertThat(map.compute("b", (key, old) -> old == null ? 5 : -1)).isEqualTo(5);
    assertThat(map.merge("b", 2, Integer::sum)).isEqualTo(7);
    assertThat(map.merge("c", 2, Integer::sum)).isEqualTo(2);
    assertThat(map.merge("c", 2, (old, more) -> null)).isNull();
    assertThat(map.computeIfPresent("b", (key, old) -> null)).isNull();
    assertThat(map.compute("a", (key, old) -> null)).isNull();
    assertThat(map).isEmpty();
    assertThatThrownBy(() ->
            map.compute(
                "a",
                (key, old) -> {
                  throw new IllegalStateException("no");
                }))
        .hasMessage("no");
  }

  @Test
  void replaceAllAndForEachComeToAll() {
    map.putAll(Map.of("a", 1, "b", 2, "c", 3));
    map.replaceAll((key, value) -> 10 * value);
    Map<String, Integer> seen = new HashMap<>();
    map.forEach((key, value) -> assertThat(seen.put(key, value)).isNull());
    assertThat(seen).isEqualTo(Map.of("a", 10, "b", 20, "c", 30)).isEqualTo(map);
  }

  @Test
  void sizeCountsWhatIsThere() {
    assertThat(map.isEmpty()).isTrue();
    assertThat(map).hasSize(0);
    map.put("a", 1);
    assertThat(map.isEmpty()).isFalse();
    map.put("b", 2);
    assertThat(map).hasSize(2);
    map.remove("a");
    assertThat(map).hasSize(1);
    map.remove("b");
    assertThat(map).hasSize(0);
    assertThat(map.isEmpty()).isTrue();
  }

  @Test
  void clearRemovesAllAndTheMapGoesOn() {
    map.clear();
    for (int round = 0; round < 3; round++) {
      map.put("a", 1);
      map.get("a");
      map.put("b", 2);
      map.clear();
      assertThat(map).isEmpty();
      assertThat(map.get("a")).isNull();
      assertThat(map.putIfAbsent("b", 3)).isNull();
      assertThat(map).containsOnly(Map.entry("b", 3));
    }
  }

  @Test
  void isEqualToAnyMapWithTheSameMappings() {
    map.put("a", 1);
    map.put("b", 2);
    assertThat(map).isEqualTo(Map.of("a", 1, "b", 2)).hasSameHashCodeAs(Map.of("a", 1, "b", 2));
    assertThat(Map.of("a", 1, "b", 2)).isEqualTo(map);
    assertThat(map).isNotEqualTo(Map.of("a", 1)).isNotEqualTo(Map.of("a", 1, "b", 3));
    map.remove("b");
    assertThat(map).hasToString("{a=1}");
  }

  @Test
  void nullsAreTurnedAwayAndNothingChanges() {
    map.put("a", 1);
    String key = "key must not be null";
    String value = "value must not be null";
    assertNull(() -> map.get(null), key);
    assertNull(() -> map.containsKey(null), key);
    assertNull(() -> map.getOrDefault(null, 1), key);
    assertNull(() -> map.put(null, 1), key);
    assertNull(() -> map.put("a", null), value);
    assertNull(() -> map.putIfAbsent(null, 1), key);
    assertNull(() -> map.putIfAbsent("a", null), value);
    assertNull(() -> map.remove(null), key);
    assertNull(() -> map.remove(null, 1), key);
    assertNull(() -> map.remove("a", null), value);
    assertNull(() -> map.replace(null, 1), key);
    assertNull(() -> map.replace("a", null), value);
    assertNull(() -> map.replace(null, 1, 2), key);
    assertNull(() -> map.replace("a", null, 2), "oldValue must not be null");
    assertNull(() -> map.replace("a", 1, null), value);
    assertNull(() -> map.containsValue(null), value);
    assertNull(() -> map.forEach(null), "action must not be null");
    assertThatThrownBy(() -> map.merge("a", null, Integer::sum))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> map.computeIfAbsent(null, k -> 1))
        .isInstanceOf(NullPointerException.class);
    assertNull(() -> SyncMap.checked(null, String.class), "keyType must not be null");
    assertNull(() -> SyncMap.checked(String.class, null), "valueType must not be null");
    assertThat(map).containsOnly(Map.entry("a", 1));
  }

  private static void assertNull(ThrowingCallable operation, String message) {
    assertThatThrownBy(operation)
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage(message);
  }

  @Test
  void checkedMapTurnsAwayOtherClasses() {
    SyncMap<String, Number> checked = SyncMap.checked(String.class, Number.class);
    checked.put("a", 1);
    checked.put("b", 1.5);
    @SuppressWarnings("unchecked") // the mistake that it is for
    Map<Object, Object> raw = (Map<Object, Object>) (Map<?, ?>) checked;
    Map<String, Number> before = new HashMap<>(checked);
    String key = "key must be java.lang.String, was java.lang.Integer";
    String value = "value must be java.lang.Number, was java.lang.String";
    assertWrong(() -> raw.put(1, 1), key);
    assertWrong(() -> raw.put("a", "x"), value);
    assertWrong(() -> raw.put("new", "x"), value);
    assertWrong(() -> raw.putIfAbsent("new", "x"), value);
    assertWrong(() -> raw.replace("a", "x"), value);
    assertWrong(() -> raw.replace("a", 1, "x"), value);
    assertWrong(() -> raw.merge("new", "x", (old, more) -> more), value);
    assertWrong(() -> raw.compute("a", (k, old) -> "x"), value);
    assertWrong(() -> raw.replaceAll((k, old) -> "x"), value);
    assertWrong(() -> raw.putAll(Map.of(1, 1)), key);
    assertWrong(() -> raw.entrySet().iterator().next().setValue("x"), value);
    assertThat(raw.get(1)).as("only asked for").isNull();
    assertThat(raw.remove(1)).isNull();
    assertThat(checked).isEqualTo(before);
  }

  private static void assertWrong(ThrowingCallable operation, String message) {
    assertThatThrownBy(operation).isExactlyInstanceOf(ClassCastException.class).hasMessage(message);
  }

  /** Whatever the callback does to the map, it neither fails nor comes to a key twice. */
  @Test
  void walkMayChangeTheMap() {
    for (int i = 0; i < 20; i++) {
      map.put("k" + i, i);
    }
    List<String> visited = new ArrayList<>();
    map.forEach((key, value) -> {
      visited.add(key);
      map.put(key, -value);
      map.put("new " + key, value);
      map.remove("k" + (value + 10));
      map.forEach((inner, ignored) -> map.get(inner));
      if (visited.size() == 10) {
        map.clear();
      }
    });
    assertThat(visited).doesNotHaveDuplicates().hasSizeBetween(10, 20);
    assertThatCode(map::toString).doesNotThrowAnyException();
  }

  /** Each step on both maps has one result, and all that can be asked agrees. */
  @Test
  void agreesWithConcurrentHashMap() {
    Long given = Long.getLong("csp.stress.seed");
    long seed = given == null ? System.nanoTime() : given;
    System.out.println("SyncMap against ConcurrentHashMap: -Dcsp.stress.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 300; round++) {
      SyncMap<Integer, Integer> tested = new SyncMap<>();
      ConcurrentMap<Integer, Integer> model = new ConcurrentHashMap<>();
      int keys = 1 + random.nextInt(12);
      for (int step = 0; step < 150; step++) {
        int choice = random.nextInt(24);
        int key = random.nextInt(keys);
        int value = random.nextInt(3);
        int other = random.nextInt(3);
        assertThat(step(tested, choice, key, value, other))
            .as("step %d of round %d, operation %d, seed %d", step, round, choice, seed)
            .isEqualTo(step(model, choice, key, value, other));
        SyncMapInvariants.check(tested);
      }
      assertThat(tested).isEqualTo(model);
    }
  }

  private static Object step(
      ConcurrentMap<Integer, Integer> map, int choice, int key, int value, int other) {
    return switch (choice) {
      case 0, 1, 2 -> map.put(key, value);
      case 3 -> map.putIfAbsent(key, value);
      case 4, 5 -> map.remove(key);
      case 6 -> map.remove(key, value);
      case 7 -> map.replace(key, value);
      case 8 -> map.replace(key, value, other);
      case 9 -> map.compute(key, (k, old) -> old == null || old == value ? other : null);
      case 10 -> map.computeIfAbsent(key, k -> value == 0 ? null : value);
      case 11 -> map.computeIfPresent(key, (k, old) -> old == value ? null : old + 1);
      case 12 -> map.merge(key, value, (old, more) -> old == other ? null : more);
      case 13 -> map.containsKey(key);
      case 14 -> map.containsValue(value);
      case 15 -> Arrays.asList(map.isEmpty(), map.getOrDefault(key, -1));
      case 16 -> value == 0 && other == 0 ? sizeAfterClear(map) : (Object) map.size();
      case 17 -> Set.copyOf(map.entrySet());
      case 18 -> map.keySet().remove(key);
      case 19 -> map.entrySet().remove(new SimpleEntry<>(key, value));
      case 20 -> map.values().removeIf(v -> v == value);
      default -> map.get(key);
    };
  }

  private static int sizeAfterClear(ConcurrentMap<Integer, Integer> map) {
    map.clear();
    return map.size();
  }
}
