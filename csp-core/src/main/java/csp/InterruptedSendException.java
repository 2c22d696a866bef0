// SPDX-License-Identifier: Apache-2.0
package csp;

import java.io.Serial;

/** Thrown by {@link SendChannel#sendAll} when its thread is interrupted; tells how far it came. */
public final class InterruptedSendException extends InterruptedException {
  @Serial private static final long serialVersionUID = 1;

  /** How many elements were sent. */
  private final int sent;

  /**
   * Makes an exception.
   *
   * @param sent how many elements were sent before the interrupt
   */
  public InterruptedSendException(int sent) {
    super("interrupted after sending " + sent + " elements");
    this.sent = sent;
  }

  /** {@return how many elements were sent; the others are still the caller's} */
  public int sent() {
    return sent;
  }
}
