// SPDX-License-Identifier: Apache-2.0
package csp.select;

import org.jspecify.annotations.Nullable;

/**
 * What a clause runs on what it got when it wins, without a result. It may wait, and so be
 * interrupted.
 *
 * @param <T> the type of what the clause got
 */
@FunctionalInterface
public interface InterruptibleConsumer<T extends @Nullable Object> {
  /**
   * Does something with {@code value}.
   *
   * @param value what the clause got
   * @throws InterruptedException if interrupted while it waits; comes out of the select, whose
   *     clause has taken effect
   */
  void accept(T value) throws InterruptedException;
}
