// SPDX-License-Identifier: Apache-2.0
package csp.select;

import csp.Cancellation;
import csp.ReceiveChannel;
import csp.SendChannel;
import csp.internal.channel.Limits;
import csp.internal.channel.SelectPort;
import csp.internal.select.DefaultClause;
import csp.internal.select.DoneCase;
import csp.internal.select.FutureCase;
import csp.internal.select.Handlers;
import csp.internal.select.OneShot;
import csp.internal.select.ReceiveCase;
import csp.internal.select.SendCase;
import csp.internal.select.ThreadCase;
import csp.internal.select.TimeoutClause;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Go's select: waits until one of several clauses can go on, and goes on with that one. Import its
 * methods statically.
 *
 * <pre>{@code
 * String said = select(
 *     onReceive(replies, reply -> "got " + reply),
 *     onSend(requests, next, () -> "asked"),
 *     onDone(context, error -> "cancelled: " + error),
 *     onTimeout(Duration.ofSeconds(1), () -> "nobody answered"));
 * }</pre>
 *
 * <p>A clause is <em>ready</em> when its operation would not wait; sending on a closed channel is
 * ready, and throws. Of the clauses that are ready one is chosen at random, all with equal
 * probability; if none is, the default runs, or else the select waits. Exactly one clause takes
 * effect. Its handler runs in the caller's thread, with no lock held, and what it returns or throws
 * is what the select returns or throws. Guards and operands (the values to send) are evaluated on
 * entry, once, in the order written. A null clause and a clause on the nil channel are never ready.
 *
 * <p>An interrupted select has done nothing: no element was received, none sent. That holds for the
 * time-out and for {@code onDone} as well. A select with a default, or a time-out of zero, never
 * waits and does not look at the interrupt status.
 *
 * <p>A select that is given a {@link Cancellation} throws its error if that ends first; unlike
 * {@code onDone} that needs no handler, and comes before the other clauses.
 *
 * <p>Methods named {@code doOn...} take handlers without a result, where a lambda could not tell.
 *
 * <p>Memory: the clause that is chosen has the effects of its operation alone; the others have
 * none.
 */
public final class Select {
  private Select() {}

  /**
   * Waits until one of {@code clauses} is ready and goes on with it; of several that are ready with
   * any, all with equal probability. Without any clause that can be ready, waits for ever.
   *
   * @param clauses the alternatives; null among them is one that is switched off
   * @param <R> the type of the result
   * @return what the handler returned; null for a handler without a result
   * @throws InterruptedException if the thread is interrupted on entry or while waiting, and then
   *     no clause took effect; or if the handler throws it, and then its clause did
   * @throws csp.ChannelClosedException if a send clause was chosen whose channel is closed, or a
   *     receive clause whose channel was closed with a failure and which does not handle that
   * @throws IllegalArgumentException if there are two defaults that no guard switches off; no
   *     clause took effect
   * @throws NullPointerException if {@code clauses} is null
   */
  @SafeVarargs
  public static <R> @Nullable R select(@Nullable Clause<? extends R>... clauses)
      throws InterruptedException {
    return among(clauses).select();
  }

  /**
   * As {@link #select(Clause...)}, for clauses that are made in a loop.
   *
   * @param clauses the alternatives; null among them is one that is switched off
   * @param <R> the type of the result
   * @return what the handler returned; null for a handler without a result
   * @throws InterruptedException as {@link #select(Clause...)}
   * @throws csp.ChannelClosedException as {@link #select(Clause...)}
   * @throws IllegalArgumentException if there are two defaults that no guard switches off; no
   *     clause took effect
   * @throws NullPointerException if {@code clauses} is null
   */
  public static <R> @Nullable R select(List<? extends @Nullable Clause<? extends R>> clauses)
      throws InterruptedException {
    return Select.<R>among(toArray(clauses)).select();
  }

