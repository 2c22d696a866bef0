// SPDX-License-Identifier: Apache-2.0
package example;

/** Counts visits; wrong where two threads do so at once. */
final class Counter {
  private int count;

  void increment() {
    count++;
  }

  int count() {
    return count;
  }
}
