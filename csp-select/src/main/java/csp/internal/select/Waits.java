// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.Cancellation;
import csp.internal.channel.CancellableWait;
import csp.internal.park.WaitMode;

/** Gives the sync layer, which sees no channels, the wait that a cancellation may end. */
public final class Waits {
  private Waits() {}

  /**
   * A wait that {@code cancellation}, or an interrupt, may end. It throws the error of the
   * cancellation.
   *
   * @throws NullPointerException if {@code cancellation} is null
   */
  public static WaitMode until(Cancellation cancellation) {
    return new CancellableWait(cancellation);
  }
}
