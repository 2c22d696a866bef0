// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import java.util.AbstractMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map for any number of threads in which keys that have settled are read and written without a
 * lock: Go's {@code sync.Map}. It is for two uses: keys that are written once and read many times,
 * such as a cache that only grows, and threads that each work on keys of their own. Where keys come
 * and go all the time a {@link java.util.concurrent.ConcurrentHashMap} is faster.
 *
 * <p>All of {@link ConcurrentMap} is there; neither keys nor values can be null. Go's methods are:
 *
 * <table class="striped">
 * <caption>Go's names</caption>
 * <thead><tr><th scope="col">Go</th><th scope="col">here</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">Load</th><td>{@link #get}</td></tr>
 * <tr><th scope="row">Store, Swap</th><td>{@link #put}</td></tr>
 * <tr><th scope="row">LoadOrStore</th><td>{@link #putIfAbsent}</td></tr>
 * <tr><th scope="row">Delete, LoadAndDelete</th><td>{@link #remove(Object)}</td></tr>
 * <tr><th scope="row">CompareAndSwap</th>
 *   <td>{@link #replace(Object, Object, Object)}</td></tr>
 * <tr><th scope="row">CompareAndDelete</th><td>{@link #remove(Object, Object)}</td></tr>
 * <tr><th scope="row">Range</th>
 *   <td>{@link #forEach}; to stop early, a loop over a view</td></tr>
 * <tr><th scope="row">Clear</th><td>{@link #clear}</td></tr>
 * </tbody>
 * </table>
 *
 * <p>Every method of one key is atomic. Methods that take a function are {@code ConcurrentMap}'s:
 * the function is called with no lock held, and again when another thread was faster. Values are
 * compared by {@link Object#equals}, with no lock held.
 *
 * <p>The views, and {@link #forEach}, are weakly consistent: a walk comes to each key at most once,
 * and to every key that is there from its start to its end; of other changes it may see some. It
 * never throws {@link java.util.ConcurrentModificationException}, and whatever runs in between may
 * use the map. {@link #size} counts, and so takes time as a walk does.
 *
 * <p>The keys' {@code equals} and {@code hashCode} may run while the map is locked, so they must
 * not use it. If they throw, so does the method; the lock is released and the map as it was.
 *
 * <p>No method waits, but for other threads that add keys. An interrupt changes nothing.
 *
 * <p>Memory: what a thread did before it stored or removed a value happens-before what a thread
 * does after it has seen that.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class SyncMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V> {
  /*
   * As sync/map.go up to Go 1.23. There are two maps from keys to cells. "read" is not changed once it is
   * published, so it needs no lock; "dirty" is guarded by mu, and in use while read is "amended". Then it has
   * every key that is in the map, and those that read does not have are in it alone. Lookups that had to go
   * to it are misses; when there were as many as it has keys, it becomes read, as it is, which pays for the
   * copy that the next new key will cost. The maps share the cells.
   *
   *                    store (no lock)                      expunge (mu, for a new dirty)
   *      a value  <----------------------  no value  ------------------------------------->  expunged
   *               ---------------------->            <-------------------------------------
   *                   remove (no lock)                unexpunge (mu, when it is in dirty again)
   *
   * S1  Not amended: dirty is empty, and no cell of read is expunged.
   * S2  Amended: a cell of read is expunged if and only if dirty does not have it.
   * S3  A cell of dirty is never expunged.
   * S4  Cells get their mark and lose it under mu alone. So a store without the lock goes to a cell that dirty
   *     has, too, or that the next dirty will have; and an expunged cell can be forgotten with its key.
   *
   * A cell is found first and then worked on without the lock, and may meanwhile have been cut off: removed
   * from dirty, or cleared with its map. All who work on it then have found it before, so they take effect
   * before the cut, in the order in which they came to the cell.
   *
   * The keys' methods may throw in every call of a map. So a cell is unexpunged after it was put into dirty,
   * and a copy that fails takes back its marks.
   */

  /** The keys that have settled, and whether there are others in dirty. */
  record Read<K, V>(Map<K, SyncMapCell<V>> cells, boolean amended) {}

  final Mutex mu = new Mutex();
  volatile Read<K, V> read = new Read<>(new HashMap<>(), false); // written under mu
  Map<K, SyncMapCell<V>> dirty = new HashMap<>(); // guarded by mu
  int misses; // guarded by mu: lookups in dirty since it came into use

  private final @Nullable Class<K> keyType;
  private final @Nullable Class<V> valueType;

  /** Makes an empty map. */
  public SyncMap() {
    keyType = null;
    valueType = null;
  }

  private SyncMap(Class<K> keyType, Class<V> valueType) {
    this.keyType = Objects.requireNonNull(keyType, "keyType must not be null");
    this.valueType = Objects.requireNonNull(valueType, "valueType must not be null");
  }

  /**
   * Makes an empty map that checks what is put into it, as {@link java.util.Collections#checkedMap}
   * does: code that went around the compiler's checks fails where it stores, not where somebody
   * reads. A key or value of another class is a {@link ClassCastException} that names both classes,
   * and is not put.
   *
   * @param keyType the class that all keys are instances of
   * @param valueType the class that all values are instances of
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @return the map
   * @throws NullPointerException if an argument is null
   */
  public static <K, V> SyncMap<K, V> checked(Class<K> keyType, Class<V> valueType) {
    return new SyncMap<>(keyType, valueType);
  }

  @Override
  public @Nullable V get(Object key) {
    SyncMapCell<V> cell = find(key, false);
    return cell == null ? null : cell.load();
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public @Nullable V put(K key, V value) {
    checkTypes(key, value);
    SyncMapCell<V> cell = read.cells.get(key);
    if (cell != null) {
      V old = cell.store(value);
      if (!SyncMapCell.isMark(old)) {
        return old;
      }
    }
    return storeSlow(key, value, true);
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    checkTypes(key, value);
    SyncMapCell<V> cell = read.cells.get(key);
    if (cell != null) {
      V old = cell.storeIfNone(value);
      if (!SyncMapCell.isMark(old)) {
        return old;
      }
    }
    return storeSlow(key, value, false);
  }

  @Override
  public @Nullable V remove(Object key) {
    SyncMapCell<V> cell = find(key, true);
    return cell == null ? null : cell.replace(null);
  }

  @Override
  public boolean remove(Object key, Object value) {
    checkNulls(key, value);
    SyncMapCell<V> cell = find(key, false); // stays in dirty, for it may be another value
    return cell != null && cell.replaceEqual(value, null);
  }

  @Override
  public @Nullable V replace(K key, V value) {
    checkTypes(key, value);
    SyncMapCell<V> cell = find(key, false);
    return cell == null ? null : cell.replace(value);
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    Objects.requireNonNull(oldValue, "oldValue must not be null");
    checkTypes(key, newValue);
    SyncMapCell<V> cell = find(key, false);
    return cell != null && cell.replaceEqual(oldValue, newValue);
  }

  /** Removes all keys. What others put meanwhile may stay. */
  @Override
  public void clear() {
    Read<K, V> read = this.read;
    if (read.cells.isEmpty() && !read.amended) {
      return;
    }
    mu.lock();
    try {
      settleStep(new HashMap<>());
    } finally {
      mu.unlock();
    }
  }

  /** Counts the keys. */
  @Override
  public int size() {
    int size = 0;
    for (SyncMapCell<V> cell : settled().values()) {
      if (cell.load() != null) {
        size++;
      }
    }
    return size;
  }

  /** {@inheritDoc} Looks no further than the first key. */
  @Override
  public boolean isEmpty() {
    return !hasValue(read.cells) && !hasValue(settled());
  }

  private boolean hasValue(Map<K, SyncMapCell<V>> cells) {
    for (SyncMapCell<V> cell : cells.values()) {
      if (cell.load() != null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean containsValue(Object value) {
    Objects.requireNonNull(value, "value must not be null");
    for (SyncMapCell<V> cell : settled().values()) {
      if (value.equals(cell.load())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    Objects.requireNonNull(action, "action must not be null");
    for (Map.Entry<K, SyncMapCell<V>> entry : settled().entrySet()) {
      V value = entry.getValue().load();
      if (value != null) {
        action.accept(entry.getKey(), value);
      }
    }
  }

  @Override
  public Set<K> keySet() {
    return new SyncMapViews.Keys<>(this);
  }

  @Override
  public Collection<V> values() {
    return new SyncMapViews.Values<>(this);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new SyncMapViews.Entries<>(this);
  }

  /** Read, with all keys in it: for a walk. */
  Map<K, SyncMapCell<V>> settled() {
    Read<K, V> read = this.read;
    if (!read.amended) {
      return read.cells;
    }
    mu.lock();
    try {
      if (this.read.amended) {
        settleStep(dirty);
      }
      return this.read.cells;
    } finally {
      mu.unlock();
    }
  }

  /** The cell of {@code key}, taken out of dirty with its key if it is there and {@code remove}. */
  private @Nullable SyncMapCell<V> find(Object key, boolean remove) {
    Objects.requireNonNull(key, "key must not be null");
    Read<K, V> read = this.read;
    SyncMapCell<V> cell = read.cells.get(key);
    if (cell != null || !read.amended) {
      return cell;
    }
    mu.lock();
    try {
      read = this.read; // dirty may have become it meanwhile
      cell = read.cells.get(key);
      if (cell == null && read.amended) {
        cell = remove ? dirty.remove(key) : dirty.get(key);
        missStep();
      }
      return cell;
    } finally {
      mu.unlock();
    }
  }

  private @Nullable V storeSlow(K key, V value, boolean replace) {
    mu.lock();
    try {
      Read<K, V> read = this.read;
      SyncMapCell<V> cell = read.cells.get(key);
      if (cell != null) {
        if (cell.isExpunged()) {
          dirty.put(key, cell); // first: it may throw
          cell.unexpungeStep();
        }
      } else if (read.amended) {
        cell = dirty.get(key);
        if (cell != null && !replace) {
          missStep();
        }
      }
      if (cell == null) {
        addStep(key, value);
        return null;
      }
      return replace ? cell.store(value) : cell.storeIfNone(value);
    } finally {
      mu.unlock();
    }
  }

  /** Adds a key that is in neither map. Lock held. */
  private void addStep(K key, V value) {
    Read<K, V> read = this.read;
    if (!read.amended) {
      dirty = copyStep(read.cells);
      this.read = new Read<>(read.cells, true);
    }
    dirty.put(key, new SyncMapCell<>(value));
  }

  /** Copies the cells that have a value, and expunges the others. Lock held. */
  private static <K, V> Map<K, SyncMapCell<V>> copyStep(Map<K, SyncMapCell<V>> cells) {
    Map<K, SyncMapCell<V>> copy = HashMap.newHashMap(cells.size() + 1);
    boolean complete = false;
    try {
      for (Map.Entry<K, SyncMapCell<V>> entry : cells.entrySet()) {
        if (!entry.getValue().expungeStep()) {
          copy.put(entry.getKey(), entry.getValue());
        }
      }
      complete = true;
    } finally {
      if (!complete) {
        cells.values().forEach(SyncMapCell::unexpungeStep); // S1
      }
    }
    return copy;
  }

  /** Counts a lookup in dirty, and makes it read if there were enough of them. Lock held. */
  private void missStep() {
    misses++;
    if (misses >= dirty.size()) {
      settleStep(dirty);
    }
  }

  /** Makes {@code cells} read, and dirty empty. Lock held. */
  private void settleStep(Map<K, SyncMapCell<V>> cells) {
    read = new Read<>(cells, false);
    dirty = new HashMap<>();
    misses = 0;
  }

  private static void checkNulls(Object key, Object value) {
    Objects.requireNonNull(key, "key must not be null");
    Objects.requireNonNull(value, "value must not be null");
  }

  private void checkTypes(K key, V value) {
    checkNulls(key, value);
    if (keyType != null && valueType != null) {
      checkType("key", keyType, key);
      checkType("value", valueType, value);
    }
  }

  private static void checkType(String name, Class<?> type, Object object) {
    if (!type.isInstance(object)) {
      throw new ClassCastException(
          name + " must be " + type.getName() + ", was " + object.getClass().getName());
    }
  }
}
