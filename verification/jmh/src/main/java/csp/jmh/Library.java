// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.Locale;

/** What is compared, in the order in which it runs and has its columns. */
enum Library {
  /** This library. */
  CSP,
  /** This library with a {@link csp.select.Selector} where there is something to select. */
  CSP_SELECTOR,
  /** This library where a fan-out is written by hand, over channels: shown only. */
  CSP_CHANNELS,
  /** {@link java.util.concurrent.ArrayBlockingQueue}. */
  ABQ,
  /** {@link java.util.concurrent.LinkedTransferQueue}. */
  LTQ,
  /** {@link java.util.concurrent.SynchronousQueue}. */
  SQ,
  /** The channels of Jox. */
  JOX,
  /** The ring of LMAX, whose consumers park. */
  DISRUPTOR,
  /** The same, whose consumers spin and yield, and so keep their processor: shown only. */
  DISRUPTOR_YIELD,
  /** What the JDK has for the same purpose as a class of this library. */
  JDK,
  /** {@link java.util.concurrent.locks.StampedLock}, which is not reentrant either. */
  STAMPED,
  /** Kotlin's coroutines. */
  KOTLIN,
  /** Go itself, in processes of its own. */
  GO;

  /** The name in tables and on the command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether this is what the library is compared with: another, and one that can wait idly. */
  boolean isPeer() {
    return this != CSP && this != CSP_SELECTOR && this != CSP_CHANNELS && this != DISRUPTOR_YIELD;
  }

  /** Whether it runs on the JVM, and so under JMH. */
  boolean isOnJvm() {
    return this != GO;
  }

  /** Whether the library has no bound where the others have one; the tables say so. */
  boolean isUnboundedIn(String cell) {
    return this == LTQ && cell.equals(Cell.UNCONTENDED);
  }
}
