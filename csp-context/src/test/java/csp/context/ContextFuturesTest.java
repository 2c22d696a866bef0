// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static csp.context.Contexts.assertCanceled;
import static csp.context.Contexts.assertOpen;
import static csp.context.Contexts.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Await;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ContextFuturesTest {
  private final Exception why = new Exception("enough");
  private final CancellableContext parent = Context.withCancel(Context.background());
  private final CompletableFuture<String> reply = new CompletableFuture<>();

  @Test
  void contextEndsWhenTheFutureCompletes() {
    Context context = ContextFutures.withFuture(parent, reply);
    assertOpen(context);
    reply.complete("yes");
    assertCanceled(context);
    assertThat(context.error()).hasNoCause();
    assertThat(reply).isCompletedWithValue("yes");
    assertOpen(parent);
  }

  @Test
  void failureOfTheFutureIsTheCause() {
    Context context = ContextFutures.withFuture(parent, reply);
    reply.completeExceptionally(why);
    assertThat(context.cause()).isSameAs(why);
    Context late = ContextFutures.withFuture(parent, reply);
    assertCanceled(late);
    assertThat(late.cause()).isSameAs(why);
  }

  @Test
  void cancelledFutureEndsTheContext() {
    Context context = ContextFutures.withFuture(parent, reply);
    reply.cancel(true);
    assertCanceled(context);
    assertThat(context.cause()).isInstanceOf(CancellationException.class);
  }

  @Test
  void endOfTheContextCancelsTheFuture() {
    CancellableContext context = ContextFutures.withFuture(parent, reply);
    context.cancel(why);
    Await.until(reply::isCancelled, "future is cancelled");
    assertThat(context.cause()).isSameAs(why);

    CompletableFuture<String> other = new CompletableFuture<>();
    ContextFutures.withFuture(parent, other);
    parent.cancel();
    Await.until(other::isCancelled, "future is cancelled with the parent");
  }

  @Test
  void endedParentCancelsTheFuture() {
    parent.cancel(why);
    Context context = ContextFutures.withFuture(parent, reply);
    assertThat(context.cause()).isSameAs(why);
    Await.until(reply::isCancelled, "future is cancelled");
  }

  @Test
  void contextWithAFutureLeavesNothingBehind() {
    for (int i = 0; i < 1000; i++) {
      CompletableFuture<String> each = new CompletableFuture<>();
      Context context = ContextFutures.withFuture(parent, each);
      each.complete("yes");
      assertThat(links(context)).isZero();
      assertThat(each.getNumberOfDependents()).isZero();
    }
    assertThat(links(parent)).isLessThanOrEqualTo(64);
  }

  @Test
  void futureFailsWithTheErrorWhenTheContextEnds() {
    CompletableFuture<String> future = ContextFutures.future(parent);
    assertThat(future).isNotDone();
    parent.cancel(why);
    assertThatThrownBy(() -> future.join())
        .hasCauseInstanceOf(CanceledException.class)
        .hasRootCause(why);
    assertThat(future.getNumberOfDependents()).isZero();
  }

  @Test
  void futureOfAnEndedContextHasFailed() {
    CompletableFuture<String> future =
        ContextFutures.future(Context.withTimeout(parent, Duration.ZERO));
    assertThat(future.isCompletedExceptionally()).isTrue();
    assertThat(future.exceptionNow()).isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void futureFitsOthers() {
    CompletableFuture<Integer> length =
        reply.applyToEither(ContextFutures.future(parent), String::length);
    reply.complete("yes");
    assertThat(length.join()).isEqualTo(3);
  }

  @Test
  void cancelledOrCompletedFutureLeavesTheContext() {
    for (int i = 0; i < 1000; i++) {
      CompletableFuture<String> future = ContextFutures.future(parent);
      if (i % 2 == 0) {
        future.cancel(false);
      } else {
        future.complete("yes");
      }
    }
    assertThat(links(parent)).isLessThanOrEqualTo(64);
    assertOpen(parent);
  }

  @Test
  void futureOfAContextThatNeverEndsStaysOpen() {
    assertThat(ContextFutures.<String>future(Context.background())).isNotDone();
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> ContextFutures.withFuture(null, reply))
        .withMessage("cannot create context from nil parent");
    assertThatNullPointerException()
        .isThrownBy(() -> ContextFutures.withFuture(parent, null))
        .withMessage("future must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> ContextFutures.future(null))
        .withMessage("context must not be null");
  }
}
