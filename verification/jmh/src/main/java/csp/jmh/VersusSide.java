// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Properties;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Setup;

/**
 * One side of {@link VersusFork}: a workload of JMH without JMH. It is loaded once for each side,
 * with all that it measures, so that its handle is a constant of the compiler's and each side has
 * profiles of its own. Of this package it uses nothing but what every revision has: the workloads.
 */
public final class VersusSide implements DoubleUnaryOperator {
  private static final double NANOS = 1e9;
  private static final long LONG_ENOUGH_NANOS = 1_000_000; // for the clock not to weigh

  private static final int OPERATIONS = Setting.OPERATIONS.number();
  private static final MethodHandle WORKLOAD = workload();

  private int batch = 1; // as many runs as take long enough
  private Object last; // what a run returned: keeps the compiler from leaving it out

  @Override
  public double applyAsDouble(double seconds) {
    long runs = 0;
    long start = System.nanoTime();
    long end = start;
    while (end - start < seconds * NANOS) {
      run(batch);
      runs += batch;
      long now = System.nanoTime();
      if (now - end < LONG_ENOUGH_NANOS) {
        batch *= 2;
      }
      end = now;
    }
    return (double) (end - start) / runs / OPERATIONS;
  }

  private void run(int times) {
    try {
      for (int i = 0; i < times; i++) {
        last = (Object) WORKLOAD.invokeExact();
      }
    } catch (Throwable thrown) {
      throw new AssertionError("the workload failed", thrown);
    }
  }

  private static MethodHandle workload() {
    try {
      Class<?> type = Class.forName(Setting.WORKLOADS.text());
      Object workloads = type.getDeclaredConstructor().newInstance();
      for (Field field : type.getFields()) { // not all libraries have all sizes
        field.set(workloads, Setting.valueOf(field.getName().toUpperCase(Locale.ROOT)).as(field));
      }
      setUp(workloads);
      Method method =
          Stream.of(type.getMethods())
              .filter(each -> each.getName().equals(Setting.BENCHMARK.text()))
              .findFirst()
              .orElseThrow();
      MethodHandle handle = MethodHandles.lookup().unreflect(method).bindTo(workloads);
      for (Class<?> state : method.getParameterTypes()) {
        Object argument = state.getDeclaredConstructor().newInstance();
        setUp(argument, workloads);
        handle = MethodHandles.insertArguments(handle, 0, argument);
      }
      return handle.asType(MethodType.methodType(Object.class));
    } catch (ReflectiveOperationException wrong) {
      throw new IllegalStateException("no such workload", wrong);
    }
  }

  private static void setUp(Object state, Object... arguments) throws ReflectiveOperationException {
    for (Method method : state.getClass().getMethods()) {
      if (method.isAnnotationPresent(Setup.class)) {
        method.invoke(state, arguments);
      }
    }
  }

  /** How a side is told what to run: by properties, as it is loaded by another loader. */
  enum Setting {
    WORKLOADS,
    BENCHMARK,
    LIBRARY,
    CAPACITY,
    THREADS,
    ELEMENTS,
    OPERATIONS;

    /** Tells the side that is loaded next. */
    static void put(Cell cell, Library library) {
      Properties properties = System.getProperties();
      properties.setProperty(WORKLOADS.property(), cell.family().workloads(library).getName());
      properties.setProperty(BENCHMARK.property(), cell.benchmark());
      properties.setProperty(LIBRARY.property(), library.name());
      properties.setProperty(CAPACITY.property(), "" + cell.capacity());
      properties.setProperty(THREADS.property(), "" + cell.threads());
      properties.setProperty(ELEMENTS.property(), "" + cell.elements());
      properties.setProperty(OPERATIONS.property(), "" + cell.operations());
    }

    private String property() {
      return "csp.versus." + field();
    }

    String field() {
      return name().toLowerCase(Locale.ROOT);
    }

    String text() {
      return System.getProperty(property());
    }

    /** The value, of the type of {@code field}. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an enum that is known at run time only
    Object as(Field field) {
      Class<?> type = field.getType();
      if (type.isEnum()) {
        return Enum.valueOf((Class<Enum>) type, text());
      }
      return type == int.class ? number() : text();
    }

    int number() {
      return Integer.parseInt(text());
    }
  }
}
