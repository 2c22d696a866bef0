// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.park.WaitMode;

/** Runs an operation in the mode in which no interrupt can end it. */
final class Uninterruptible {
  private Uninterruptible() {}

  /** An operation in any mode. */
  @FunctionalInterface
  interface Operation {
    /** Runs; false if the time passed first. */
    boolean in(WaitMode mode) throws InterruptedException;
  }

  /** Runs {@code operation}. */
  static void run(Operation operation) {
    try {
      operation.in(WaitMode.UNINTERRUPTIBLE);
    } catch (InterruptedException impossible) {
      throw new AssertionError("the mode lets no interrupt through", impossible);
    }
  }
}
