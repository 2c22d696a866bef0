// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.Broadcast;
import csp.Channel;
import csp.internal.channel.Limits;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A run whose elements go to several consumers, each of which has a goroutine, a subscription to
 * all of them, and a pipeline of it.
 *
 * @param <T> the type of the elements
 */
final class Sharing<T> {
  /*
   *            feeder: one goroutine           consumers: one each
   *   above  ------------------------>  all  ------------------------>  who waits for the end
   *
   * S1  All have subscribed before the feeder starts: each sees every element.
   * S2  A subscription is closed when its pipeline has enough, and when its consumer ends. The last one to be
   *     closed stops the feeder, which would else send to nobody.
   * S3  A failure above closes the broadcast: each consumer hears of it where it stands. The first consumer to
   *     fail stops the others; the last one to end closes the feeder (Crew). So who sees the end of the
   *     consumers knows that nothing is left.
   * S4  The pipeline of a consumer is asked by threads that its own runs start; these ask whether the consumers
   *     were stopped before each element, for the consumer may have swallowed the interrupt.
   */

  private static final String OPERATOR = "broadcast";

  private final Broadcast<T> all;
  private final Crew feeder;
  private final Crew consumers;

  private Sharing(Broadcast<T> all, Host host, Crew consumers) {
    this.all = all;
    this.feeder =
        new Crew(OPERATOR, host, null, failure -> Link.finish(OPERATOR, all, failure)); // S3
    this.consumers = consumers;
  }

  /** A stage that gives nothing, and ends when all {@code consumers} have ended. */
  static <T> Stage<T> among(
      Stage<T> stage, int capacity, List<ThrowingConsumer<? super Pipeline<T>>> consumers) {
    Limits.atLeast("capacity", 1, capacity);
    Limits.atLeast("consumers", 1, consumers.size());
    consumers.forEach(consumer -> Calls.notNull(consumer, "consumer"));
    return below -> {
      Broadcast<T> all = Broadcast.buffered(capacity);
      Link<T> link = new Link<>(OPERATOR, below, Channel.named("pipeline broadcast").unbuffered());
      Sharing<T> run = new Sharing<>(all, below.host, link.crew());
      List<Crew.Work> works = consumers.stream().map(run::work).toList(); // S1
      run.feed(stage);
      link.crew().start(List.of(run.feeder), works);
      return link;
    };
  }

  private void feed(Stage<T> stage) {
    Pull<T> elements = stage.open(feeder.scope());
    feeder.start(List.of(elements), List.of(Link.pump(elements, feeder.scope(), all)));
  }

  private Crew.Work work(ThrowingConsumer<? super Pipeline<T>> consumer) {
    Broadcast.Subscription<T> subscription = all.subscribe();
    Pipeline<T> elements = new Pipeline<>(elements(subscription), feeder.scope().host);
    return () -> {
      try {
        consumers.scope().check(); // for one that starts when the others are interrupted already
        consumer.accept(elements);
      } catch (InterruptedException interrupt) {
        throw interrupt;
      } catch (Throwable thrown) {
        throw failure(thrown);
      } finally {
        leave(subscription);
      }
    };
  }

  private void leave(Broadcast.Subscription<T> subscription) {
    subscription.close();
    if (all.subscriptions() == 0) {
      feeder.stop(); // S2
    }
  }

  /** What a consumer has thrown is the failure above, or that of a run of its own, or its own. */
  private StageFailure failure(Throwable thrown) {
    Throwable above = feeder.failure();
    Throwable cause = thrown.getCause();
    boolean ofRun = thrown instanceof ExecutionException || thrown instanceof CompletionException;
    return StageFailure.of(
        OPERATOR, above != null ? above : ofRun && cause != null ? cause : thrown);
  }

  private Stage<T> elements(Broadcast.Subscription<T> subscription) {
    AtomicBoolean begun = new AtomicBoolean();
    return scope -> {
      boolean again = !begun.compareAndSet(false, true);
      return new Step<T, T>(Sources.<T>channel(subscription).open(scope)) {
        @Override
        public @Nullable T next() throws InterruptedException {
          if (again) {
            throw StageFailure.of(OPERATOR, new IllegalStateException("this was run before"));
          }
          consumers.scope().check(); // S4
          return up.next();
        }

        @Override
        public void stop() {
          leave(subscription);
        }

        @Override
        public void close() {
          leave(subscription);
        }
      };
    };
  }
}
