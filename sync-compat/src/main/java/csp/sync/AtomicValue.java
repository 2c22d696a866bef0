// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A value that any number of threads load and store at once, all of one class: Go's {@code
 * sync/atomic.Value}. The first value that is stored decides the class, by {@link Object#getClass},
 * and a value of another class is turned away. So are nulls: {@link #load} returns null exactly
 * until the first value is stored.
 *
 * <p>What it has over an {@link AtomicReference} is the check of the class, and that {@link
 * #compareAndSwap} compares by {@link Object#equals}: two equal records match, as two equal structs
 * do in Go. For a class without an {@code equals} of its own that is identity, as for Go's
 * pointers.
 *
 * <p>No method waits. A method that throws has changed nothing.
 *
 * <p>Memory: all loads and stores have one order that every thread agrees on, as for {@code
 * volatile} fields. What a thread did before it stored a value happens-before what a thread does
 * after it has loaded that value. A {@code swap}, and a {@code compareAndSwap} that returns true,
 * does both; one that returns false only loads.
 *
 * @param <T> the type of the value; its values must be of one class all the same
 */
public final class AtomicValue<T> {
  /*
   * Go needs a mark for a first store that is half done, since a value there is two words. Here it is
   * one reference, and the first store one compare-and-set. Once a value has been seen the class is
   * settled for good, for whatever replaces it is of its class: a check made against an old value holds
   * for the present one.
   */

  private final AtomicReference<@Nullable T> value = new AtomicReference<>();

  /** Makes one that holds nothing. */
  public AtomicValue() {}

  /** {@return the value last stored, or null if none was} */
  public @Nullable T load() {
    return value.get();
  }

  /**
   * Stores {@code next}.
   *
   * @param next the value
   * @throws NullPointerException if {@code next} is null
   * @throws ClassCastException if {@code next} is not of the class of the values before it
   */
  public void store(T next) {
    exchange("store", next);
  }

  /**
   * Stores {@code next} and returns what it replaces.
   *
   * @param next the value
   * @return the value before it, or null if there was none
   * @throws NullPointerException if {@code next} is null
   * @throws ClassCastException if {@code next} is not of the class of the values before it
   */
  public @Nullable T swap(T next) {
    return exchange("swap", next);
  }

  /**
   * Stores {@code next} if the value is equal to {@code old}, by {@link Object#equals}; null is
   * equal to there being none.
   *
   * <p>{@code equals} of {@code old} is called, with no lock held, again each time that another
   * thread stores meanwhile. What it throws is thrown.
   *
   * @param old the value to replace, or null to store the first one
   * @param next the value to store; it is checked before anything is compared
   * @return whether {@code next} was stored
   * @throws NullPointerException if {@code next} is null
   * @throws ClassCastException if {@code old} and {@code next} are not of one class, or not of that
   *     of the values before them
   */
  public boolean compareAndSwap(@Nullable T old, T next) {
    if (next == null) {
      throw new NullPointerException("sync/atomic: compare and swap of nil value into Value");
    }
    if (old != null && old.getClass() != next.getClass()) {
      throw new ClassCastException("sync/atomic: compare and swap of inconsistently typed values");
    }
    for (; ; ) {
      T seen = value.get();
      if (seen != null) {
        checkClass("compare and swap", seen, next);
      }
      if (old == null ? seen != null : !old.equals(seen)) {
        return false;
      }
      if (value.compareAndSet(seen, next)) {
        return true;
      }
    }
  }

  /** Shows the value. */
  @Override
  public String toString() {
    return "AtomicValue[" + load() + "]";
  }

  private @Nullable T exchange(String operation, T next) {
    if (next == null) {
      throw new NullPointerException("sync/atomic: " + operation + " of nil value into Value");
    }
    T seen = value.get();
    if (seen == null) {
      seen = value.compareAndExchange(null, next);
      if (seen == null) {
        return null;
      }
    }
    checkClass(operation, seen, next);
    return value.getAndSet(next);
  }

  private static void checkClass(String operation, Object seen, Object next) {
    if (seen.getClass() != next.getClass()) {
      throw new ClassCastException(
          "sync/atomic: " + operation + " of inconsistently typed value into Value");
    }
  }
}
