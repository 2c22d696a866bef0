// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What only this package sees of its classes, for the scenarios: that nobody has left a trace, and
 * pools whose stripes are not those of thread ids, which differ from run to run.
 */
public final class Inside {
  private Inside() {}

  /** Nobody holds the mutex, and nobody who waited has left a trace. */
  public static void assertIdle(Mutex mutex) {
    mutex.sema().checkInvariants();
    assertThat(mutex.isPristine()).as("%s", mutex).isTrue();
  }

  /** Nobody holds either side, and nobody who waited has left a trace. */
  public static void assertIdle(RWMutex rw) {
    rw.checkInvariants();
    assertThat(rw.isPristine()).as("%s", rw).isTrue();
  }

  /** Nobody holds the lock, and nobody is queued. */
  public static void assertIdle(SpinLock lock) {
    assertThat(lock.isLocked()).isFalse();
    assertThat(lock.queued()).isZero();
  }

  /** The counter is 0, and nobody waits. */
  public static void assertIdle(WaitGroup group) {
    group.checkInvariants();
    assertThat(group.count()).isZero();
    assertThat(group.waiting()).isZero();
  }

  /** No permit is held, and nobody waits. */
  public static void assertIdle(Semaphore semaphore) {
    semaphore.checkInvariants();
    assertThat(semaphore.held()).isZero();
    assertThat(semaphore.waiting()).isZero();
  }

  /** Nobody waits for the task of {@code once}. */
  public static void assertIdle(Once once) {
    once.site().checkQueue(EventSite.QUEUE);
    assertThat(once.site().queued(EventSite.QUEUE)).isZero();
  }

  /** Whether the mutex is in starving mode. */
  public static boolean isStarving(Mutex mutex) {
    return mutex.isStarving();
  }

  /** Whether a writer waits for those who read. */
  public static boolean isWriterPending(RWMutex rw) {
    return rw.isWriterPending();
  }

  /** How many readers are queued. */
  public static int queuedReaders(RWMutex rw) {
    return rw.queuedReaders();
  }

  /** A pool of {@code stripes}, left alone by the collector. */
  public static <T> Pool<T> pool(int stripes) {
    return new Pool<>((@Nullable Supplier<T>) null, stripes);
  }

  /** As a thread of {@code stripe} does. */
  public static <T> @Nullable T get(Pool<T> pool, int stripe) {
    return pool.get(stripe);
  }

  /** As a thread of {@code stripe} does. */
  public static <T> void put(Pool<T> pool, int stripe, T item) {
    pool.put(stripe, item);
  }

  /** What a garbage collection does. */
  public static void cycle(Pool<?> pool) {
    pool.cycle();
  }

  /** The invariants S1 to S3 of {@link SyncMap}. */
  public static <K, V> void checkInvariants(SyncMap<K, V> map) {
    SyncMap.Read<K, V> read = map.read;
    assertThat(read.amended() || map.dirty.isEmpty()).as("S1: dirty is empty").isTrue();
    read.cells()
        .forEach((key, cell) -> {
          boolean shared = read.amended() && map.dirty.get(key) == cell;
          boolean expunged = read.amended() && map.dirty.get(key) == null;
          assertThat(!read.amended() || shared || expunged).as("one cell for %s", key).isTrue();
          assertThat(cell.isExpunged()).as("S1, S2: the mark of %s", key).isEqualTo(expunged);
        });
    map.dirty.forEach(
        (key, cell) -> assertThat(cell.isExpunged()).as("S3: the mark of %s", key).isFalse());
    assertIdle(map.mu);
  }
}
