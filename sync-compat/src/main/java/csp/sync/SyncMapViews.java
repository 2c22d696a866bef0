// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import java.io.Serial;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The views of a {@link SyncMap}, and the one iterator that they stand on. */
final class SyncMapViews {
  /*
   * The spliterators are not sized, unlike those that collections get by default: the number of elements
   * may change while they are walked over.
   */

  private SyncMapViews() {}

  /** The keys. */
  static final class Keys<K, V> extends AbstractSet<K> {
    private final SyncMap<K, V> map;

    Keys(SyncMap<K, V> map) {
      this.map = map;
    }

    @Override
    public Iterator<K> iterator() {
      return new Walk<>(map) {
        @Override
        public K next() {
          return advance().getKey();
        }
      };
    }

    @Override
    public Spliterator<K> spliterator() {
      return unsized(iterator(), Spliterator.DISTINCT);
    }

    @Override
    public boolean contains(Object key) {
      return map.containsKey(key);
    }

    @Override
    public boolean remove(Object key) {
      return map.remove(key) != null;
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public boolean isEmpty() {
      return map.isEmpty();
    }

    @Override
    public void clear() {
      map.clear();
    }
  }

  /** The values. */
  static final class Values<K, V> extends AbstractCollection<V> {
    private final SyncMap<K, V> map;

    Values(SyncMap<K, V> map) {
      this.map = map;
    }

    @Override
    public Iterator<V> iterator() {
      return new Walk<>(map) {
        @Override
        public V next() {
          return advance().getValue();
        }
      };
    }

    @Override
    public Spliterator<V> spliterator() {
      return unsized(iterator(), 0);
    }

    @Override
    public boolean contains(Object value) {
      return map.containsValue(value);
    }

    @Override
    public boolean removeIf(Predicate<? super V> filter) {
      Objects.requireNonNull(filter, "filter must not be null");
      return map.entrySet().removeIf(entry -> filter.test(entry.getValue()));
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public boolean isEmpty() {
      return map.isEmpty();
    }

    @Override
    public void clear() {
      map.clear();
    }
  }

  /** The mappings. */
  static final class Entries<K, V> extends AbstractSet<Map.Entry<K, V>> {
    private final SyncMap<K, V> map;

    Entries(SyncMap<K, V> map) {
      this.map = map;
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
      return new Walk<>(map) {
        @Override
        public Map.Entry<K, V> next() {
          return advance();
        }
      };
    }

    @Override
    public Spliterator<Map.Entry<K, V>> spliterator() {
      return unsized(iterator(), Spliterator.DISTINCT);
    }

    @Override
    public boolean contains(Object object) {
      return object instanceof Map.Entry<?, ?> entry
          && entry.getKey() != null
          && entry.getValue() != null
          && entry.getValue().equals(map.get(entry.getKey()));
    }

    @Override
    public boolean remove(Object object) {
      return object instanceof Map.Entry<?, ?> entry
          && entry.getKey() != null
          && entry.getValue() != null
          && map.remove(entry.getKey(), entry.getValue());
    }

    /** Removes a mapping only while it still has the value that was tested. */
    @Override
    public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
      Objects.requireNonNull(filter, "filter must not be null");
      boolean changed = false;
      for (Map.Entry<K, V> entry : this) {
        Map.Entry<K, V> tested = new AbstractMap.SimpleImmutableEntry<>(entry);
        changed |= filter.test(tested) && map.remove(tested.getKey(), tested.getValue());
      }
      return changed;
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public boolean isEmpty() {
      return map.isEmpty();
    }

    @Override
    public void clear() {
      map.clear();
    }
  }

  /** A mapping as a walk has met it; a value that is set goes into the map, too. */
  private static final class Mapping<K, V> extends AbstractMap.SimpleEntry<K, V> {
    private static final long serialVersionUID = 1;

    private final transient SyncMap<K, V> map;

    Mapping(SyncMap<K, V> map, K key, V value) {
      super(key, value);
      this.map = map;
    }

    @Override
    public V setValue(V value) {
      map.put(getKey(), value);
      return super.setValue(value);
    }

    @Serial
    private Object writeReplace() { // the map is not for writing out
      return new AbstractMap.SimpleEntry<>(this);
    }
  }

  /** One walk over the cells that there were at its start. For one thread. */
  private abstract static class Walk<K, V, E> implements Iterator<E> {
    private final SyncMap<K, V> map;
    private final Iterator<Map.Entry<K, SyncMapCell<V>>> cells;
    private @Nullable Mapping<K, V> next; // looked up early, so that next() has one for sure
    private @Nullable K last; // what remove() means

    Walk(SyncMap<K, V> map) {
      this.map = map;
      cells = map.settled().entrySet().iterator();
      look();
    }

    @Override
    public final boolean hasNext() {
      return next != null;
    }

    /** The next mapping. */
    final Map.Entry<K, V> advance() {
      Mapping<K, V> found = next;
      if (found == null) {
        throw new NoSuchElementException();
      }
      last = found.getKey();
      look();
      return found;
    }

    @Override
    public final void remove() {
      K key = last;
      if (key == null) {
        throw new IllegalStateException();
      }
      last = null;
      map.remove(key);
    }

    private void look() {
      next = null;
      while (next == null && cells.hasNext()) {
        Map.Entry<K, SyncMapCell<V>> cell = cells.next();
        V value = cell.getValue().load();
        if (value != null) {
          next = new Mapping<>(map, cell.getKey(), value);
        }
      }
    }
  }

  private static <E> Spliterator<E> unsized(Iterator<E> walk, int characteristics) {
    return Spliterators.spliteratorUnknownSize(
        walk, characteristics | Spliterator.CONCURRENT | Spliterator.NONNULL);
  }
}