  /**
   * As {@link #select(Clause...)}, unless {@code cancellation} ends first. It is asked on entry,
   * when guards and operands have been evaluated and before any clause, also where there is a
   * default or a time-out of zero. Where it ends while a clause becomes ready, either may count,
   * never both.
   *
   * @param cancellation what may end the select
   * @param clauses the alternatives; null among them is one that is switched off
   * @param <R> the type of the result
   * @return what the handler returned; null for a handler without a result
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; no clause took effect
   * @throws InterruptedException as {@link #select(Clause...)}; an interrupt that is there on entry
   *     comes before the cancellation
   * @throws csp.ChannelClosedException as {@link #select(Clause...)}
   * @throws IllegalArgumentException if there are two defaults that no guard switches off; no
   *     clause took effect
   * @throws NullPointerException if {@code cancellation} or {@code clauses} is null
   */
  @SafeVarargs
  public static <R> @Nullable R select(
      Cancellation cancellation, @Nullable Clause<? extends R>... clauses)
      throws InterruptedException {
    return among(cancellation, clauses).select();
  }

  /**
   * As {@link #select(Cancellation, Clause...)}, for clauses that are made in a loop.
   *
   * @param cancellation what may end the select
   * @param clauses the alternatives; null among them is one that is switched off
   * @param <R> the type of the result
   * @return what the handler returned; null for a handler without a result
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; no clause took effect
   * @throws InterruptedException as {@link #select(Cancellation, Clause...)}
   * @throws csp.ChannelClosedException as {@link #select(Clause...)}
   * @throws IllegalArgumentException if there are two defaults that no guard switches off; no
   *     clause took effect
   * @throws NullPointerException if an argument is null
   */
  public static <R> @Nullable R select(
      Cancellation cancellation, List<? extends @Nullable Clause<? extends R>> clauses)
      throws InterruptedException {
    return Select.<R>among(cancellation, toArray(clauses)).select();
  }

  /**
   * As {@link #select(Clause...)}, but of several clauses that are ready goes on with the first as
   * written.
   *
   * @param clauses the alternatives; null among them is one that is switched off
   * @param <R> the type of the result
   * @return what the handler returned; null for a handler without a result
   * @throws InterruptedException as {@link #select(Clause...)}
   * @throws csp.ChannelClosedException as {@link #select(Clause...)}
   * @throws IllegalArgumentException if there are two defaults that no guard switches off; no
   *     clause took effect
   * @throws NullPointerException if {@code clauses} is null
   */
  @SafeVarargs
  public static <R> @Nullable R selectFirst(@Nullable Clause<? extends R>... clauses)
      throws InterruptedException {
    return among(clauses).selectFirst();
  }

  /**
   * As {@link #selectFirst(Clause...)}, for clauses that are made in a loop.
   *
   * @param clauses the alternatives; null among them is one that is switched off
   * @param <R> the type of the result
   * @return what the handler returned; null for a handler without a result
   * @throws InterruptedException as {@link #select(Clause...)}
   * @throws csp.ChannelClosedException as {@link #select(Clause...)}
   * @throws IllegalArgumentException if there are two defaults that no guard switches off; no
   *     clause took effect
   * @throws NullPointerException if {@code clauses} is null
   */
  public static <R> @Nullable R selectFirst(List<? extends @Nullable Clause<? extends R>> clauses)
      throws InterruptedException {
    return Select.<R>among(toArray(clauses)).selectFirst();
  }

  /**
   * As {@link #selectFirst(Clause...)}, unless {@code cancellation} ends first, as {@link
   * #select(Cancellation, Clause...)} says: it comes before every clause.
   *
   * @param cancellation what may end the select
   * @param clauses the alternatives; null among them is one that is switched off
   * @param <R> the type of the result
   * @return what the handler returned; null for a handler without a result
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; no clause took effect
   * @throws InterruptedException as {@link #select(Cancellation, Clause...)}
   * @throws csp.ChannelClosedException as {@link #select(Clause...)}
   * @throws IllegalArgumentException if there are two defaults that no guard switches off; no
   *     clause took effect
   * @throws NullPointerException if {@code cancellation} or {@code clauses} is null
   */
  @SafeVarargs
  public static <R> @Nullable R selectFirst(
      Cancellation cancellation, @Nullable Clause<? extends R>... clauses)
      throws InterruptedException {
    return among(cancellation, clauses).selectFirst();
  }

