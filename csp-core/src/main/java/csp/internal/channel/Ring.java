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
  private long taken; // how many elements have left at the head; the number of the head's element
  private @Nullable Cuts cuts; // the next one, once somebody has asked for it

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
    taken++;
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
    taken++;
    return oldest;
  }

  /** The head, which stays, or null if there is none. */
  @Nullable Object peek() {
    return size == 0 ? null : slots[head];
  }

  /** The number of the head's element. The others follow; a cut renumbers those behind it. */
  long headNumber() {
    return taken;
  }

  /** Where the cuts that are to come will be found. */
  Cuts futureCuts() {
    Cuts future = cuts;
    if (future == null) {
      future = new Cuts();
      cuts = future;
    }
    return future;
  }

  /** Copies the oldest elements, as many as there is room for, and returns how many there are. */
  int copyTo(@Nullable Object[] target) {
    int count = Math.min(size, target.length);
    int first = Math.min(count, slots.length - head);
    System.arraycopy(slots, head, target, 0, first);
    System.arraycopy(slots, 0, target, first, count - first);
    return size;
  }

  /**
   * Takes out {@code count} elements, of {@code numbers}, ascending; then adds the first {@code
   * filled} of {@code refills}, which are no more of them. For those without the lock the size goes
   * from the old one to the new, past none between. Allocates nothing: {@code after} stands for the
   * next cut.
   */
  void cut(long[] numbers, int count, @Nullable Object[] refills, int filled, Cuts after) {
    int lead = 0; // those at the head, which cost the others no move
    while (lead < count && numbers[lead] == taken + lead) {
      slots[head] = null;
      head = slot(1);
      lead++;
    }
    int held = size - lead;
    int to = lead == count ? held : (int) (numbers[lead] - taken) - lead;
    int next = lead;
    for (int from = to; from < held; from++) {
      if (next < count && numbers[next] == taken + lead + from) {
        next++;
      } else {
        slots[slot(to++)] = slots[slot(from)];
      }
    }
    for (int i = 0; i < filled; i++) {
      slots[slot(to++)] = refills[i];
    }
    for (int i = to; i < held; i++) {
      slots[slot(i)] = null;
    }
    Cuts cut = cuts;
    if (cut != null) {
      cut.happened(numbers, count, after);
      cuts = after;
    }
    sizeOpaque(to);
  }

  private int slot(int index) {
    int at = head + index; // less than twice the length, which an int may not hold
    int length = slots.length;
    return at < 0 || at >= length ? at - length : at;
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
