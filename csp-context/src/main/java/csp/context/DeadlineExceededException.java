// SPDX-License-Identifier: Apache-2.0
package csp.context;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The deadline of a context has passed, or that of one that it is derived from. Its message is
 * {@code context deadline exceeded}.
 */
public final class DeadlineExceededException extends ContextException {
  @Serial private static final long serialVersionUID = 1;

  /** Makes an exception without a cause. */
  public DeadlineExceededException() {
    this(null);
  }

  /**
   * Makes an exception.
   *
   * @param cause the cause that was given to the context, or null
   */
  public DeadlineExceededException(@Nullable Throwable cause) {
    super("context deadline exceeded", cause);
  }
}
