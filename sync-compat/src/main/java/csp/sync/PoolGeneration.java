// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import org.jspecify.annotations.Nullable;

/** What was put into a pool between two garbage collections, by stripes. */
final class PoolGeneration<T> {
  private final PoolStripe<T>[] stripes; // as many as a power of two

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  PoolGeneration(int stripes) {
    this.stripes = new PoolStripe[stripes];
    for (int i = 0; i < stripes; i++) {
      this.stripes[i] = new PoolStripe<>();
    }
  }

  /** The least power of two that is not less than {@code least}. */
  static int powerOfTwo(int least) {
    return least == 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
  }

  void put(int stripe, T item) {
    stripes[stripe].put(item);
  }

  /** Takes an item for a thread of {@code stripe} while this is where items are put. */
  @Nullable T take(int stripe) {
    PoolStripe<T> own = stripes[stripe];
    T item = own.takeOwn();
    if (item == null) {
      item = own.takeNewest();
    }
    return item != null ? item : takeOldest(stripe + 1);
  }

  /** Takes an item for a thread of {@code stripe} when this is the victim. */
  @Nullable T takeRetired(int stripe) {
    T item = stripes[stripe].takeOwn();
    return item != null ? item : takeOldest(stripe);
  }

  private @Nullable T takeOldest(int first) {
    for (int i = 0; i < stripes.length; i++) {
      T item = stripes[(first + i) & (stripes.length - 1)].takeOldest();
      if (item != null) {
        return item;
      }
    }
    return null;
  }
}
