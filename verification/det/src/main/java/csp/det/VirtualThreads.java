// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;

/** Virtual threads on a scheduler of one's own: what the JDK has, but does not offer yet. */
final class VirtualThreads {
  private static final MethodHandle NEW = find();
  private static volatile Field
      threadOfContinuation; // of a class that exists after the first start

  private VirtualThreads() {}

  /** A thread that runs on {@code scheduler}, as do all virtual threads that it starts. */
  static Thread unstarted(Executor scheduler, String name, Runnable task) {
    try {
      return (Thread) (Object) NEW.invoke(scheduler, name, 0, task);
    } catch (Throwable e) {
      throw new LinkageError("no virtual thread on a scheduler", e);
    }
  }

  /** The thread that the JDK submits to its scheduler as {@code continuation}: it captures it. */
  static Thread of(Runnable continuation) {
    try {
      Field field = threadOfContinuation;
      if (field == null || field.getDeclaringClass() != continuation.getClass()) {
        field = continuation.getClass().getDeclaredFields()[0];
        field.setAccessible(true);
        threadOfContinuation = field;
      }
      return (Thread) field.get(continuation);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no thread in " + continuation.getClass(), e);
    }
  }

  private static MethodHandle find() {
    try {
      Method method =
          Class.forName("java.lang.ThreadBuilders")
              .getDeclaredMethod(
                  "newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
      method.setAccessible(true);
      return MethodHandles.lookup().unreflect(method);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new LinkageError("run with --add-opens java.base/java.lang=ALL-UNNAMED", e);
    }
  }
}
