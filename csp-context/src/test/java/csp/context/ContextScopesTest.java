// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.Go;
import csp.Task;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ContextScopesTest {
  private static final ScopedValue<Context> CONTEXT = ScopedValue.newInstance();
  private static final Task NOTHING = () -> {};
  private final Context context = Context.withCancel(Context.background());

  @Test
  void taskFindsTheContextWhileItRuns() throws Exception {
    Context inner = Context.withCancel(context);
    Context[] found = new Context[3];
    ContextScopes.run(
        CONTEXT,
        context,
        () -> {
          found[0] = CONTEXT.get();
          found[1] = ContextScopes.call(CONTEXT, inner, () -> CONTEXT.get());
          found[2] = CONTEXT.get();
        });
    assertThat(found).containsExactly(context, inner, context);
    assertThat(CONTEXT.isBound()).isFalse();
  }

  @Test
  void whatIsThrownComesOut() {
    IOException failure = new IOException();
    assertThatThrownBy(() ->
            ContextScopes.run(
                CONTEXT,
                context,
                () -> {
                  throw failure;
                }))
        .isSameAs(failure);
    assertThatThrownBy(() ->
            ContextScopes.<Object, IOException>call(
                CONTEXT,
                context,
                () -> {
                  throw failure;
                }))
        .isSameAs(failure);
  }

  @Test
  void goroutineHasTheBindingOfItsTaskOnly() throws InterruptedException {
    Channel<Boolean> bound = Channel.unbuffered();
    ScopedValue.where(CONTEXT, Context.todo())
        .run(() -> {
          Go.go(() -> bound.send(CONTEXT.isBound()));
          Go.go(ContextScopes.bound(CONTEXT, context, () -> bound.send(CONTEXT.get() == context)));
        });
    assertThat(bound.receive() ^ bound.receive()).as("one of the two").isTrue();
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> ContextScopes.run(null, context, NOTHING))
        .withMessage("key must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> ContextScopes.run(CONTEXT, null, NOTHING))
        .withMessage("context must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> ContextScopes.run(CONTEXT, context, null))
        .withMessage("task must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> ContextScopes.call(CONTEXT, context, null))
        .withMessage("body must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> ContextScopes.bound(null, context, NOTHING))
        .withMessage("key must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> ContextScopes.bound(CONTEXT, null, NOTHING))
        .withMessage("context must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> ContextScopes.bound(CONTEXT, context, null))
        .withMessage("task must not be null");
  }
}
