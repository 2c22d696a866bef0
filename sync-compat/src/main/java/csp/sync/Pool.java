// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A set of items that may be used again: what {@link #put} leaves here, {@link #get} may take, on
 * whatever thread, and else the garbage collector does. For what is expensive to make, such as
 * large buffers, where many threads need one for a short while: Go's {@code sync.Pool}.
 *
 * {@snippet :
 * Pool<StringBuilder> builders = new Pool<>(StringBuilder::new);
 *
 * StringBuilder builder = builders.get();
 * try {
 *   return render(page, builder);
 * } finally {
 *   builder.setLength(0);
 *   builders.put(builder);
 * }
 * }
 *
 * <p>Promised is only this: an item that was put is got at most once for each put, and by one
 * caller. Which item a {@code get} finds is not promised, nor that it finds one: a thread that gets
 * after its own put mostly finds the newest. The pool has no limit of size. Nothing is done to an
 * item that the pool drops, so what must be closed does not belong here. Nor do connections: an
 * idle item goes at the second garbage collection after it was put, and collections of the young
 * generation count.
 *
 * <p>No method waits. Any number of threads may use a pool. A pool is collected like any object,
 * with all that is in it.
 *
 * <p>Memory: what a thread did before it put an item happens-before what a thread does after it got
 * that item.
 *
 * @param <T> the type of the items
 */
public final class Pool<T> {
  /*
   * As sync/pool.go, with stripes for its processors:
   *
   *                                put                       cycle                  cycle
   *     in use, or nowhere  ------------->  in the primary  ------>  in the victim  ------>  garbage
   *            ^                                  |                        |
   *            +------------- get ----------------+------- get ------------+
   *
   * The order of get: the slot and the newest of the own stripe; the oldest of the others, the next stripe
   * first, and of the own; then the same in the victim, without its newest. Other stripes' slots are never
   * looked into, in neither generation: what is there is for the threads of that stripe or for the
   * collector.
   *
   * A cycle makes the primary the victim first and takes it from the primary's place second. A get reads
   * them in that order, too, so it does not miss one between two places, and that it may see one generation
   * twice does no harm: an item leaves its stripe by one atomic step.
   *
   * May be lost, which a pool is free to do: an item put into a generation that has become the victim, or
   * was dropped, since the put has read where to put it. Concurrent cycles may count as one.
   */

  private static final int STRIPES =
      PoolGeneration.powerOfTwo(Runtime.getRuntime().availableProcessors());

  private final @Nullable Supplier<? extends T> newItem;
  private final int stripes; // a power of two
  private final AtomicReference<@Nullable PoolGeneration<T>> primary = new AtomicReference<>();
  private final AtomicReference<@Nullable PoolGeneration<T>> victim = new AtomicReference<>();

  /** Makes a pool whose {@link #get} returns null when it finds nothing. */
  public Pool() {
    this(null, STRIPES);
    PoolCycles.add(this);
  }

  /**
   * Makes a pool whose {@link #get} makes an item when it finds none.
   *
   * @param newItem makes an item; called on the thread of the {@code get}, by several at once, and
   *     with no lock held, so that it may use this pool
   * @throws NullPointerException if {@code newItem} is null
   */
  public Pool(Supplier<? extends T> newItem) {
    this(Objects.requireNonNull(newItem, "newItem must not be null"), STRIPES);
    PoolCycles.add(this);
  }

  /** For tests: of {@code stripes}, a power of two, and left alone by the collector. */
  Pool(@Nullable Supplier<? extends T> newItem, int stripes) {
    this.newItem = newItem;
    this.stripes = stripes;
  }

  /**
   * Takes an item out of the pool, or else makes one, which does not count as being in the pool.
   *
   * @return the item; null if nothing was found, and the pool makes none
   */
  public @Nullable T get() {
    return get(stripe());
  }

  /**
   * Gives {@code item} to the pool. It must not be used by the caller any more.
   *
   * @param item the item; null is ignored
   */
  public void put(@Nullable T item) {
    put(stripe(), item);
  }

  @Nullable T get(int stripe) {
    T item = take(stripe);
    return item == null && newItem != null ? newItem.get() : item;
  }

  void put(int stripe, @Nullable T item) {
    if (item != null) {
      PoolGeneration<T> primary = this.primary.get();
      if (primary == null) {
        primary = newPrimary();
      }
      primary.put(stripe, item);
    }
  }

  /** What a garbage collection does to the pool. */
  void cycle() {
    PoolGeneration<T> retired = primary.get();
    victim.set(retired); // before it is taken from the other place
    if (retired != null) {
      primary.compareAndSet(retired, null);
    }
  }

  private @Nullable T take(int stripe) {
    PoolGeneration<T> primary = this.primary.get();
    if (primary != null) {
      T item = primary.take(stripe);
      if (item != null) {
        return item;
      }
    }
    PoolGeneration<T> victim = this.victim.get();
    if (victim == null) {
      return null;
    }
    T item = victim.takeRetired(stripe);
    if (item == null) {
      this.victim.compareAndSet(victim, null); // so that later ones pass it by
    }
    return item;
  }

  private PoolGeneration<T> newPrimary() {
    PoolGeneration<T> made = new PoolGeneration<>(stripes);
    PoolGeneration<T> found = primary.compareAndExchange(null, made);
    return found == null ? made : found;
  }

  /** The stripe of the current thread: its id, scattered. */
  private int stripe() {
    long scattered = Thread.currentThread().threadId() * 0x9E37_79B9_7F4A_7C15L;
    return (int) (scattered >>> 32) & (stripes - 1);
  }
}
