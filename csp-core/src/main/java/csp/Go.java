// SPDX-License-Identifier: Apache-2.0
package csp;

import java.util.Objects;

/**
 * Starts goroutines: {@code import static csp.Go.go;}, then {@code go(() -> ...)}.
 *
 * <p>A goroutine is a virtual thread, and the {@link Thread} that is returned is all there is to
 * it: join it, interrupt it, or forget it. It inherits what {@link Thread#ofVirtual} lets a thread
 * inherit.
 *
 * <p>An exception that leaves the task ends this goroutine and nothing else. It goes to the {@link
 * Thread.UncaughtExceptionHandler} of the thread, if you set one. Otherwise:
 *
 * <ul>
 *   <li>{@link InterruptedException} and {@link InterruptedReceiveException} are the normal answer
 *       to an interrupt: they are logged at level debug, and nobody else hears of them;
 *   <li>if there is a {@linkplain Thread#setDefaultUncaughtExceptionHandler default handler} for
 *       the process, it is called, as for any other thread; what it throws is logged;
 *   <li>if there is none, the exception is logged at level error, with the name of the goroutine,
 *       the name of the thread that started it and the task's place in the source.
 * </ul>
 *
 * The logger is the SLF4J logger {@code csp.Go}.
 */
public final class Go {
  private Go() {}

  /**
   * Starts a goroutine that runs {@code task}; its name is {@code goroutine-} and its {@link
   * Thread#threadId}. Never waits.
   *
   * <p>Memory: what the caller did before happens-before what the task does.
   *
   * @param task what it runs; may throw anything, and the class says where that goes
   * @return the started thread
   * @throws NullPointerException if {@code task} is null
   */
  public static Thread go(Task task) {
    Thread thread = unstarted(task);
    thread.setName("goroutine-" + thread.threadId());
    thread.start();
    return thread;
  }

  /**
   * Starts a goroutine that runs {@code task}, under {@code name}. Never waits.
   *
   * <p>Memory: what the caller did before happens-before what the task does.
   *
   * @param name the name of the thread; need not be unique
   * @param task what it runs; may throw anything, and the class says where that goes
   * @return the started thread
   * @throws NullPointerException if an argument is null
   */
  public static Thread go(String name, Task task) {
    Objects.requireNonNull(name, "name must not be null");
    Thread thread = unstarted(task);
    thread.setName(name);
    thread.start();
    return thread;
  }

  private static Thread unstarted(Task task) {
    Objects.requireNonNull(task, "task must not be null");
    Goroutine goroutine = new Goroutine(task, Thread.currentThread().getName());
    Thread thread = Thread.ofVirtual().unstarted(goroutine);
    thread.setUncaughtExceptionHandler(goroutine);
    return thread;
  }
}
