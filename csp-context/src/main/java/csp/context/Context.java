// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.Cancellation;
import csp.ReceiveChannel;
import csp.Task;
import csp.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is handed down a call tree: when to stop, until when at the latest, and values that belong
 * to the request. It is the first parameter of a method that may wait, and the last argument of the
 * operations that do: {@code channel.receive(ctx)}.
 *
 * <p>A context never changes, except that it ends, once and for ever. What is to differ further
 * down is a context derived from it, by the static methods here; when a context ends, all that is
 * derived from it ends with it. None of the methods waits, and any number of threads may use one
 * context.
 *
 * <h2>Writing one</h2>
 *
 * <p>The interface is open. An implementation
 *
 * <ul>
 *   <li>returns the same {@link #done} at every call, closes it once, sends nothing on it, and
 *       gives an {@link #error} that is not null before or when it is closed;
 *   <li>answers {@link #value} for the keys it knows, and passes <em>every</em> other key on to the
 *       context it wraps, if it wraps one. By such a question contexts are recognised: what is
 *       derived from a wrapper joins the wrapped context, if the wrapper returns that context's own
 *       done channel, and costs no goroutine;
 *   <li>may be an {@link AfterFuncContext}, which also saves the goroutine.
 * </ul>
 */
public interface Context extends Cancellation {
  /**
   * {@return the context that never ends, has no deadline and no values: the root of all others}
   * For the main method, for tests, and where a request comes in.
   */
  static Context background() {
    return Root.BACKGROUND;
  }

  /**
   * {@return a context like {@link #background}, for places where it is not clear yet which context
   * to use}
   */
  static Context todo() {
    return Root.TODO;
  }

  /**
   * {@return a context that ends when it is cancelled, or with {@code parent}}
   *
   * @param parent what it is derived from; if that has ended, so has the result
   * @throws NullPointerException if {@code parent} is null
   */
  static CancellableContext withCancel(Context parent) {
    Layers.parent(parent);
    return CancelContext.under(parent);
  }

  /**
   * {@return a context that ends when {@code deadline} passes, when it is cancelled, or with {@code
   * parent}}
   *
   * @param parent what it is derived from
   * @param deadline when it ends at the latest, as {@link #withDeadline(Context, Instant,
   *     Throwable)} says
   * @throws NullPointerException if an argument is null
   */
  static CancellableContext withDeadline(Context parent, Instant deadline) {
    return withDeadline(parent, deadline, null);
  }

  /**
   * {@return a context that ends when {@code deadline} passes, when it is cancelled, or with {@code
   * parent}} If {@code parent} has a deadline that is strictly earlier, this is {@link #withCancel}
   * and {@code cause} is dropped. If {@code deadline} has passed, the result has ended.
   *
   * <p>How long it is until {@code deadline} is asked of the wall clock here, once; it is then
   * measured with the monotonic clock. More than 292 years are never.
   *
   * @param parent what it is derived from
   * @param deadline when it ends at the latest
   * @param cause the cause if it ends by this deadline, and only then; or null
   * @throws NullPointerException if {@code parent} or {@code deadline} is null
   */
  static CancellableContext withDeadline(
      Context parent, Instant deadline, @Nullable Throwable cause) {
    Layers.parent(parent);
    Objects.requireNonNull(deadline, "deadline must not be null");
    Duration remaining = Duration.between(Timers.now(), deadline);
    return DeadlineContext.under(parent, deadline, remaining, cause);
  }

  /**
   * {@return a context that ends when {@code timeout} has passed, when it is cancelled, or with
   * {@code parent}}
   *
   * @param parent what it is derived from
   * @param timeout how long from now it ends at the latest, as {@link #withTimeout(Context,
   *     Duration, Throwable)} says
   * @throws NullPointerException if an argument is null
   */
  static CancellableContext withTimeout(Context parent, Duration timeout) {
    return withTimeout(parent, timeout, null);
  }

  /**
   * {@return a context that ends when {@code timeout} has passed, when it is cancelled, or with
   * {@code parent}} It is that of {@link #withDeadline(Context, Instant, Throwable)} with {@code
   * timeout} from now; what lies beyond {@link Instant#MAX} is at {@code Instant.MAX}.
   *
   * @param parent what it is derived from
   * @param timeout how long from now it ends at the latest; not positive means now
   * @param cause the cause if it ends by this time-out, and only then; or null
   * @throws NullPointerException if {@code parent} or {@code timeout} is null
   */
  static CancellableContext withTimeout(
      Context parent, Duration timeout, @Nullable Throwable cause) {
    Layers.parent(parent);
    Objects.requireNonNull(timeout, "timeout must not be null");
    Instant deadline = DeadlineContext.after(Timers.now(), timeout);
    return DeadlineContext.under(parent, deadline, timeout, cause);
  }

  /**
   * {@return a context in which {@code key} has {@code value}; in all else it is {@code parent}}
   * For what belongs to a request and crosses the borders of interfaces, not to pass optional
   * parameters. The value should be immutable or safe for use by any thread.
   *
   * @param parent what it is derived from
   * @param key what the value is found by
   * @param value the value; null hides that of {@code parent}
   * @param <V> the type of the value
   * @throws NullPointerException if {@code parent} or {@code key} is null
   */
  static <V extends @Nullable Object> Context withValue(Context parent, Key<V> key, V value) {
    Layers.parent(parent);
    return new ValueContext(parent, Layers.key(key), value);
  }

  /**
   * {@return a context with the values of {@code parent} that never ends and has no deadline,
   * whatever becomes of {@code parent}} What is derived from it does not end with {@code parent}
   * either.
   *
   * @param parent what it is derived from
   * @throws NullPointerException if {@code parent} is null
   */
  static Context withoutCancel(Context parent) {
    Layers.parent(parent);
    return new DetachedContext(parent);
  }

  /**
   * Runs {@code task} in a {@linkplain csp.Go#go(Task) goroutine} of its own when {@code context}
   * has ended, at once if it has. What {@code task} throws goes where the exceptions of goroutines
   * go. Several registrations with one context are independent of each other. The context keeps
   * {@code task} reachable until it ends or the registration is stopped.
   *
   * @param context whose end starts the task
   * @param task what runs, once; it may take its time, and may cancel, derive and register
   * @return what can prevent it
   * @throws NullPointerException if an argument is null
   */
  static AfterFunc afterFunc(Context context, Task task) {
    Objects.requireNonNull(context, "context must not be null");
    return Callback.on(context, Objects.requireNonNull(task, "task must not be null"));
  }

  /** {@return when this ends at the latest, the same at every call; empty if there is no limit} */
  Optional<Instant> deadline();

  /**
   * {@return the channel that is closed when this ends, the same at every call; the {@linkplain
   * csp.Channel#nil nil channel} if it never will} It is made at the first call.
   */
  @Override
  ReceiveChannel<Void> done();

  /**
   * {@return why this has ended, or null while it has not} Not null for ever once it is, and then
   * {@link #done} is closed. Every call makes a new exception, with the stack of the caller, and
   * with the cause that was given, if one was, as its cause.
   */
  @Override
  @Nullable ContextException error();

  /**
   * {@return the cause that was given when this, or what it was derived from, was ended; what
   * {@link #error} returns if none was given; null while this has not ended}
   */
  default @Nullable Throwable cause() {
    ContextException error = error();
    if (error == null) {
      return null;
    }
    Throwable given = error.getCause();
    return given != null ? given : error;
  }

  /**
   * {@return the value of {@code key} here, or null if there is none} That is the value of the
   * nearest {@link #withValue}, outwards, with this key.
   *
   * @param key what the value is found by
   * @param <V> the type of the value
   * @throws NullPointerException if {@code key} is null
   */
  <V extends @Nullable Object> @Nullable V value(Key<V> key);
}