  /**
   * As {@link #selectFirst(Cancellation, Clause...)}, for clauses that are made in a loop.
   *
   * @param cancellation what may end the select
   * @param clauses the alternatives; null among them is one that is switched off
   * @param <R> the type of the result
   * @return what the handler returned; null for a handler without a result
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; no clause took effect
   * @throws InterruptedException as {@link #select(Cancellation, Clause...)}
   * @throws csp.ChannelClosedException as {@link #select(Clause...)}
   * @throws IllegalArgumentException if there are two defaults that no guard switches off; no
   *     clause took effect
   * @throws NullPointerException if an argument is null
   */
  public static <R> @Nullable R selectFirst(
      Cancellation cancellation, List<? extends @Nullable Clause<? extends R>> clauses)
      throws InterruptedException {
    return Select.<R>among(cancellation, toArray(clauses)).selectFirst();
  }

  /**
   * {@return a clause that receives from {@code channel} and passes the element to {@code handler};
   * null when the channel is closed and drained, unless the clause {@linkplain
   * ReceiveClause#onClosed says} what to do then or is in a {@link Selector}}
   *
   * @param channel the channel; the nil channel switches the clause off
   * @param handler gets the element; its result is that of the select
   * @param <T> the type of the elements
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <T, R> ReceiveClause<T, R> onReceive(
      ReceiveChannel<T> channel, InterruptibleFunction<? super @Nullable T, ? extends R> handler) {
    Objects.requireNonNull(channel, CHANNEL_NULL);
    Objects.requireNonNull(handler, HANDLER_NULL);
    return new ReceiveCase<>(SelectPort.of(channel), handler);
  }

  /**
   * {@return a clause as {@link #onReceive} does, with a handler without a result}
   *
   * @param channel the channel; the nil channel switches the clause off
   * @param handler gets the element; the result of the select is null
   * @param <T> the type of the elements
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <T, R> ReceiveClause<T, R> doOnReceive(
      ReceiveChannel<T> channel, InterruptibleConsumer<? super @Nullable T> handler) {
    Objects.requireNonNull(handler, HANDLER_NULL);
    return onReceive(channel, Handlers.result(handler));
  }

  /**
   * {@return a clause that sends {@code value} and then runs {@code handler}}
   *
   * @param channel the channel; the nil channel switches the clause off
   * @param value the element; never null
   * @param handler what runs when the value has been sent; its result is that of the select
   * @param <T> the type of the elements
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <T, R> Clause<R> onSend(
      SendChannel<T> channel, T value, InterruptibleSupplier<? extends R> handler) {
    Objects.requireNonNull(value, "value must not be null: null is never an element");
    return onSendOf(channel, () -> value, handler);
  }

  /**
   * {@return a clause that sends {@code value} and then runs {@code handler}}
   *
   * @param channel the channel; the nil channel switches the clause off
   * @param value the element; never null
   * @param handler what runs when the value has been sent; the result of the select is null
   * @param <T> the type of the elements
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <T, R> Clause<R> onSend(
      SendChannel<T> channel, T value, InterruptibleRunnable handler) {
    Objects.requireNonNull(handler, HANDLER_NULL);
    return onSend(channel, value, Handlers.<R>result(handler));
  }

  /**
   * {@return a clause that sends what {@code value} supplies and then runs {@code handler}} The
   * supplier is asked once in each select, on entry, whether or not the clause is chosen, but not
   * where its guard is false.
   *
   * @param channel the channel; the nil channel switches the clause off
   * @param value supplies the element; never null
   * @param handler what runs when the value has been sent; its result is that of the select
   * @param <T> the type of the elements
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null; the select throws it if the supplier gives
   *     null
   */
  public static <T, R> Clause<R> onSendOf(
      SendChannel<T> channel,
      Supplier<? extends T> value,
      InterruptibleSupplier<? extends R> handler) {
    Objects.requireNonNull(channel, CHANNEL_NULL);
    Objects.requireNonNull(value, "value must not be null");
    Objects.requireNonNull(handler, HANDLER_NULL);
    return new SendCase<>(null, SelectPort.of(channel), value, handler);
  }

