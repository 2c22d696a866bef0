// SPDX-License-Identifier: Apache-2.0
package csp.samples.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** How often each of some strings was seen. For one thread at a time. */
public final class Tally {
  /** A string and its count. */
  public record Entry(String text, long count) {
    /** The greatest count first; for one count, in the order of {@code LC_ALL=C sort}. */
    static final Comparator<Entry> ORDER =
        Comparator.comparingLong(Entry::count)
            .reversed()
            .thenComparing(entry -> entry.text.getBytes(UTF_8), Arrays::compareUnsigned);
  }

  /** Counts up in place: a map of Long would make a new object each time. */
  private static final class Count {
    long value;
  }

  private final Map<String, Count> counts = new HashMap<>();
  private long total;

  /** Of nothing yet. */
  public Tally() {}

  /** Counts {@code text} once more. */
  public void add(String text) {
    add(text, 1);
  }

  /** Counts all that {@code other} has, which stays as it is. */
  public void addAll(Tally other) {
    other.counts.forEach((text, count) -> add(text, count.value));
  }

  private void add(String text, long count) {
    counts.computeIfAbsent(text, _ -> new Count()).value += count;
    total += count;
  }

  /** {@return how many were counted} */
  public long total() {
    return total;
  }

  /** {@return how many different ones} */
  public int different() {
    return counts.size();
  }

  /** {@return the {@code count} most frequent ones, or all if there are no more, in order} */
  public List<Entry> top(int count) {
    PriorityQueue<Entry> best = new PriorityQueue<>(Entry.ORDER.reversed()); // its head is the last
    counts.forEach((text, seen) -> {
      best.add(new Entry(text, seen.value));
      if (best.size() > count) {
        best.remove();
      }
    });
    List<Entry> top = new ArrayList<>(best);
    top.sort(Entry.ORDER);
    return top;
  }
}
