// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import csp.Channel;
import csp.ChannelClosedException;
import csp.internal.channel.Contents;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A channel, seen as a blocking queue. */
final class ChannelQueue<T> extends AbstractQueue<T> implements BlockingQueue<T> {
  /*
   * What adds and takes are the forms of the channel. What looks into the queue looks at a copy of the
   * buffer, and what removes from it takes out the very elements that were found there (Contents).
   *
   * Q1  An element is removed by one call, and that call says so: whoever finds it gone looks on.
   * Q2  No code of the caller's runs under the channel's lock.
   * Q3  remove(Object) answers false only if there was a moment at which no equal element was there: when
   *     one that it found was gone it looks anew, as another may have been added since the copy.
   */

  private final Channel<T> channel;

  ChannelQueue(Channel<T> channel) {
    this.channel = channel;
  }

  // Adding

  @Override
  public void put(T element) throws InterruptedException {
    channel.send(element);
  }

  @Override
  public boolean offer(T element) {
    try {
      return channel.trySend(element);
    } catch (ChannelClosedException closed) {
      return refused(closed);
    }
  }

  @Override
  public boolean offer(T element, long timeout, TimeUnit unit) throws InterruptedException {
    try {
      return channel.trySend(element, duration(timeout, unit));
    } catch (ChannelClosedException closed) {
      return refused(closed);
    }
  }

  @Override
  public boolean add(T element) {
    if (!channel.trySend(element)) {
      throw new IllegalStateException("Queue full");
    }
    return true;
  }

  @Override
  public boolean addAll(Collection<? extends T> elements) {
    if (isSame(Objects.requireNonNull(elements, "elements must not be null"))) {
      throw new IllegalArgumentException("elements must not be this queue");
    }
    return super.addAll(elements);
  }

  @Override
  public int remainingCapacity() {
    if (channel.isClosed()) {
      return 0;
    }
    int capacity = channel.capacity();
    return capacity == Integer.MAX_VALUE ? capacity : capacity - channel.length();
  }

  // Taking

  @Override
  public T take() throws InterruptedException {
    T taken = channel.receive();
    if (taken == null) {
      throw new ChannelClosedException("receive from closed channel", null);
    }
    return taken;
  }

  @Override
  public @Nullable T poll() {
    return channel.tryReceive().orNull();
  }

  @Override
  public @Nullable T poll(long timeout, TimeUnit unit) throws InterruptedException {
    return channel.tryReceive(duration(timeout, unit)).orNull();
  }

  @Override
  public int drainTo(Collection<? super T> sink) {
    return drainTo(sink, Integer.MAX_VALUE);
  }

  @Override
  public int drainTo(Collection<? super T> sink, int max) {
    Objects.requireNonNull(sink, "sink must not be null");
    if (isSame(sink)) {
      throw new IllegalArgumentException("sink must not be this queue");
    }
    // Not until it is empty: with fast producers that would not end.
    long there = (long) channel.length() + channel.waitingSenders();
    int drained = 0;
    // One by one: what the sink refuses is lost, and taken ahead would be all that is behind it.
    while (drained < max && drained < there) {
      T taken = poll();
      if (taken == null) {
        break;
      }
      sink.add(taken);
      drained++;
    }
    return drained;
  }

  // Looking

  @Override
  public @Nullable T peek() {
    return Contents.oldest(channel);
  }

  @Override
  public int size() {
    return channel.length();
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return element != null && indexOf(element, Contents.of(channel), 0) >= 0;
  }

  @Override
  public Iterator<T> iterator() {
    return new ContentsIterator<>(Contents.of(channel));
  }

  @Override
  @SuppressWarnings("unchecked") // the contents are of T
  public Spliterator<T> spliterator() {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return (Spliterator<T>) Spliterators.spliterator(toArray(), traits);
  }

  @Override
  public Object[] toArray() {
    return Contents.of(channel).toArray();
  }

  @Override
  public <E> E[] toArray(E[] array) {
    Objects.requireNonNull(array, "array must not be null");
    return Arrays.asList(toArray()).toArray(array);
  }

  // Removing what was looked at

  @Override
  public boolean remove(@Nullable Object element) {
    if (element == null) {
      return false;
    }
    while (true) {
      Contents<T> contents = Contents.of(channel);
      boolean found = false;
      for (int i = indexOf(element, contents, 0); i >= 0; i = indexOf(element, contents, i + 1)) {
        if (contents.remove(i)) {
          return true;
        }
        found = true;
      }
      if (!found) { // Q3
        return false;
      }
    }
  }

  @Override
  public boolean removeIf(Predicate<? super T> filter) {
    Objects.requireNonNull(filter, "filter must not be null");
    Contents<T> contents = Contents.of(channel);
    BitSet matching = new BitSet(contents.size());
    for (int i = 0; i < contents.size(); i++) {
      if (filter.test(contents.get(i))) {
        matching.set(i);
      }
    }
    return contents.remove(matching) > 0;
  }

  @Override
  public boolean removeAll(Collection<?> elements) {
    Objects.requireNonNull(elements, "elements must not be null");
    return removeIf(elements::contains);
  }

  @Override
  public boolean retainAll(Collection<?> elements) {
    Objects.requireNonNull(elements, "elements must not be null");
    return removeIf(element -> !elements.contains(element));
  }

  @Override
  public void clear() {
    Contents<T> contents = Contents.of(channel);
    BitSet all = new BitSet(contents.size());
    all.set(0, contents.size());
    contents.remove(all);
  }

  // Helpers

  private static <T> int indexOf(Object element, Contents<T> contents, int from) {
    for (int i = from; i < contents.size(); i++) {
      if (element.equals(contents.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private boolean isSame(Collection<?> other) {
    return other instanceof ChannelQueue<?> queue && queue.channel == channel;
  }

  /** False, for {@code closed} of this channel; a hook may throw that of another. */
  private boolean refused(ChannelClosedException closed) {
    if (!channel.isClosed()) {
      throw closed;
    }
    return false;
  }

  private static Duration duration(long timeout, TimeUnit unit) {
    Objects.requireNonNull(unit, "unit must not be null");
    return Duration.ofNanos(unit.toNanos(timeout));
  }
}
