// SPDX-License-Identifier: Apache-2.0
package csp;

import org.jspecify.annotations.Nullable;

/**
 * Something that may end, and take waiting operations with it: what a context is, seen from the
 * channels. Implementations must be safe for use by any thread.
 */
public interface Cancellation {
  /**
   * {@return the channel that is closed when this ends, the same at every call; the {@linkplain
   * Channel#nil nil channel} if it never will} Nothing may be sent on it.
   */
  ReceiveChannel<?> done();

  /**
   * {@return why this has ended, or null while it has not} It is not null once {@link #done} is
   * closed. An operation that this ends throws it, and may add a {@linkplain
   * Throwable#addSuppressed suppressed} exception: so it should be a new one at each call, or one
   * that takes none.
   */
  @Nullable RuntimeException error();
}
