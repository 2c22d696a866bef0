// SPDX-License-Identifier: Apache-2.0
package csp.select;

import csp.internal.select.ReceiveCase;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A clause that receives. Unless it says what to do when its channel is closed and drained, its
 * handler gets null then, or, if the channel was closed with a failure, the select throws {@link
 * csp.ChannelClosedException}. In a {@link Selector} the clause switches itself off then, and its
 * handler never gets null.
 *
 * @param <T> the type of the elements
 * @param <R> the type of the result
 */
public sealed interface ReceiveClause<T, R> extends Clause<R> permits ReceiveCase {
  @Override
  ReceiveClause<T, R> when(BooleanSupplier guard);

  /**
   * {@return this clause with another handler for the end: what runs when the channel is closed and
   * drained} A failure it was closed with is still thrown.
   *
   * @param handler what runs at the end; its result is that of the select
   * @throws NullPointerException if {@code handler} is null
   */
  Clause<R> onClosed(InterruptibleSupplier<? extends R> handler);

  /**
   * {@return this clause with another handler for the end: what runs when the channel is closed and
   * drained} A failure it was closed with is still thrown.
   *
   * @param handler what runs at the end; the result of the select is null
   * @throws NullPointerException if {@code handler} is null
   */
  Clause<R> onClosed(InterruptibleRunnable handler);

  /**
   * {@return this clause with another handler for the end, which gets the failure that the channel
   * was closed with, or null if there was none}
   *
   * @param handler what runs at the end; its result is that of the select
   * @throws NullPointerException if {@code handler} is null
   */
  Clause<R> onClosed(InterruptibleFunction<? super @Nullable Throwable, ? extends R> handler);

  /**
   * {@return this clause with another handler for the end, which gets the failure that the channel
   * was closed with, or null if there was none}
   *
   * @param handler what runs at the end; the result of the select is null
   * @throws NullPointerException if {@code handler} is null
   */
  Clause<R> doOnClosed(InterruptibleConsumer<? super @Nullable Throwable> handler);
}