  /**
   * {@return a clause that sends what {@code value} supplies and then runs {@code handler}} The
   * supplier is asked once in each select, on entry, whether or not the clause is chosen, but not
   * where its guard is false.
   *
   * @param channel the channel; the nil channel switches the clause off
   * @param value supplies the element; never null
   * @param handler what runs when the value has been sent; the result of the select is null
   * @param <T> the type of the elements
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null; the select throws it if the supplier gives
   *     null
   */
  public static <T, R> Clause<R> onSendOf(
      SendChannel<T> channel, Supplier<? extends T> value, InterruptibleRunnable handler) {
    Objects.requireNonNull(handler, HANDLER_NULL);
    return onSendOf(channel, value, Handlers.<R>result(handler));
  }

  /**
   * {@return a clause that is chosen when no other is ready} That none was is true of one instant.
   *
   * @param handler what runs then; its result is that of the select
   * @param <R> the type of the result
   * @throws NullPointerException if {@code handler} is null
   */
  public static <R> Clause<R> onDefault(InterruptibleSupplier<? extends R> handler) {
    return new DefaultClause<>(null, Objects.requireNonNull(handler, HANDLER_NULL));
  }

  /**
   * {@return a clause that is chosen when no other is ready} That none was is true of one instant.
   *
   * @param handler what runs then; the result of the select is null
   * @param <R> the type of the result
   * @throws NullPointerException if {@code handler} is null
   */
  public static <R> Clause<R> onDefault(InterruptibleRunnable handler) {
    Objects.requireNonNull(handler, HANDLER_NULL);
    return onDefault(Handlers.<R>result(handler));
  }

  /**
   * {@return a clause that is chosen when no other became ready within {@code timeout}, counted by
   * the monotonic clock from when guards and values have been evaluated; zero and negative mean at
   * once, more than 292 years never} Of several the shortest counts; beside a default none does. No
   * thread and no channel is made for it.
   *
   * @param timeout how long the select waits at most
   * @param handler what runs then; its result is that of the select
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> onTimeout(
      Duration timeout, InterruptibleSupplier<? extends R> handler) {
    Objects.requireNonNull(handler, HANDLER_NULL);
    return new TimeoutClause<>(null, Limits.nanos(timeout, "timeout"), handler);
  }

  /**
   * {@return a clause that is chosen when no other became ready within {@code timeout}; the other
   * form says more}
   *
   * @param timeout how long the select waits at most
   * @param handler what runs then; the result of the select is null
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> onTimeout(Duration timeout, InterruptibleRunnable handler) {
    Objects.requireNonNull(handler, HANDLER_NULL);
    return onTimeout(timeout, Handlers.<R>result(handler));
  }

  /**
   * {@return a clause that is ready when {@code cancellation} has ended; {@code handler} gets its
   * error} The done channel is asked for once, when the clause is made.
   *
   * @param cancellation what is waited for; if its done channel is the nil channel, the clause is
   *     switched off
   * @param handler gets the error, which is never null; its result is that of the select
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> onDone(
      Cancellation cancellation,
      InterruptibleFunction<? super RuntimeException, ? extends R> handler) {
    Objects.requireNonNull(cancellation, CANCELLATION_NULL);
    Objects.requireNonNull(handler, HANDLER_NULL);
    return new DoneCase<>(cancellation, handler);
  }

  /**
   * {@return a clause as {@link #onDone} does, with a handler without a result}
   *
   * @param cancellation what is waited for; if its done channel is the nil channel, the clause is
   *     switched off
   * @param handler gets the error, which is never null; the result of the select is null
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> doOnDone(
      Cancellation cancellation, InterruptibleConsumer<? super RuntimeException> handler) {
    Objects.requireNonNull(handler, HANDLER_NULL);
    return onDone(cancellation, Handlers.<RuntimeException, R>result(handler));
  }

  /**
   * {@return a clause that is ready when {@code future} is completed, in whatever way; {@code
   * handler} gets the result or the failure, itself and not the {@link
   * java.util.concurrent.CompletionException} around it} While nobody waits, nothing is left in the
   * future.
   *
   * @param future what is waited for; the select neither completes nor cancels it
   * @param handler gets the result or the failure; its result is that of the select
   * @param <T> the type of the future's result
   * @param <R> the type of the result
   * @throws NullPointerException if an argument is null
   */
  public static <T, R> Clause<R> onComplete(
      CompletableFuture<T> future, CompletionHandler<? super T, ? extends R> handler) {
    Objects.requireNonNull(future, "future must not be null");
    Objects.requireNonNull(handler, HANDLER_NULL);
    return new FutureCase<>(null, future, handler);
  }

