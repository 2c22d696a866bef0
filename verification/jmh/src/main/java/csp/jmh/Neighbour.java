// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

/** Threads that do nothing but use processors, until told to end. */
final class Neighbour {
  private final Thread[] threads;
  private volatile boolean isQuiet;

  /** Starts {@code size} platform threads of the usual priority. */
  Neighbour(int size) {
    threads = new Thread[size];
    for (int i = 0; i < size; i++) {
      threads[i] = Thread.ofPlatform().daemon().name("neighbour " + i).start(this::compute);
    }
  }

  private void compute() {
    while (!isQuiet) {
      // No pause: it is to use all that it gets.
    }
  }

  /** Ends the threads, and returns when they have ended. */
  void end() throws InterruptedException {
    isQuiet = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
