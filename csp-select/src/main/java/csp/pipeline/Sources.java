// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.Cancellation;
import csp.ReceiveChannel;
import csp.juc.Flows;
import csp.juc.Futures;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where elements come from. */
final class Sources {
  private Sources() {}

  static <T> Stage<T> channel(ReceiveChannel<? extends T> channel) {
    return scope ->
        new Pull<>() {
          @Override
          public @Nullable T next() throws InterruptedException {
            return scope.receive(channel);
          }

          @Override
          public void stop() {}

          @Override
          public void close() {}
        };
  }

  static <T> Stage<T> iterable(Iterable<? extends T> elements) {
    return scope -> new Iteration<T>(scope, elements::iterator, () -> {});
  }

  static <T> Stage<T> stream(Stream<? extends T> stream) {
    return scope -> new Iteration<T>(scope, stream::iterator, stream::close);
  }

  static <T> Stage<T> publisher(Flow.Publisher<? extends T> publisher, int capacity) {
    return ownChannel(over -> Flows.<T>fromPublisher(publisher, capacity, over));
  }

  static <T> Stage<T> future(CompletionStage<? extends T> future) {
    return ownChannel(over -> Futures.<T>toChannel(future));
  }

  /**
   * What comes from a channel that each run makes when it is first asked, until the run is over.
   */
  private static <T> Stage<T> ownChannel(
      Function<? super Cancellation, ? extends ReceiveChannel<T>> maker) {
    return scope ->
        new Pull<>() {
          private final Quit over = new Quit("the run is over");
          private @Nullable ReceiveChannel<T> channel;

          @Override
          public @Nullable T next() throws InterruptedException {
            ReceiveChannel<T> source = channel;
            if (source == null) {
              scope.check();
              source = make();
              channel = source;
            }
            return scope.receive(source);
          }

          private ReceiveChannel<T> make() {
            try {
              return maker.apply(over);
            } catch (Throwable thrown) {
              throw StageFailure.of("from", thrown);
            }
          }

          @Override
          public void stop() {
            over.end();
          }

          @Override
          public void close() {
            over.end();
          }
        };
  }

  /** A run over an iterator. */
  private static final class Iteration<T> implements Pull<T> {
    private final Scope scope;
    private final Supplier<Iterator<? extends T>> elements;
    private final Runnable release; // may be called more than once
    private @Nullable Iterator<? extends T> iterator;

    Iteration(Scope scope, Supplier<Iterator<? extends T>> elements, Runnable release) {
      this.scope = scope;
      this.elements = elements;
      this.release = release;
    }

    @Override
    public @Nullable T next() throws InterruptedException {
      scope.check();
      T value;
      try {
        Iterator<? extends T> iterator = this.iterator;
        if (iterator == null) {
          iterator = elements.get();
          this.iterator = iterator;
        }
        if (!iterator.hasNext()) {
          release.run(); // here its failure can be told
          return null;
        }
        value = iterator.next();
      } catch (Throwable thrown) {
        throw StageFailure.of("from", thrown);
      }
      if (value == null) {
        throw StageFailure.ofNull("from");
      }
      return value;
    }

    @Override
    public void stop() {}

    @Override
    public void close() {
      Calls.last(release);
    }
  }
}
