// SPDX-License-Identifier: Apache-2.0
package csp.select;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the JVM's management interface tells. By reflection, since the module under test does not
 * read it.
 */
final class Jvm {
  private static final Object THREADS = factory("getThreadMXBean");
  private static final Method ALLOCATED =
      method("com.sun.management.ThreadMXBean", "getCurrentThreadAllocatedBytes");

  private Jvm() {}

  /** How many bytes the current thread, a platform thread, has allocated so far. */
  static long allocatedBytes() {
    return (long) invoke(ALLOCATED, THREADS);
  }

  /** A dump of all threads, virtual ones included. */
  static String dump() {
    try {
      Path file = Files.createTempDirectory("threads").resolve("dump");
      Class<?> format =
          Class.forName("com.sun.management.HotSpotDiagnosticMXBean$ThreadDumpFormat");
      Class<?> type = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
      Object bean =
          invoke(
              method("java.lang.management.ManagementFactory", "getPlatformMXBean", Class.class),
              null,
              type);
      Method dump = type.getMethod("dumpThreads", String.class, format);
      invoke(dump, bean, file.toString(), format.getEnumConstants()[0]);
      String text = Files.readString(file);
      Files.delete(file);
      Files.delete(file.getParent());
      return text;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (ReflectiveOperationException failure) {
      throw new AssertionError(failure);
    }
  }

  private static Object factory(String name) {
    return invoke(method("java.lang.management.ManagementFactory", name), null);
  }

  private static Method method(String type, String name, Class<?>... parameters) {
    try {
      return Class.forName(type).getMethod(name, parameters);
    } catch (ReflectiveOperationException failure) {
      throw new AssertionError(failure);
    }
  }

  private static Object invoke(Method method, Object target, Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException | IllegalAccessException failure) {
      throw new AssertionError(failure);
    }
  }
}
