// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of one key is. The two maps of a {@link SyncMap} share it, so that one step
 * changes the value in both. It holds a value, null or a mark for <em>expunged</em>; what these
 * mean, and who makes which step, is drawn in {@code SyncMap}.
 */
@SuppressWarnings("serial") // is a reference for the sake of one object less, not to be written out
final class SyncMapCell<V> extends AtomicReference<@Nullable V> {
  private static final Object EXPUNGED = new Object();

  SyncMapCell(V value) {
    super(value);
  }

  /** The mark. Never a value, and never shown to a user. */
  @SuppressWarnings("unchecked") // only ever compared
  private V mark() {
    return (V) EXPUNGED;
  }

  /** Whether {@code found}, which was in a cell, is the mark. */
  static boolean isMark(@Nullable Object found) {
    return found == EXPUNGED;
  }

  boolean isExpunged() {
    return isMark(get());
  }

  /** The value, or null if there is none. */
  @Nullable V load() {
    V seen = get();
    return isMark(seen) ? null : seen;
  }

  /** Stores {@code value}; returns what was there, and has stored nothing if that is the mark. */
  @Nullable V store(V value) {
    for (V seen = get(); ; seen = get()) {
      if (isMark(seen) || compareAndSet(seen, value)) {
        return seen;
      }
    }
  }

  /** Stores {@code value} if there is none; returns what was there, the mark if it is expunged. */
  @Nullable V storeIfNone(V value) {
    return compareAndExchange(null, value);
  }

  /** Replaces the value, if there is one, by {@code next}, or nothing; returns what was there. */
  @Nullable V replace(@Nullable V next) {
    for (V seen = load(); ; seen = load()) {
      if (seen == null || compareAndSet(seen, next)) {
        return seen;
      }
    }
  }

  /** Replaces the value, if {@code old} equals it, by {@code next}, or nothing; says whether. */
  boolean replaceEqual(Object old, @Nullable V next) {
    for (V seen = load(); seen != null && (seen == old || old.equals(seen)); seen = load()) {
      if (compareAndSet(seen, next)) {
        return true;
      }
    }
    return false;
  }

  /** Expunges the cell if it has no value; says whether. The map's lock is held. */
  boolean expungeStep() {
    return compareAndSet(null, mark());
  }

  /** Makes an expunged cell one without a value. The map's lock is held. */
  void unexpungeStep() {
    compareAndSet(mark(), null);
  }
}
