// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncMapViewsTest {
  private final SyncMap<String, Integer> map = new SyncMap<>();

  @BeforeEach
  void fill() {
    map.putAll(Map.of("a", 1, "b", 2, "c", 3));
  }

  @AfterEach
  void mapIsSound() {
    SyncMapInvariants.check(map);
  }

  @Test
  void viewsShowTheMapAsItIs() {
    var keys = map.keySet();
    var values = map.values();
    var entries = map.entrySet();
    assertThat(keys).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(values).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(entries)
        .containsExactlyInAnyOrder(Map.entry("a", 1), Map.entry("b", 2), Map.entry("c", 3));
    map.remove("a");
    map.put("d", 4);
    assertThat(keys).containsExactlyInAnyOrder("b", "c", "d").hasSize(3);
    assertThat(values).containsExactlyInAnyOrder(2, 3, 4).hasSize(3);
    assertThat(entries).hasSize(3).contains(Map.entry("d", 4));
    map.clear();
    assertThat(keys.isEmpty() && values.isEmpty() && entries.isEmpty()).isTrue();
  }

  @Test
  void viewsAreAskedByKeyAndValue() {
    assertThat(map.keySet().contains("a")).isTrue();
    assertThat(map.keySet().contains("x")).isFalse();
    assertThat(map.values().contains(3)).isTrue();
    assertThat(map.values().contains(4)).isFalse();
    assertThat(map.entrySet().contains(Map.entry("a", 1))).isTrue();
    assertThat(map.entrySet().contains(Map.entry("a", 2))).isFalse();
    assertThat(map.entrySet().contains(Map.entry("x", 1))).isFalse();
    assertThat(map.entrySet().contains("a")).isFalse();
    assertThat(map.entrySet().contains(new SimpleEntry<>(null, 1))).isFalse();
    assertThat(map.entrySet().contains(new SimpleEntry<>("a", null))).isFalse();
  }

  @Test
  void removingFromAViewRemovesFromTheMap() {
    assertThat(map.keySet().remove("a")).isTrue();
    assertThat(map.keySet().remove("a")).isFalse();
    assertThat(map.entrySet().remove(Map.entry("b", 1))).isFalse();
    assertThat(map.entrySet().remove(new SimpleEntry<>("b", null))).isFalse();
    assertThat(map.entrySet().remove("b")).isFalse();
    assertThat(map.entrySet().remove(Map.entry("b", 2))).isTrue();
    assertThat(map.values().remove(3)).isTrue();
    assertThat(map).isEmpty();
  }

  @Test
  void bulkRemovalsWork() {
    map.putAll(Map.of("d", 4, "e", 5, "f", 6));
    assertThat(map.values().removeIf(value -> value == 1)).isTrue();
    assertThat(map.values().removeIf(value -> value == 1)).isFalse();
    assertThat(map.keySet().removeIf("b"::equals)).isTrue();
    assertThat(map.entrySet().removeIf(entry -> entry.getValue() == 3)).isTrue();
    assertThat(map.keySet().removeAll(List.of("d", "x"))).isTrue();
    assertThat(map.keySet().retainAll(List.of("f", "x"))).isTrue();
    assertThat(map).containsOnly(Map.entry("f", 6));
    map.keySet().clear();
    assertThat(map).isEmpty();
    map.put("a", 1);
    map.values().clear();
    assertThat(map).isEmpty();
    map.put("a", 1);
    map.entrySet().clear();
    assertThat(map).isEmpty();
  }

  /** What another thread has put since the test is not removed. */
  @Test
  void removeIfRemovesOnlyTheValueThatWasTested() {
    assertThat(map.values().removeIf(value -> map.put("a", 7) != null)).isTrue();
    assertThat(map).containsOnly(Map.entry("a", 7));
    assertThat(map.entrySet().removeIf(entry -> map.replace("a", 8) != null)).isFalse();
    assertThat(map).containsOnly(Map.entry("a", 8));
  }

  @Test
  void viewsTakeNothing() {
    assertThatThrownBy(() -> map.keySet().add("x"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.values().add(1)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void iteratorRemovesTheKeyOfItsLastMapping() {
    Iterator<Map.Entry<String, Integer>> walk = map.entrySet().iterator();
    assertThatThrownBy(walk::remove).isInstanceOf(IllegalStateException.class);
    String first = walk.next().getKey();
    walk.remove();
    assertThatThrownBy(walk::remove).isInstanceOf(IllegalStateException.class);
    assertThat(map).hasSize(2).doesNotContainKey(first);
    walk.next();
    String last = walk.next().getKey();
    assertThat(walk.hasNext()).isFalse();
    walk.remove();
    assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
    assertThat(map).hasSize(1).doesNotContainKeys(first, last);
  }

  @Test
  void iteratorsNeverFail() {
    for (Iterable<?> view : List.of(map.keySet(), map.values(), map.entrySet())) {
      fill();
      Iterator<?> walk = view.iterator();
      map.put("new", 9);
      map.remove("a");
      map.clear();
      map.put("b", 5);
      int steps = 0;
      while (walk.hasNext()) {
        assertThat(walk.next()).isNotNull();
        steps++;
      }
      assertThat(steps).isLessThanOrEqualTo(3);
    }
  }

  /** What is removed before the walk comes to it is passed by, and nothing is promised twice. */
  @Test
  void whatHasNextPromisedIsReturned() {
    Iterator<String> walk = map.keySet().iterator();
    assertThat(walk.hasNext()).isTrue();
    map.clear();
    assertThat(walk.next()).isIn("a", "b", "c");
  }

  @Test
  void setValueGoesIntoTheMap() {
    for (Map.Entry<String, Integer> entry : map.entrySet()) {
      assertThat(entry.setValue(10 * entry.getValue())).isEqualTo(entry.getValue() / 10);
      assertThatThrownBy(() -> entry.setValue(null)).isInstanceOf(NullPointerException.class);
      assertThat(entry).isEqualTo(Map.entry(entry.getKey(), map.get(entry.getKey())));
    }
    assertThat(map).containsOnly(Map.entry("a", 10), Map.entry("b", 20), Map.entry("c", 30));
  }

  @Test
  void mappingIsWrittenOutWithoutItsMap() throws IOException, ClassNotFoundException {
    map.keySet().retainAll(List.of("a"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(map.entrySet().iterator().next());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isInstanceOf(SimpleEntry.class).isEqualTo(Map.entry("a", 1));
    }
  }

  /** A stream that believed in a size would fail when the map changes under it. */
  @Test
  void streamsBelieveInNoSize() {
    for (Spliterator<?> spliterator :
        List.of(
            map.keySet().spliterator(), map.values().spliterator(), map.entrySet().spliterator())) {
      assertThat(spliterator.hasCharacteristics(Spliterator.SIZED)).isFalse();
      assertThat(spliterator.hasCharacteristics(Spliterator.CONCURRENT)).isTrue();
    }
    Object[] elements = map.keySet().stream().peek(key -> map.remove(key)).toArray();
    assertThat(elements).isNotEmpty();
    assertThat(map.keySet().stream().toArray()).isEmpty();
    fill();
    assertThat(new ArrayList<>(map.values())).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(map.values().stream().mapToInt(value -> value).sum()).isEqualTo(6);
    assertThat(map.entrySet().parallelStream().mapToInt(Map.Entry::getValue).sum()).isEqualTo(6);
  }
}
