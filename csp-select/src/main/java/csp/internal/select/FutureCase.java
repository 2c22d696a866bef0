// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.select.Clause;
import csp.select.CompletionHandler;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits for the completion of a future. */
public final class FutureCase<T, R> extends SignalCase<R> {
  private final CompletableFuture<T> future;
  private final CompletionHandler<? super T, ? extends R> handler;

  /** A case; null is no guard. */
  public FutureCase(
      @Nullable BooleanSupplier guard,
      CompletableFuture<T> future,
      CompletionHandler<? super T, ? extends R> handler) {
    super(guard);
    this.future = future;
    this.handler = handler;
  }

  @Override
  public Clause<R> when(BooleanSupplier condition) {
    return new FutureCase<>(both(guard(), condition), future, handler);
  }

  @Override
  boolean hasHappened() {
    return future.isDone();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // nothing in it can fail
  Runnable watch(Runnable signal) {
    // A future has no way to take a dependent back, but anyOf unlinks itself from all its sources
    // when
    // one of them completes: so the second source is there to be completed.
    CompletableFuture<Void> ended = new CompletableFuture<>();
    CompletableFuture.anyOf(future, ended)
        .whenComplete((value, failure) -> {
          if (future.isDone()) {
            signal.run();
          }
        });
    return () -> ended.complete(null);
  }

  @Override
  protected @Nullable R finish(Object outcome) throws InterruptedException {
    return switch (future.state()) {
      case SUCCESS -> handler.handle(future.resultNow(), null);
      case FAILED -> handler.handle(null, future.exceptionNow());
      default -> handler.handle(null, new CancellationException());
    };
  }

  @Override
  public String toString() {
    return "completion of " + future;
  }
}
