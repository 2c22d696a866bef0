// SPDX-License-Identifier: Apache-2.0
package csp;

import java.io.Serial;

/**
 * Thrown where a receive is interrupted and no checked exception may pass: by iterators, {@code
 * forEach} and streams of a channel. Nothing was received, and the thread's interrupt status is set
 * again.
 */
public final class InterruptedReceiveException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param cause the interrupt
   */
  public InterruptedReceiveException(InterruptedException cause) {
    super("interrupted while receiving", cause);
  }
}
