// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.Task;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Contexts as scoped values, for code between whose signatures a context does not fit. The scoped
 * value is the application's own:
 *
 * {@snippet :
 * static final ScopedValue<Context> CONTEXT = ScopedValue.newInstance();
 *
 * ContextScopes.run(CONTEXT, ctx, () -> thirdParty.process(item -> save(item, CONTEXT.get())));
 *
 * go(ContextScopes.bound(CONTEXT, ctx, this::work)); // a goroutine inherits no bindings
 * }
 */
public final class ContextScopes {
  private ContextScopes() {}

  /**
   * Runs {@code task} in this thread with {@code key} bound to {@code context}. The binding alone:
   * nothing is ended or interrupted when the context ends.
   *
   * @param key the scoped value
   * @param context what it is bound to
   * @param task what runs
   * @throws Exception what {@code task} throws
   * @throws NullPointerException if an argument is null
   */
  public static void run(ScopedValue<Context> key, Context context, Task task) throws Exception {
    Objects.requireNonNull(task, "task must not be null");
    ContextScopes.<@Nullable Void, Exception>call(
        key,
        context,
        () -> {
          task.run();
          return null;
        });
  }

  /**
   * Calls {@code body} in this thread with {@code key} bound to {@code context}.
   *
   * @param key the scoped value
   * @param context what it is bound to
   * @param body what is called
   * @param <T> the type of what it returns
   * @param <X> the type of what it throws
   * @return what {@code body} returns
   * @throws X what {@code body} throws
   * @throws NullPointerException if an argument is null
   */
  public static <T extends @Nullable Object, X extends Throwable> T call(
      ScopedValue<Context> key, Context context, ScopedValue.CallableOp<T, X> body) throws X {
    Objects.requireNonNull(key, "key must not be null");
    Objects.requireNonNull(context, "context must not be null");
    Objects.requireNonNull(body, "body must not be null");
    return ScopedValue.where(key, context).call(body);
  }

  /**
   * {@return a task that runs {@code task} with {@code key} bound to {@code context}, in whichever
   * thread it is run}
   *
   * @param key the scoped value
   * @param context what it is bound to
   * @param task what it runs
   * @throws NullPointerException if an argument is null
   */
  public static Task bound(ScopedValue<Context> key, Context context, Task task) {
    Objects.requireNonNull(key, "key must not be null");
    Objects.requireNonNull(context, "context must not be null");
    Objects.requireNonNull(task, "task must not be null");
    return () -> run(key, context, task);
  }
}
