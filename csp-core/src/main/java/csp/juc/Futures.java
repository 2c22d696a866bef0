// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import csp.ReceiveChannel;
import csp.internal.channel.FedChannel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Futures as channels, and the next element of a channel as a future. What one direction makes of a
 * result, the other makes a result of: a value is an element, null is the end, a failure is a close
 * with it.
 */
public final class Futures {
  private Futures() {}

  /**
   * {@return a channel that delivers the result of {@code stage}, once, and is closed by it} Never
   * waits. The channel is closed when the stage is completed, in one step with the value: a
   * receiver that finds it empty and open knows that there is no result yet.
   *
   * <ul>
   *   <li>The value can be received after the close, by one receiver; the others see the end.
   *   <li>A stage that is completed with null closes the channel, empty.
   *   <li>A stage that fails, or is cancelled, closes the channel with the exception; of a {@link
   *       CompletionException}, which a future puts around the exceptions of others, with its
   *       cause.
   * </ul>
   *
   * <p>Who stops waiting for the channel does not cancel the stage. The stage keeps the channel
   * until it is completed: of a future that is waited for again and again, make one channel.
   *
   * <p>Memory: what was done before the stage was completed happens-before a receive of its value,
   * or of the end, returns.
   *
   * @param stage what the result is of: a {@link CompletableFuture}, for instance
   * @param <T> the type of the result
   * @throws NullPointerException if {@code stage} is null
   */
  public static <T> ReceiveChannel<T> toChannel(CompletionStage<? extends @Nullable T> stage) {
    Objects.requireNonNull(stage, "stage must not be null");
    FedChannel<T> channel = new FedChannel<>("from-future");
    var _ = stage.whenComplete((value, failure) -> channel.end(value, unwrapped(failure)));
    return channel;
  }

  private static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }

  /**
   * {@return a future of the next element of {@code channel}, which waits for it as a receiver
   * does} Never waits. Futures, and whoever else receives, are served in the order in which they
   * came.
   *
   * <ul>
   *   <li>The element completes the future. At the end of the channel it is completed with null, as
   *       a {@link ReceiveChannel#receive() receive} returns null then; a channel that was closed
   *       with a failure completes it with that.
   *   <li>{@code cancel}, {@code complete}, {@code completeExceptionally} and what is made of them,
   *       {@code orTimeout} too, take the receive back first. If that is possible, nothing is
   *       received: the next element goes to somebody else. If it is not, an element or the end was
   *       faster and is what completes the future; they answer false. So no element is lost, and
   *       none comes twice.
   *   <li>To cancel a future that was made of this one, by {@code thenApply} for instance, does not
   *       cancel this one. A future that nobody waits for any more still receives: cancel it.
   *   <li>What hangs on the future runs in a goroutine, in the thread that completes it, or in that
   *       which adds it to a completed one; never in a sender's. There is a goroutine while the
   *       future waits.
   * </ul>
   *
   * <p>Memory: what a thread did before it sent the element, or closed the channel, happens-before
   * what is done with the result.
   *
   * @param channel what is received from
   * @param <T> the type of the elements
   * @throws NullPointerException if {@code channel} is null
   */
  public static <T> CompletableFuture<@Nullable T> next(ReceiveChannel<T> channel) {
    Objects.requireNonNull(channel, "channel must not be null");
    return FutureReceive.of(channel, Thread::start);
  }
}
