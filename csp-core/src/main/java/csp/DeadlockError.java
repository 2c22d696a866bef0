// SPDX-License-Identifier: Apache-2.0
package csp;

/**
 * Thrown where going on would wait for ever, for something that only the waiting thread could do.
 *
 * <p>It is an error, as the program is wrong: no group or once of the library swallows it.
 */
public final class DeadlockError extends Error {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message.
   *
   * @param message what waits for what
   */
  public DeadlockError(String message) {
    super(message);
  }
}
