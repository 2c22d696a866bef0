// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import csp.internal.channel.Contents;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Gives out what a buffer held, and removes from it what is still there. */
final class ContentsIterator<T> implements Iterator<T> {
  private static final int NONE = -1;

  private final Contents<T> contents;
  private int next;
  private int removable = NONE; // what next() returned last, until it is removed

  ContentsIterator(Contents<T> contents) {
    this.contents = contents;
  }

  @Override
  public boolean hasNext() {
    return next < contents.size();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    removable = next++;
    return contents.get(removable);
  }

  @Override
  public void remove() {
    if (removable == NONE) {
      throw new IllegalStateException();
    }
    contents.remove(removable);
    removable = NONE;
  }
}
