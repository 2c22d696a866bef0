// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

/** What it costs to unpark a thread, measured now and then: a waiter that spins saves it. */
final class WakeCost {
  /*
   * An unpark of a virtual thread costs 50 ns when its carrier will run it next, but 5 to 50 microseconds
   * when the scheduler has a carrier to wake that sleeps. How often that is depends on the machine, on how
   * many carriers there are and on what else they do: with two carriers on two processors it is one unpark
   * in thirty, with 64 carriers on two processors nearly each.
   *
   * The average is a plain field, written by racing threads: a lost update costs some spinning.
   */

  /** One for the process, as the scheduler is one, too. */
  static final WakeCost OF_PROCESS = new WakeCost();

  /** What parking and unparking cost at least, in rounds of spinning. */
  static final int LEAST_ROUNDS = 64;

  /** From here on it is better to go in lock step than to park: some four microseconds. */
  private static final int DEAR_ROUNDS = 128;

  /** An unpark that took longer has lost its processor meanwhile. */
  private static final int MOST_ROUNDS = 1_000;

  private static final int NANOS_PER_ROUND = 32; // 20 to 50: it depends on the processor
  private static final int UNPARKS_PER_SAMPLE = 16;
  private static final int SAMPLES_IN_AVERAGE = 16;

  private int average; // of rounds; racy

  /** Whether the {@code unpark}th unpark at a site is to be measured. */
  static boolean isSample(int unpark) {
    return unpark % UNPARKS_PER_SAMPLE == 0;
  }

  /** Unparks {@code thread}, and takes the time of it. No lock held (P5). */
  void measureUnpark(Thread thread) {
    long start = Platform.nanoTime();
    Parker.unpark(thread);
    add(Platform.nanoTime() - start);
  }

  /** Adds what one unpark took to the average. */
  void add(long nanos) {
    int rounds = (int) Math.min(nanos / NANOS_PER_ROUND, MOST_ROUNDS);
    average += (rounds - average) / SAMPLES_IN_AVERAGE;
  }

  /** The average of late, in rounds of spinning. */
  int rounds() {
    return Math.max(average, LEAST_ROUNDS);
  }

  /** Whether it is better to go in lock step than to park. */
  boolean isDear() {
    return average >= DEAR_ROUNDS;
  }
}
