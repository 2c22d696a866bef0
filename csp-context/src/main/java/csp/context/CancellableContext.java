// SPDX-License-Identifier: Apache-2.0
package csp.context;

import org.jspecify.annotations.Nullable;

/**
 * A context together with the power to end it. Hand it on as a {@link Context}, and end it in any
 * case, or it stays with its parent until that ends; try-with-resources is Go's {@code defer
 * cancel()}:
 *
 * {@snippet :
 * try (var ctx = Context.withTimeout(parent, Duration.ofSeconds(2))) {
 *   return fetch(ctx);
 * }
 * }
 *
 * <p>Cancelling ends the context and everything derived from it that has not ended. The first end
 * counts: later cancels change neither error nor cause. Any number of threads may cancel, also a
 * task of {@link Context#afterFunc} that this very end has started. Whichever call returns, this
 * context and all that was derived from it by this library's own constructors have ended by then,
 * and their done channels are closed, those of the parents before those of their children. Tasks of
 * {@code afterFunc} are started, not awaited. Contexts derived from foreign contexts that were
 * derived from this one follow a little later, in goroutines.
 *
 * <p>Cancelling waits for nobody and ignores interrupts. It takes time in proportion to the number
 * of contexts that it ends.
 *
 * <p>Memory: what a thread did before the cancel that ended the context happens-before the end of
 * every receive from {@link #done} that sees it closed, every {@link #error} that is not null, and
 * every start of a task of {@code afterFunc}.
 */
public interface CancellableContext extends Context, AutoCloseable {
  /** Ends this context with {@link CanceledException}; does nothing if it has ended. */
  default void cancel() {
    cancel(null);
  }

  /**
   * Ends this context with {@link CanceledException}; its error and its error's {@link #cause} will
   * tell {@code cause}. Does nothing if it has ended.
   *
   * @param cause why, or null for no particular reason
   */
  void cancel(@Nullable Throwable cause);

  /** Does what {@link #cancel()} does. */
  @Override
  default void close() {
    cancel();
  }
}
