// SPDX-License-Identifier: Apache-2.0
package csp.context;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Contexts and futures that end each other.
 *
 * {@snippet :
 * var reply = client.sendAsync(request, BodyHandlers.ofString());
 * try (var ctx = ContextFutures.withFuture(parent, reply)) { // the end of ctx aborts the request,
 *   showProgress(ctx);                                       // the reply ends ctx
 * }
 *
 * var first = reply.applyToEither(ContextFutures.future(ctx), HttpResponse::body);
 * }
 */
public final class ContextFutures {
  private ContextFutures() {}

  /**
   * {@return a context that ends when {@code future} completes, when it is cancelled, or with
   * {@code parent}; when it ends, {@code future} is cancelled if it is not complete} The cause is
   * the failure of {@code future} if that has failed or was cancelled. A future that is complete
   * gives a context that has ended.
   *
   * <p>Neither keeps the other once one of them has ended. What depends on {@code future} may run
   * in a goroutine of its own when the context ends.
   *
   * @param parent what it is derived from
   * @param future whose completion ends it
   * @throws NullPointerException if an argument is null
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the dependent fails as the future does: no news
  public static CancellableContext withFuture(Context parent, CompletableFuture<?> future) {
    Objects.requireNonNull(future, "future must not be null");
    CancellableContext context = Context.withCancel(parent);
    AfterFunc abort = Context.afterFunc(context, () -> future.cancel(true));
    future.whenComplete((value, failure) -> {
      abort.stop();
      context.cancel(failure);
    });
    return context;
  }

  /**
   * {@return a future that fails with the error of {@code context} when that ends; at once if it
   * has} It never completes by itself in another way. Completing or cancelling it, which does
   * nothing to the context, takes it off the context: do that when it is no longer needed and the
   * context lives on.
   *
   * @param context whose end fails the future
   * @param <T> any type: there will be no value
   * @throws NullPointerException if {@code context} is null
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the dependent fails as the future does: no news
  public static <T> CompletableFuture<T> future(Context context) {
    Objects.requireNonNull(context, "context must not be null");
    ContextException ended = context.error();
    if (ended != null) {
      return CompletableFuture.failedFuture(ended);
    }
    CompletableFuture<T> future = new CompletableFuture<>();
    AfterFunc registration =
        Context.afterFunc(context, () -> future.completeExceptionally(End.of(context).error()));
    future.whenComplete((value, failure) -> registration.stop());
    return future;
  }
}
