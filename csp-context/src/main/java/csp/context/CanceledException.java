// SPDX-License-Identifier: Apache-2.0
package csp.context;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A context was cancelled, or one that it is derived from. Its message is {@code context canceled}.
 */
public final class CanceledException extends ContextException {
  @Serial private static final long serialVersionUID = 1;

  /** Makes an exception without a cause. */
  public CanceledException() {
    this(null);
  }

  /**
   * Makes an exception.
   *
   * @param cause the cause that was given to the context, or null
   */
  public CanceledException(@Nullable Throwable cause) {
    super("context canceled", cause);
  }
}
