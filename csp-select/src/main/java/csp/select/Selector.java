// SPDX-License-Identifier: Apache-2.0
package csp.select;

import csp.Cancellation;
import csp.internal.select.Rounds;
import csp.internal.select.Rounds.Policy;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A select for loops: the clauses are built once, and each round goes on with one that is ready.
 *
 * <pre>{@code
 * try (var selector = Selector.random(
 *     doOnReceive(requests, this::serve).when(() -> idle > 0),
 *     doOnReceive(results, this::collect),
 *     onTimeout(Duration.ofSeconds(1), this::report))) {
 *   while (selector.select()) {}
 * }
 * }</pre>
 *
 * <p>A round is a {@link Select#select}, with these differences. A receive clause whose channel is
 * closed and drained switches itself off, so that the loop ends by itself: its {@code onClosed}
 * handler runs once, and without one nothing runs for the end. Clauses that can be ready once only
 * ({@code onDone}, {@code onComplete}, {@code onEnd}) switch themselves off when they were.
 * Suppliers of values and guards are asked in each round; results of handlers are dropped. Where no
 * clause is left that can be ready, a round does not wait for ever: it says false. A handler may
 * {@link #close} the selector, to end a loop some of whose clauses never end. While its guard is
 * false, a clause does not see that its channel was closed.
 *
 * <p>Clauses stay queued on their channels from round to round, so that a round over thousands of
 * quiet channels costs no more than one over a few, and a round allocates nothing. {@link
 * csp.ChannelStatus#waitingReceivers} counts them. {@link #close} takes them off; a selector that
 * is forgotten leaves one small object in each channel until somebody sends there.
 *
 * <p>Not thread-safe: one thread at a time. A thread that takes a selector over pays for queueing
 * anew.
 */
public final class Selector implements AutoCloseable {
  private final Rounds rounds;

  private Selector(Policy policy, @Nullable Clause<?>[] clauses) {
    this.rounds = new Rounds(policy, Objects.requireNonNull(clauses, "clauses must not be null"));
  }

  /**
   * {@return a selector that goes on with any of the clauses that are ready, all with equal
   * probability}
   *
   * @param clauses the alternatives of every round
   * @throws NullPointerException if {@code clauses} is null; a null clause is never ready
   */
  public static Selector random(@Nullable Clause<?>... clauses) {
    return new Selector(Policy.RANDOM, clauses);
  }

  /**
   * {@return a selector that goes on with any of the clauses that are ready, all with equal
   * probability}
   *
   * @param clauses the alternatives of every round
   * @throws NullPointerException if {@code clauses} is null; a null clause is never ready
   */
  public static Selector random(List<? extends @Nullable Clause<?>> clauses) {
    return random(toArray(clauses));
  }

  /**
   * {@return a selector that goes on with the first, as written, of the clauses that are ready}
   *
   * @param clauses the alternatives of every round
   * @throws NullPointerException if {@code clauses} is null; a null clause is never ready
   */
  public static Selector priority(@Nullable Clause<?>... clauses) {
    return new Selector(Policy.PRIORITY, clauses);
  }

  /**
   * {@return a selector that goes on with the first, as written, of the clauses that are ready}
   *
   * @param clauses the alternatives of every round
   * @throws NullPointerException if {@code clauses} is null; a null clause is never ready
   */
  public static Selector priority(List<? extends @Nullable Clause<?>> clauses) {
    return priority(toArray(clauses));
  }

  /**
   * {@return a selector that goes on with the first, as written, of the clauses that are ready and
   * come after the one of the last round; after the last clause it begins anew with the first}
   *
   * @param clauses the alternatives of every round
   * @throws NullPointerException if {@code clauses} is null; a null clause is never ready
   */
  public static Selector roundRobin(@Nullable Clause<?>... clauses) {
    return new Selector(Policy.ROUND_ROBIN, clauses);
  }

  /**
   * {@return a selector that goes on with the first, as written, of the clauses that are ready and
   * come after the one of the last round; after the last clause it begins anew with the first}
   *
   * @param clauses the alternatives of every round
   * @throws NullPointerException if {@code clauses} is null; a null clause is never ready
   */
  public static Selector roundRobin(List<? extends @Nullable Clause<?>> clauses) {
    return roundRobin(toArray(clauses));
  }

  /**
   * Waits until a clause is ready and goes on with it.
   *
   * @return false, and then nothing was done, when no clause but a default or a time-out can ever
   *     be ready again
   * @throws InterruptedException if the thread is interrupted on entry or while waiting, and then
   *     no clause took effect; or if the handler throws it, and then its clause did
   * @throws csp.ChannelClosedException if a send clause was chosen whose channel is closed, or a
   *     receive clause whose channel was closed with a failure and which does not handle that; the
   *     receive clause is off then, the send clause is not
   * @throws IllegalArgumentException if there are two defaults that no guard switches off; no
   *     clause took effect
   */
  public boolean select() throws InterruptedException {
    return rounds.select();
  }

  /**
   * Waits until a clause is ready and goes on with it, as {@link #select()} does, unless {@code
   * cancellation} ends first. It is asked on entry, when guards and values have been evaluated and
   * before any clause, also where there is a default or a time-out of zero. Where it ends while a
   * clause becomes ready, either may count, never both.
   *
   * <p>The selector stays queued on its done channel as long as rounds come with the same
   * cancellation; such a round allocates nothing.
   *
   * @param cancellation what may end the round
   * @return false, and then nothing was done, when no clause but a default or a time-out can ever
   *     be ready again; the cancellation is not waited for then, nor asked
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}, if
   *     that has ended on entry or ends while waiting; no clause took effect
   * @throws InterruptedException as {@link #select()}; an interrupt that is there on entry comes
   *     before the cancellation
   * @throws csp.ChannelClosedException as {@link #select()}
   * @throws IllegalArgumentException if there are two defaults that no guard switches off; no
   *     clause took effect
   * @throws NullPointerException if {@code cancellation} is null
   */
  public boolean select(Cancellation cancellation) throws InterruptedException {
    return rounds.select(cancellation);
  }

  /** Takes all clauses off their channels; {@link #select} returns false from now on. */
  @Override
  public void close() {
    rounds.close();
  }

  private static @Nullable Clause<?>[] toArray(List<? extends @Nullable Clause<?>> clauses) {
    return Objects.requireNonNull(clauses, "clauses must not be null").toArray(Clause<?>[]::new);
  }

  @Override
  public String toString() {
    return rounds.toString();
  }
}
