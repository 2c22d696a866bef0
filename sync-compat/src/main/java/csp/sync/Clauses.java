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
 * csp.select.Selector} the clauses on locks and semaphores queue anew in each round.
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

  /**
   * {@return a clause that acquires {@code permits} of {@code semaphore} and then runs {@code
   * handler}} It waits in line as {@link Semaphore#acquire(long)} does, from round to round of a
   * {@link csp.select.Selector} anew. If it is chosen the permits are held when the handler starts.
   * Nothing releases them but the handler, or whoever goes on after the select; also if the handler
   * throws.
   *
   * <p>Of two clauses of a selector on one semaphore, the one that is tried first is in line before
   * the other.
   *
   * @param semaphore what is acquired from
   * @param permits how many; more than its {@link Semaphore#size} switch the clause off
   * @param handler what runs when they are acquired; its result is that of the select
   * @param <R> the type of the result
   * @throws IllegalArgumentException if {@code permits} is negative
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> onAcquire(
      Semaphore semaphore, long permits, InterruptibleSupplier<? extends R> handler) {
    Objects.requireNonNull(semaphore, "semaphore must not be null");
    Semaphore.notNegative("permits", permits);
    Objects.requireNonNull(handler, HANDLER_NULL);
    return new AcquireCase<>(null, semaphore, permits, handler);
  }

  /**
   * {@return a clause as the other {@code onAcquire} does, with a handler without a result}
   *
   * @param semaphore what is acquired from
   * @param permits how many; more than its {@link Semaphore#size} switch the clause off
   * @param handler what runs when they are acquired; the result of the select is null
   * @param <R> the type of the result
   * @throws IllegalArgumentException if {@code permits} is negative
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> onAcquire(
      Semaphore semaphore, long permits, InterruptibleRunnable handler) {
    Objects.requireNonNull(handler, HANDLER_NULL);
    return onAcquire(semaphore, permits, Handlers.<R>result(handler));
  }

  /**
   * {@return a clause that is ready when the counter of {@code group} is 0} While it waits it is
   * one of those who wait for the group. In a {@link csp.select.Selector} it switches itself off
   * when it was chosen.
   *
   * @param group what is waited for
   * @param handler what runs then; its result is that of the select
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> onZero(WaitGroup group, InterruptibleSupplier<? extends R> handler) {
    Objects.requireNonNull(group, "group must not be null");
    Objects.requireNonNull(handler, HANDLER_NULL);
    return new EventCase<>(null, group.site(), handler);
  }

  /**
   * {@return a clause as the other {@code onZero} does, with a handler without a result}
   *
   * @param group what is waited for
   * @param handler what runs then; the result of the select is null
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> onZero(WaitGroup group, InterruptibleRunnable handler) {
    Objects.requireNonNull(handler, HANDLER_NULL);
    return onZero(group, Handlers.<R>result(handler));
  }

  /**
   * {@return a clause that is ready when the task of {@code once} has ended} In a {@link
   * csp.select.Selector} it switches itself off when it was chosen.
   *
   * @param once what is waited for
   * @param handler what runs then; its result is that of the select
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> onOnce(Once once, InterruptibleSupplier<? extends R> handler) {
    Objects.requireNonNull(once, "once must not be null");
    Objects.requireNonNull(handler, HANDLER_NULL);
    return new EventCase<>(null, once.site(), handler);
  }

  /**
   * {@return a clause as the other {@code onOnce} does, with a handler without a result}
   *
   * @param once what is waited for
   * @param handler what runs then; the result of the select is null
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> onOnce(Once once, InterruptibleRunnable handler) {
    Objects.requireNonNull(handler, HANDLER_NULL);
    return onOnce(once, Handlers.<R>result(handler));
  }
}
