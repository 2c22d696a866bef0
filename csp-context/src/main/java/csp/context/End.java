// SPDX-License-Identifier: Apache-2.0
package csp.context;

import org.jspecify.annotations.Nullable;

/**
 * How a context ended: what its errors are made from. One object for all that one cancel ends.
 *
 * @param expired whether by a deadline
 * @param given the cause that was given, or null
 */
record End(boolean expired, @Nullable Throwable given) {
  private static final End CANCELED = new End(false, null);

  /** By a cancel. */
  static End canceled(@Nullable Throwable given) {
    return given == null ? CANCELED : new End(false, given);
  }

  /**
   * That of {@code context}, whose done channel is closed.
   *
   * @throws IllegalStateException if it has no error nevertheless
   */
  static End of(Context context) {
    ContextException error = context.error();
    if (error == null) {
      throw new IllegalStateException("context: internal error: missing cancel error");
    }
    Throwable cause = context.cause();
    boolean none = cause == null || cause instanceof ContextException;
    return new End(error instanceof DeadlineExceededException, none ? error.getCause() : cause);
  }

  /** A new exception, with the stack of the caller. */
  ContextException error() {
    return expired ? new DeadlineExceededException(given) : new CanceledException(given);
  }
}
