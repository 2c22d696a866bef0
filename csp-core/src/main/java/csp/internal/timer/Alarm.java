// SPDX-License-Identifier: Apache-2.0
package csp.internal.timer;

/** What can be stopped and set again. */
public interface Alarm {
  /** Stops it. Returns whether it was still pending. */
  boolean stop();

  /** Sets it to {@code nanos} from now. Returns whether it was still pending. */
  boolean reset(long nanos);
}
