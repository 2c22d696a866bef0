// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.InterruptedReceiveException;
import csp.Task;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Contexts for code that knows interrupts only, and interrupts for code that knows contexts.
 *
 * {@snippet :
 * byte[] head = Interrupts.call(ctx, () -> blockingQueue.take()); // ends when ctx does
 *
 * try (var ctx = Context.withCancel(parent)) {
 *   workers.forEach(w -> go(() -> w.run(ctx)));
 *   return Interrupts.cancelling(ctx, () -> results.receive()); // an interrupt ends the workers, too
 * }
 * }
 */
public final class Interrupts {
  private Interrupts() {}

  /**
   * Calls {@code body} in this thread, which is interrupted when {@code context} ends. If {@code
   * body} then ends by that interrupt, the error of the context comes out instead: that is if it
   * throws {@link InterruptedException}, {@link InterruptedReceiveException}, {@link
   * InterruptedIOException} or {@link ClosedByInterruptException}, which is among the suppressed
   * exceptions. What else it returns or throws comes out as it is.
   *
   * <p>The context's interrupt never outlives this call. An interrupt from elsewhere is left alone,
   * in {@code body} and after it; but once the context has ended while {@code body} ran, the two
   * can no longer be told apart, and both count as the context's.
   *
   * @param context whose end interrupts; asked on entry too
   * @param body what is called; should end soon when it is interrupted
   * @param <T> the type of what it returns
   * @return what {@code body} returns
   * @throws ContextException the error of {@code context}, if that has ended on entry, and then
   *     {@code body} was not called, or if {@code body} ended by its interrupt
   * @throws InterruptedException if the thread is interrupted on entry, and then {@code body} was
   *     not called, or if {@code body} throws it because of an interrupt from elsewhere
   * @throws Exception what {@code body} throws
   * @throws NullPointerException if an argument is null
   */
  public static <T extends @Nullable Object> T call(Context context, Callable<T> body)
      throws Exception {
    Objects.requireNonNull(context, "context must not be null");
    Objects.requireNonNull(body, "body must not be null");
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    ContextException ended = context.error();
    if (ended != null) {
      throw ended;
    }
    Interrupter interrupter = new Interrupter(Thread.currentThread()::interrupt);
    AfterFunc registration = Context.afterFunc(context, interrupter::interrupt);
    boolean interrupted = false;
    T result;
    try {
      result = body.call();
    } catch (Exception failure) {
      interrupted = interrupter.end();
      if (interrupted && isInterrupt(failure)) {
        ContextException error = End.of(context).error();
        error.addSuppressed(failure);
        throw error;
      }
      throw failure;
    } finally {
      registration.stop();
      if (!interrupted) {
        interrupter.end();
      }
    }
    return result;
  }

  /**
   * Runs {@code body} as {@link #call} does.
   *
   * @param context whose end interrupts; asked on entry too
   * @param body what is run; should end soon when it is interrupted
   * @throws ContextException the error of {@code context}, as for {@code call}
   * @throws InterruptedException if the thread is interrupted, as for {@code call}
   * @throws Exception what {@code body} throws
   * @throws NullPointerException if an argument is null
   */
  public static void run(Context context, Task body) throws Exception {
    Objects.requireNonNull(body, "body must not be null");
    Interrupts.<@Nullable Void>call(
        context,
        () -> {
          body.run();
          return null;
        });
  }

  /**
   * Calls {@code body} in this thread, and cancels {@code context} if an interrupt ends it: if it
   * throws one of the exceptions that {@link #call} names, which is the cause then, or leaves the
   * thread interrupted. The interrupt stays what it is, and what {@code body} returns or throws
   * comes out.
   *
   * @param context what is cancelled
   * @param body what is called
   * @param <T> the type of what it returns
   * @return what {@code body} returns
   * @throws Exception what {@code body} throws
   * @throws NullPointerException if an argument is null
   */
  public static <T extends @Nullable Object> T cancelling(
      CancellableContext context, Callable<T> body) throws Exception {
    Objects.requireNonNull(context, "context must not be null");
    Objects.requireNonNull(body, "body must not be null");
    try {
      return body.call();
    } catch (Exception failure) {
      if (isInterrupt(failure)) {
        context.cancel(failure);
      }
      throw failure;
    } finally {
      if (Thread.currentThread().isInterrupted()) {
        context.cancel(new InterruptedException());
      }
    }
  }

  private static boolean isInterrupt(Exception failure) {
    return failure instanceof InterruptedException
        || failure instanceof InterruptedReceiveException
        || failure instanceof InterruptedIOException
        || failure instanceof ClosedByInterruptException;
  }
}
