// SPDX-License-Identifier: Apache-2.0
package csp.det;

/** Where a thread may be made to stop and another one to go on, from few places to many. */
public enum Level {
  /** Where it parks, and nowhere else. Needs no agent, as long as nobody spins. */
  PARKS,
  /** Also where it enters a public method of a woven package. */
  OPERATIONS,
  /**
   * Also before every access to a volatile, a VarHandle or an atomic, and before it parks, unparks,
   * or enters a monitor. For a program without data races this is as good as stopping everywhere,
   * so it goes together with the race detector.
   */
  ATOMICS,
  /** Also before every access to a field or an array. */
  ACCESSES
}
