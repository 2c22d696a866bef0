// SPDX-License-Identifier: Apache-2.0
package csp.guinea;

/** What can be made wrong in a {@link MiniChannel}. */
public enum Fault {
  /** Nothing is. */
  NONE,
  /** A receiver looks, lets go of the lock, and queues: a send in between does not see it. */
  GAP_BEFORE_QUEUEING,
  /** Close wakes the receivers and forgets the senders. */
  CLOSE_FORGETS_SENDERS,
  /** A waiter is taken without asking whether somebody else has. */
  CLAIMS_WITHOUT_ASKING,
  /** A select locks its channels in the order of its cases. */
  LOCKS_IN_CASE_ORDER,
  /** The element is put into the buffer after the lock is released. */
  BUFFERS_OUTSIDE_THE_LOCK,
  /** The outcome is published before the element is there. */
  PUBLISHES_TOO_EARLY,
  /** An interrupted receiver leaves although it was given an element. */
  INTERRUPT_DROPS_THE_ELEMENT,
  /** A waiter believes the first wake-up. */
  PARKS_ONCE,
  /** The immediate receive looks at the buffer, and later whether the channel is closed. */
  CLOSED_OVERTAKES,
  /** The lock is released by a write that publishes nothing: a race, and on x86 no more. */
  OPAQUE_UNLOCK,
  /** The outcome is a plain field: a race. */
  PLAIN_OUTCOME
}
