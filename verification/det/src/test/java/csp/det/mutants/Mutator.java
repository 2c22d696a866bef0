// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import java.util.Locale;

/** A kind of small fault. Each is one instruction that does something else. */
enum Mutator {
  /** A call is not made: a lock not taken, a waiter not queued, nobody unparked. */
  DROP_CALL,

  /** A write to a field, an element, a handle or an atomic is not made. */
  DROP_WRITE,

  /**
   * An access orders less: volatile, acquire and release become opaque, opaque becomes plain. A
   * processor hides it as often as not; the race detector goes by the rules.
   */
  WEAKEN,

  /** An atomic step of a read and a write becomes two. */
  SPLIT,

  /** A compare-and-set says that it has succeeded, and has written nothing. */
  CAS_SUCCEEDS,

  /** A compare-and-set says that it has failed, and was not tried. */
  CAS_FAILS,

  /** A condition holds when it does not. */
  NEGATE,

  /** The thread seems not to be interrupted. */
  NO_INTERRUPT;

  /** As in a list of mutants. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
