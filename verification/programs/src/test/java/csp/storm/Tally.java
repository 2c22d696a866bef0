// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which goods of whom: sets of numbers, one for each maker. A good is a {@code long}, the maker in
 * the upper half and a number, counted from 0, in the lower. For one thread.
 */
final class Tally {
  private final List<long[]> goods = new ArrayList<>(); // a set of bits for each maker
  private long size;

  static long good(int maker, int number) {
    return (long) maker << 32 | number;
  }

  static int maker(long good) {
    return (int) (good >>> 32);
  }

  static int number(long good) {
    return (int) good;
  }

  long size() {
    return size;
  }

  /** Adds a good that must not be there yet. */
  void add(long good) {
    int maker = maker(good);
    int number = number(good);
    while (goods.size() <= maker) {
      goods.add(new long[64]);
    }
    long[] bits = goods.get(maker);
    if (number >>> 6 >= bits.length) {
      bits = Arrays.copyOf(bits, Math.max(bits.length * 2, (number >>> 6) + 1));
      goods.set(maker, bits);
    }
    if ((bits[number >>> 6] >>> number & 1) != 0) {
      throw new AssertionError("doubled: " + text(good));
    }
    bits[number >>> 6] |= 1L << number;
    size++;
  }

  /** Adds what others have; fails if two have the same. */
  void addAll(Tally others) {
    for (int maker = 0; maker < others.goods.size(); maker++) {
      long[] bits = others.goods.get(maker);
      for (int word = 0; word < bits.length; word++) {
        for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
          add(good(maker, word << 6 | Long.numberOfTrailingZeros(rest)));
        }
      }
    }
  }

  private boolean has(long good) {
    int maker = maker(good);
    int word = number(good) >>> 6;
    return maker < goods.size()
        && word < goods.get(maker).length
        && (goods.get(maker)[word] >>> number(good) & 1) != 0;
  }

  /** The first few that are here and not there. */
  private List<String> without(Tally others) {
    List<String> missing = new ArrayList<>();
    for (int maker = 0; maker < goods.size(); maker++) {
      for (int number = 0; number < goods.get(maker).length << 6; number++) {
        long good = good(maker, number);
        if (missing.size() < 5 && has(good) && !others.has(good)) {
          missing.add(text(good));
        }
      }
    }
    return missing;
  }

  private static String text(long good) {
    return maker(good) + ":" + number(good);
  }

  /** Every good that was sent was received, once, and nothing else was. */
  static void balance(String where, Iterable<Tally> sent, Iterable<Tally> received) {
    Tally out = new Tally();
    sent.forEach(out::addAll);
    Tally in = new Tally();
    received.forEach(in::addAll);
    List<String> lost = out.without(in);
    List<String> found = in.without(out);
    if (!lost.isEmpty() || !found.isEmpty()) {
      throw new AssertionError(
          where
              + (": sent " + out.size() + ", received " + in.size())
              + ("; lost " + lost + ", received but not sent " + found));
    }
  }
}
