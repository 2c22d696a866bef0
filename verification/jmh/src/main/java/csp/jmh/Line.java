// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.Arrays;

/**
 * How long a cache line takes to another processor and back. On a virtual machine that changes from
 * minute to minute, by four and more times, as the host moves its processors together and apart;
 * and with it all that two threads do with each other.
 */
final class Line {
  private static final int SAMPLES = 25;
  private static final int TRIPS = 2_000; // a sample: 0.2 to 2 ms

  private volatile int turn;

  private Line() {}

  /** The median of some samples, in nanoseconds; NaN where there is only one processor. */
  static double tripNanos() throws InterruptedException {
    return Runtime.getRuntime().availableProcessors() > 1 ? new Line().measure() : Double.NaN;
  }

  private double measure() throws InterruptedException {
    Thread other = Thread.ofPlatform().daemon().name("line").start(this::answer);
    double[] nanos = new double[SAMPLES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      long start = System.nanoTime();
      for (int trip = 0; trip < TRIPS; trip++) {
        turn = 1;
        awaitTurn(0);
      }
      nanos[sample] = (System.nanoTime() - start) / (double) TRIPS;
    }
    other.join();
    Arrays.sort(nanos);
    return nanos[SAMPLES / 2];
  }

  private void answer() {
    for (int trip = 0; trip < SAMPLES * TRIPS; trip++) {
      awaitTurn(1);
      turn = 0;
    }
  }

  private void awaitTurn(int mine) {
    while (turn != mine) {
      Thread.onSpinWait();
    }
  }
}
