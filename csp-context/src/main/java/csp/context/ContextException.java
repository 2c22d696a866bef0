// SPDX-License-Identifier: Apache-2.0
package csp.context;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Why a context has ended, thrown by the operations that it ended. {@link #getCause} is the cause
 * that was given to the context, or null. Each call of {@link Context#error} makes a new one, whose
 * stack is that of the caller.
 */
public abstract sealed class ContextException extends RuntimeException
    permits CanceledException, DeadlineExceededException {
  @Serial private static final long serialVersionUID = 1;

  ContextException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
