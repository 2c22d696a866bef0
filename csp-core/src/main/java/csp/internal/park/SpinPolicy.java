// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

/** Whether a wait at a site may spin before it parks; {@link Spinner} decides whether it does. */
public enum SpinPolicy {
  /** As far as it pays. */
  FREELY,

  /**
   * Only while {@linkplain WakeCost waking is dear}: for buffers, as two sides that spin go in lock
   * step, where one that parks leaves the other the time for a batch.
   */
  WHEN_WAKING_IS_DEAR,

  /**
   * Never: what is waited for comes from no running thread, or not at all; or from one that needs
   * the processor more than those who wait, as the publisher of a broadcast does.
   */
  NEVER
}