  /**
   * {@return a clause that is ready when {@code thread}, such as a goroutine, has ended} While a
   * select waits for it, a virtual thread of the library joins it.
   *
   * <p>Memory: what the thread did happens-before what {@code handler} does.
   *
   * @param thread what is waited for; must have been started
   * @param handler what runs then; its result is that of the select
   * @param <R> the type of the result
   * @throws IllegalArgumentException if {@code thread} has not been started
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> onEnd(Thread thread, InterruptibleSupplier<? extends R> handler) {
    Objects.requireNonNull(thread, "thread must not be null");
    Objects.requireNonNull(handler, HANDLER_NULL);
    if (thread.getState() == Thread.State.NEW) {
      throw new IllegalArgumentException("thread must have been started, was new: " + thread);
    }
    return new ThreadCase<>(null, thread, handler);
  }

  /**
   * {@return a clause as the other {@code onEnd} does, with a handler without a result}
   *
   * @param thread what is waited for; must have been started
   * @param handler what runs then; the result of the select is null
   * @param <R> the type of the result
   * @throws IllegalArgumentException if {@code thread} has not been started
   * @throws NullPointerException if an argument is null
   */
  public static <R> Clause<R> onEnd(Thread thread, InterruptibleRunnable handler) {
    Objects.requireNonNull(handler, HANDLER_NULL);
    return onEnd(thread, Handlers.<R>result(handler));
  }

  private static final String CANCELLATION_NULL = "cancellation must not be null";
  private static final String CHANNEL_NULL = "channel must not be null";
  private static final String CLAUSES_NULL = "clauses must not be null";
  private static final String HANDLER_NULL = "handler must not be null";

  private static <R> OneShot<R> among(@Nullable Clause<? extends R>[] clauses) {
    return new OneShot<>(null, Objects.requireNonNull(clauses, CLAUSES_NULL));
  }

  private static <R> OneShot<R> among(
      Cancellation cancellation, @Nullable Clause<? extends R>[] clauses) {
    Objects.requireNonNull(cancellation, CANCELLATION_NULL);
    return new OneShot<>(cancellation, Objects.requireNonNull(clauses, CLAUSES_NULL));
  }

  @SuppressWarnings("unchecked") // an array of a generic type
  private static <R> @Nullable Clause<? extends R>[] toArray(
      List<? extends @Nullable Clause<? extends R>> clauses) {
    return Objects.requireNonNull(clauses, CLAUSES_NULL).toArray(Clause[]::new);
  }
}
