// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.Cancellation;
import csp.ChannelClosedException;
import csp.SendChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** The terminal operations. */
final class Endings {
  private Endings() {}

  /** Runs {@code ending} over a run of {@code stage}, of which nothing is left afterwards. */
  static <T, R> R run(
      Stage<T> stage, Host host, @Nullable Cancellation cancellation, Ending<T, R> ending)
      throws ExecutionException, InterruptedException {
    R result;
    try {
      result = run(stage, new Scope(host, cancellation), ending);
    } catch (StageFailure failure) {
      ending.after(failure);
      throw failure.forCaller();
    } catch (Throwable thrown) {
      ending.after(thrown);
      throw thrown;
    }
    ending.after(null);
    return result;
  }

  private static <T, R> R run(Stage<T> stage, Scope scope, Ending<T, R> ending)
      throws InterruptedException {
    scope.check();
    Pull<T> elements = stage.open(scope);
    try {
      return ending.run(elements, scope);
    } finally {
      elements.close();
    }
  }

  /** Runs {@code collector} over a run of {@code stage}, in a goroutine, to complete the result. */
  static <T, A, R> CompletableFuture<R> future(
      Stage<T> stage,
      Host host,
      @Nullable Cancellation cancellation,
      Collector<? super T, A, R> collector) {
    Ending<T, R> ending = collect(collector);
    CompletableFuture<R> future = new CompletableFuture<>();
    AtomicReference<@Nullable R> result = new AtomicReference<>();
    AtomicBoolean over = new AtomicBoolean();
    Crew crew =
        new Crew(
            "future",
            host,
            cancellation,
            failure -> {
              over.set(true);
              if (failure == null) {
                future.complete(result.get());
              } else {
                future.completeExceptionally(StageFailure.forChannel(failure));
              }
            });
    var _ = future.whenComplete((value, failure) -> stopUnless(over, crew));
    Pull<T> elements = stage.open(crew.scope());
    crew.start(List.of(elements), List.of(() -> result.set(ending.run(elements, crew.scope()))));
    return future;
  }

  /**
   * Somebody has completed the future: the run is for nothing. Unless it was the run itself: the
   * thread that is about to call what hangs on the future must not be interrupted.
   */
  private static void stopUnless(AtomicBoolean over, Crew crew) {
    if (!over.get()) {
      crew.stop();
    }
  }

  static <T> Ending<T, Boolean> forEach(ThrowingConsumer<? super T> action) {
    Calls.notNull(action, "action");
    return (elements, scope) -> {
      for (T value = elements.next(); value != null; value = elements.next()) {
        Calls.accept("forEach", action, value);
      }
      return true;
    };
  }

  static <T, A, R> Ending<T, R> collect(Collector<? super T, A, R> collector) {
    Calls.notNull(collector, "collector");
    return (elements, scope) -> {
      A state = Calls.<Boolean, A>apply("collect", start -> collector.supplier().get(), true);
      BiConsumer<A, ? super T> accumulator = collector.accumulator();
      for (T value = elements.next(); value != null; value = elements.next()) {
        Calls.<T>accept("collect", element -> accumulator.accept(state, element), value);
      }
      return Calls.<A, R>apply("collect", end -> collector.finisher().apply(end), state);
    };
  }

  static <T> Ending<T, Boolean> into(SendChannel<? super T> sink) {
    Calls.notNull(sink, "sink");
    return new Feeding<>(List.of(sink)) {
      @Override
      void feed(T value, Scope scope) throws InterruptedException {
        send("into", scope, sink, value);
      }
    };
  }

  static <T> Ending<T, Boolean> partition(
      ThrowingPredicate<? super T> predicate,
      SendChannel<? super T> matching,
      SendChannel<? super T> others) {
    Calls.notNull(predicate, "predicate");
    Calls.notNull(matching, "matching");
    Calls.notNull(others, "others");
    return new Feeding<>(List.of(matching, others)) {
      @Override
      void feed(T value, Scope scope) throws InterruptedException {
        if (Calls.test("partition", predicate, value)) {
          send("partition", scope, matching, value);
        } else {
          send("partition", scope, others, value);
        }
      }
    };
  }

  /** Sends to channels, and closes them in the end. */
  private abstract static class Feeding<T> implements Ending<T, Boolean> {
    private final List<SendChannel<?>> sinks;

    Feeding(List<SendChannel<?>> sinks) {
      this.sinks = sinks;
    }

    abstract void feed(T value, Scope scope) throws InterruptedException;

    @Override
    public Boolean run(Pull<T> elements, Scope scope) throws InterruptedException {
      for (T value = elements.next(); value != null; value = elements.next()) {
        feed(value, scope);
      }
      return true;
    }

    @Override
    public void after(@Nullable Throwable failure) {
      sinks.forEach(sink -> close(sink, failure));
    }

    static <S> void send(String operator, Scope scope, SendChannel<S> sink, S value)
        throws InterruptedException {
      try {
        scope.send(sink, value);
      } catch (ChannelClosedException closed) {
        throw StageFailure.of(operator, closed);
      }
    }

    private static void close(SendChannel<?> sink, @Nullable Throwable failure) {
      try {
        if (failure == null) {
          sink.close();
        } else {
          sink.close(StageFailure.forChannel(failure));
        }
      } catch (IllegalStateException refused) {
        // somebody else has closed it, or it is the nil channel, which nobody can close
      }
    }
  }
}
