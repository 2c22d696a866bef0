// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes as they are loaded: {@code -javaagent:csp-det-agent.jar=com.acme.,org.acme.},
 * where the prefixes say which. That jar only names this class; the classes of this package are on
 * the class path.
 *
 * <p>An agent, and not a class loader of our own, so that scenarios are lambdas in ordinary tests:
 * with a loader, a test and what it tests would have to be loaded anew, apart from JUnit's.
 */
public final class Agent {
  private static final AtomicReference<@Nullable Weaver> WEAVER = new AtomicReference<>();
  private static final AtomicReference<@Nullable Instrumentation> JVM = new AtomicReference<>();

  private Agent() {}

  /** What the JVM calls before main. */
  public static void premain(String prefixes, Instrumentation instrumentation) {
    Weaver weaver = new Weaver(List.of(prefixes.split(",")));
    WEAVER.set(weaver);
    JVM.set(instrumentation);
    instrumentation.addTransformer(weaver);
  }

  /**
   * Makes {@code type} what {@code bytes} say, woven as when it was loaded: for mutants of it. Its
   * fields and its methods' signatures are the same.
   *
   * @throws IllegalStateException without the agent
   * @throws LinkageError if that is not the same class with other code
   */
  public static void redefine(Class<?> type, byte[] bytes) {
    Instrumentation instrumentation = JVM.get();
    if (instrumentation == null) {
      throw new IllegalStateException("without the agent no class is redefined");
    }
    try {
      instrumentation.redefineClasses(new ClassDefinition(type, bytes));
    } catch (ClassNotFoundException | UnmodifiableClassException e) {
      throw new LinkageError("cannot redefine " + type, e);
    }
  }

  /** Whether classes are woven in this JVM. */
  static boolean isLoaded() {
    return WEAVER.get() != null;
  }

  /** Throws if points of {@code level} are not there. */
  static void check(Level level) {
    Weaver weaver = WEAVER.get();
    if (weaver == null) {
      if (level != Level.PARKS) {
        throw new IllegalStateException("without the agent there is no level but PARKS");
      }
      return;
    }
    Throwable failure = weaver.failure();
    if (failure != null) {
      throw new IllegalStateException("a class could not be woven", failure);
    }
  }
}
