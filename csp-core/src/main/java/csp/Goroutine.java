// SPDX-License-Identifier: Apache-2.0
package csp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the thread of a goroutine runs, and what hears of the exception that leaves it. */
final class Goroutine implements Runnable, Thread.UncaughtExceptionHandler {
  /*
   * Where a goroutine was started is worked out when it fails, from the class of the task and the stack of
   * the exception: walking the stack at every start would cost several times the start itself.
   */

  private static final String LAMBDA_CLASS = "$$Lambda";
  private static final String LAMBDA_METHOD = "lambda$";

  private final Task task;
  private final String starter; // the name of the thread that started it

  Goroutine(Task task, String starter) {
    this.task = task;
    this.starter = starter;
  }

  @Override
  public void run() {
    Goroutine.<RuntimeException>run(task);
  }

  /** Runs {@code task}; lets a checked exception pass as it is, to the thread's handler. */
  @SuppressWarnings("unchecked") // E is erased, and nobody is left to catch it by its type
  private static <E extends Throwable> void run(Task task) throws E {
    try {
      task.run();
    } catch (Throwable failure) {
      throw (E) failure;
    }
  }

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    if (failure instanceof InterruptedException || failure instanceof InterruptedReceiveException) {
      Log.LOGGER.debug("goroutine {} ended by an interrupt", thread.getName(), failure);
      return;
    }
    Thread.UncaughtExceptionHandler chosen = Thread.getDefaultUncaughtExceptionHandler();
    if (chosen == null) {
      log(thread, failure);
      return;
    }
    try {
      chosen.uncaughtException(thread, failure);
    } catch (Throwable second) { // nobody above this frame would report it
      if (second != failure) {
        second.addSuppressed(failure);
      }
      Log.LOGGER.error("the default uncaught exception handler failed", second);
    }
  }

  private void log(Thread thread, Throwable failure) {
    Log.LOGGER.error(
        "goroutine {}, started by {} at {}, failed",
        thread.getName(),
        starter,
        place(failure),
        failure);
  }

  /**
   * The source place of the task. The body of a lambda stands where the lambda is written, and that
   * is nearly always at the call that starts it; its frame is the last one before ours. For an
   * exception that has no such frame, the class that the task comes from.
   */
  private String place(Throwable failure) {
    String taskClass = task.getClass().getName();
    int lambda = taskClass.indexOf(LAMBDA_CLASS);
    String writtenIn = lambda < 0 ? taskClass : taskClass.substring(0, lambda);
    StackTraceElement[] stack = failure.getStackTrace();
    for (int i = stack.length - 1; i > 0; i--) {
      if (isOurs(stack[i]) && !isOurs(stack[i - 1])) {
        StackTraceElement body = stack[i - 1];
        return body.getClassName().equals(writtenIn) ? describe(body) : writtenIn;
      }
    }
    return writtenIn;
  }

  private static boolean isOurs(StackTraceElement frame) {
    return frame.getClassName().equals(Goroutine.class.getName());
  }

  /** As the frame prints itself, with the method that the lambda is written in. */
  private static String describe(StackTraceElement frame) {
    String method = frame.getMethodName();
    if (method.startsWith(LAMBDA_METHOD)) {
      method = method.substring(LAMBDA_METHOD.length(), method.lastIndexOf('$'));
    }
    String source = frame.getFileName() + ":" + frame.getLineNumber();
    return frame.getClassName() + "." + method + "(" + source + ")";
  }

  /** Made at the first failure, so that starting a goroutine does not start the logging. */
  private static final class Log {
    static final Logger LOGGER = LoggerFactory.getLogger(Go.class);
  }
}
