// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The buffer of a channel: a ring of slots that grows, by doubling, up to the channel's capacity.
 * Guarded by the channel's lock, but for {@link #sizeAcquire}.
 */
final class Ring {
  private static final int FIRST_SLOTS = 16;
  private static final @Nullable Object[] NONE = {};

  private final int capacity;
  private @Nullable Object[] slots = NONE; // null outside the window head .. head + size
  private int head;
  private int size; // written under the lock, read anywhere

  /** An empty buffer that will hold up to {@code capacity} elements. */
  Ring(int capacity) {
    this.capacity = capacity;
  }

  int capacity() {
    return capacity;
  }

  int size() {
    return size;
  }

  /** How many elements were buffered at some recent moment; needs no lock. */
  int sizeAcquire() {
    return (int) SIZE.getAcquire(this);
  }

  boolean isFull() {
    return size == capacity;
  }

  /** Adds at the tail. There must be room. */
  void add(Object element) {
    int held = size;
    if (held == slots.length) {
      grow();
    }
    int tail = head + held;
    int length = slots.length;
    slots[tail < length ? tail : tail - length] = element;
    sizeOpaque(held + 1);
  }

  /** Takes the head. There must be one. */
  Object remove() {
    int at = head;
    Object element = Objects.requireNonNull(slots[at]);
    slots[at] = null;
    int next = at + 1;
    head = next == slots.length ? 0 : next;
    sizeOpaque(size - 1);
    return element;
  }

  /**
   * Takes the head and adds at the tail, of a full buffer. For those without the lock it stays
   * full: they would take a size between for an element that is not there.
   */
  Object exchange(Object element) {
    int at = head; // of a full buffer the slot of the head is that of the next tail
    Object oldest = Objects.requireNonNull(slots[at]);
    slots[at] = element;
    int next = at + 1;
    head = next == slots.length ? 0 : next;
    return oldest;
  }

  /** Throws {@link AssertionError} unless C5 holds. O(slots). */
  void checkInvariants() {
    if (size < 0 || size > capacity || size > slots.length) {
      throw new AssertionError("C5: " + size + " elements, capacity " + capacity);
    }
    for (int i = 0; i < slots.length; i++) {
      Object slot = slots[(head + i) % slots.length];
      if ((slot != null) != (i < size)) {
        throw new AssertionError("C5: slot " + i + " of " + size + " holds " + slot);
      }
    }
  }

  private void grow() {
    int held = size;
    long wanted = slots.length == 0 ? FIRST_SLOTS : 2L * slots.length;
    @Nullable Object[] wider = new @Nullable Object[(int) Math.min(wanted, capacity)];
    int first = Math.min(held, slots.length - head);
    System.arraycopy(slots, head, wider, 0, first);
    System.arraycopy(slots, 0, wider, first, held - first);
    slots = wider;
    head = 0;
  }

  // VarHandle mechanics

  private static final VarHandle SIZE =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "size", VarHandle.class, Ring.class, int.class);

  private void sizeOpaque(int value) {
    SIZE.setOpaque(this, value);
  }
}
