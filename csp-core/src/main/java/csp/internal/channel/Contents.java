// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.Channel;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the buffer of a channel held at one moment, and how to take some of it out. For one thread.
 *
 * @param <T> the type of the elements
 */
public final class Contents<T> {
  /*
   * A user's equals and predicates may not run under the channel's lock. So the buffer is copied under it,
   * looked at outside, and what is to go is taken out under it again: not by its value, and not by its
   * identity, as an object may be buffered twice, but by its number (see Cuts).
   *
   * The copy is a block copy of references, like the one of a buffer that grows; nothing else here holds
   * the lock for longer than it takes to move the elements behind those that go.
   *
   * HB: the sender's release of the lock -> the acquisition for the copy. As for a receive.
   */

  private static final int SLACK = 16;

  private final @Nullable ChannelCore<T> channel; // null: has no buffer
  private final Object[] elements;
  private long first; // the number of the first element when `cut` was yet to come
  private Cuts cut;

  private Contents(@Nullable ChannelCore<T> channel, Object[] elements, long first, Cuts cut) {
    this.channel = channel;
    this.elements = elements;
    this.first = first;
    this.cut = cut;
  }

  /** What the buffer of {@code channel} holds now; elements of waiting senders are not in it. */
  public static <T> Contents<T> of(Channel<T> channel) {
    ChannelCore<T> core = ChannelCore.of(channel);
    if (core == null || core.capacity() == 0) {
      return new Contents<>(null, new Object[0], 0, new Cuts());
    }
    while (true) {
      @Nullable Object[] copy = new @Nullable Object[roomFor(core.length())];
      core.lock();
      int held;
      long first;
      Cuts cut;
      try {
        held = core.buffer().copyTo(copy);
        first = core.buffer().headNumber();
        cut = core.buffer().futureCuts();
      } finally {
        core.unlock();
      }
      if (held <= copy.length) {
        return new Contents<>(core, Arrays.copyOf(copy, held), first, cut);
      }
    }
  }

  /** The oldest element in the buffer of {@code channel}, or null. */
  @SuppressWarnings("unchecked") // it came from a sender of T
  public static <T> @Nullable T oldest(Channel<T> channel) {
    ChannelCore<T> core = ChannelCore.of(channel);
    if (core == null || core.length() == 0) {
      return null;
    }
    core.lock();
    Object oldest = core.buffer().peek();
    core.unlock();
    return (T) oldest;
  }

  private static int roomFor(int length) {
    return (int) Math.min((long) length + (length >> 3) + SLACK, Integer.MAX_VALUE - 8);
  }

  /** How many elements there were. */
  public int size() {
    return elements.length;
  }

  /** The element at {@code index}, counted from the oldest. */
  @SuppressWarnings("unchecked") // it came from a sender of T
  public T get(int index) {
    return (T) elements[index];
  }

  /** The elements, in order; a new array at each call. */
  public Object[] toArray() {
    return elements.clone();
  }

  /** Takes the element at {@code index} out of the buffer; false if it is there no more. */
  public boolean remove(int index) {
    BitSet one = new BitSet();
    one.set(index);
    return remove(one) == 1;
  }

  /**
   * Takes the elements at {@code indexes} out of the buffer. In one step: the elements of waiting
   * senders that come in are behind all that stay. No index may be lower than one of an earlier
   * call.
   *
   * @return how many of them were still there
   */
  public int remove(BitSet indexes) {
    ChannelCore<T> core = channel;
    int wanted = indexes.cardinality();
    if (core == null || wanted == 0) {
      return 0;
    }
    long[] numbers = new long[wanted];
    Cuts after = new Cuts();
    core.lock();
    try {
      int count = numberStep(core, indexes, numbers);
      if (count > 0) {
        core.cutStep(numbers, count, after);
      }
      return count;
    } finally {
      core.unlockAndWake();
    }
  }

  /** Finds today's numbers of those at {@code indexes} that are still buffered. Lock held. */
  private int numberStep(ChannelCore<T> core, BitSet indexes, long[] numbers) {
    long head = core.buffer().headNumber();
    int count = 0;
    for (int i = indexes.nextSetBit(0); i >= 0; i = indexes.nextSetBit(i + 1)) {
      passCutsBelow(i);
      long number = cut.today(first + i);
      if (number >= head) { // less: gone, by a cut or by a receive
        numbers[count++] = number;
      }
    }
    return count;
  }

  /** Forgets the cuts that lie below {@code index}: for it and all after it they are the same. */
  private void passCutsBelow(int index) {
    for (Cuts next = cut.passedBelow(first + index); next != null; ) {
      first -= cut.count();
      cut = next;
      next = cut.passedBelow(first + index);
    }
  }

  @Override
  public String toString() {
    return Objects.toString(channel) + " held " + Arrays.toString(elements);
  }
}
