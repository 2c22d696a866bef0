// SPDX-License-Identifier: Apache-2.0
package csp.sync;

/** Checks the invariants that {@link SyncMap} names. */
final class SyncMapInvariants {
  private SyncMapInvariants() {}

  static <K, V> void check(SyncMap<K, V> map) {
    map.mu.lock();
    try {
      SyncMap.Read<K, V> read = map.read;
      demand(read.amended() || map.dirty.isEmpty(), "S1: dirty is empty", map);
      demand(read.amended() || map.misses == 0, "no misses while not amended", map);
      demand(!read.amended() || map.misses < Math.max(1, map.dirty.size()), "misses", map);
      read.cells()
          .forEach((key, cell) -> {
            boolean there = read.amended() && map.dirty.get(key) == cell;
            boolean expunged = read.amended() && map.dirty.get(key) == null;
            demand(!read.amended() || there || expunged, "one cell for " + key, map);
            demand(cell.isExpunged() == expunged, "S1, S2: the mark of " + key, map);
          });
      map.dirty.forEach((key, cell) -> demand(!cell.isExpunged(), "S3: " + key, map));
    } finally {
      map.mu.unlock();
    }
  }

  private static void demand(boolean holds, String what, SyncMap<?, ?> map) {
    if (!holds) {
      throw new AssertionError(
          what + ": " + map.read + ", dirty " + map.dirty + ", misses " + map.misses);
    }
  }
}
