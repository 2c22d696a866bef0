// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.Channel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that runs in several goroutines. They take turns in asking what is above, so that each
 * has at most one element, and all of them together read no further ahead than that.
 *
 * @param <T> the type of the elements that come in
 * @param <R> the type of the elements that come out
 */
final class Parallel<T, R> {
  /*
   * O1  Who has the turn asks what is above and, to keep the order, queues its own channel before it passes the
   *     turn on. So the queue has the order of the elements.
   * O2  A worker sends its result, or closes its channel with its failure, exactly once for each time that it
   *     has queued it: who waits for a queued channel is answered, unless all were stopped from below, and
   *     then nobody waits.
   * O3  A worker queues again only when its last result was received, after its channel came off the queue:
   *     a queue with room for all workers is never full.
   * O4  Once a worker fails or finds the end, nobody asks what is above again.
   *
   * HB: what a worker did in its turn happens-before the next turn (the channel of the turn).
   */

  private final String operator;
  private final Pull<T> up;
  private final Crew crew;
  private final Scope scope;
  private final ThrowingFunction<? super T, ? extends R> function;
  private final Channel<Boolean> turn = Channel.buffered(1);
  private volatile boolean over; // O4

  /** A run whose goroutines belong to {@code crew}. */
  private Parallel(
      String operator,
      Stage<T> stage,
      Crew crew,
      ThrowingFunction<? super T, ? extends R> function) {
    this.operator = operator;
    this.crew = crew;
    this.scope = crew.scope();
    this.up = stage.open(scope);
    this.function = function;
    turn.trySend(true);
  }

  static <T, R> Stage<R> unordered(
      Stage<T> stage, int workers, ThrowingFunction<? super T, ? extends R> function) {
    String operator = "parallelUnordered";
    return below -> {
      Channel<R> results = Channel.named("pipeline " + operator).unbuffered();
      Link<R> link = new Link<>(operator, below, results);
      Parallel<T, R> run = new Parallel<>(operator, stage, link.crew(), function);
      List<Crew.Work> works = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        works.add(() -> run.work(results));
      }
      link.crew().start(List.of(run.up), works);
      return link;
    };
  }

  static <T, R> Stage<R> ordered(
      Stage<T> stage, int workers, ThrowingFunction<? super T, ? extends R> function) {
    String operator = "parallel";
    return below -> {
      Channel<Channel<R>> queue = Channel.named("pipeline order").buffered(workers);
      Link<Channel<R>> order = new Link<>(operator, below, queue);
      Parallel<T, R> run = new Parallel<>(operator, stage, order.crew(), function);
      List<Crew.Work> works = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        Channel<R> results = Channel.named("pipeline " + operator).unbuffered();
        works.add(() -> run.workInOrder(queue, results));
      }
      order.crew().start(List.of(run.up), works);
      return new Step<Channel<R>, R>(order) {
        @Override
        public @Nullable R next() throws InterruptedException {
          Channel<R> results = up.next();
          return results == null ? null : below.receive(results);
        }
      };
    };
  }

  private void work(Channel<R> results) throws InterruptedException {
    for (T value = take(null, null); value != null; value = take(null, null)) {
      scope.send(results, Calls.<T, R>apply(operator, function, value));
    }
  }

  private void workInOrder(Channel<Channel<R>> queue, Channel<R> results)
      throws InterruptedException {
    boolean queued = false;
    try {
      for (T value = take(queue, results); value != null; value = take(queue, results)) {
        queued = true;
        scope.send(results, Calls.<T, R>apply(operator, function, value));
        queued = false;
      }
    } catch (Throwable thrown) {
      boolean stopped = scope.isStopped();
      Throwable unstarted = crew.failure(); // of another worker, which is why this one is stopped
      if (stopped && unstarted == null) {
        throw thrown;
      }
      over = true;
      if (!queued) {
        queue.trySend(results);
      }
      results.close(StageFailure.of(operator, unstarted == null ? thrown : unstarted)); // O2
    }
  }

  /** The next element, in turn; null at the end. */
  private @Nullable T take(@Nullable Channel<Channel<R>> queue, @Nullable Channel<R> results)
      throws InterruptedException {
    scope.receive(turn);
    try {
      T value = over ? null : up.next();
      if (value == null) {
        over = true;
      } else if (queue != null && results != null) {
        queue.trySend(results); // O1, O3
      }
      return value;
    } catch (Throwable thrown) {
      over = true;
      throw thrown;
    } finally {
      turn.trySend(true);
    }
  }
}
