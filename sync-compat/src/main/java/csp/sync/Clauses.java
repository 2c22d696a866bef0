// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.internal.select.Handlers;
import csp.select.Clause;
import csp.select.InterruptibleRunnable;
import csp.select.InterruptibleSupplier;
import java.util.Objects;

/**
 * Clauses for {@link csp.select.Select} and {@link csp.select.Selector} that wait for what this
 * package has. Import its methods statically.
 *
 * <pre>{@code
 * boolean held = select(
 *     onLock(mutex, () -> true),
 *     onTimeout(Duration.ofMillis(10), () -> false),
 *     onDone(context, error -> false));
 * if (held) {
 *   try {
 *     count++;
 *   } finally {
 *     mutex.unlock();
 *   }
 * }
 * }</pre>
 *
 * <p>A clause that is not chosen has no effect: the select holds nothing, and is in no queue when
 * it returns. A clause that is chosen has the happens-before edges of its operation. In a {@link
 * csp.select.Selector} these clauses queue anew in each round.
 */
public final class Clauses {
  private static final String HANDLER_NULL = "handler must not be null";

  private Clauses() {}

  /**
   * {@return a clause that is ready when {@code lock} is to be had; it takes the lock} Whoever
   * comes after it unlocks: the handler, or what follows the select. While a select waits for it, a
   * virtual thread of the library waits in the queue of the lock, and is treated as any other.
   * Where the clause is not chosen, that thread is called back: it may be a moment longer in the
   * queue than the select, and may get the lock in that moment; then it unlocks at once.
   *
   * @param lock what is taken
   * @param handler what runs when the lock is held; its result is that of the select
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> onLock(Locker lock, InterruptibleSupplier<? extends R> handler) {
    Objects.requireNonNull(lock, "lock must not be null");
    Objects.requireNonNull(handler, HANDLER_NULL);
    return new LockCase<>(null, lock, handler);
  }

  /**
   * {@return a clause as the other {@code onLock} does, with a handler without a result}
   *
   * @param lock what is taken
   * @param handler what runs when the lock is held; the result of the select is null
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> onLock(Locker lock, InterruptibleRunnable handler) {
    Objects.requireNonNull(handler, HANDLER_NULL);
    return onLock(lock, Handlers.<R>result(handler));
  }
}
