// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.lang.instrument.Instrumentation;
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

  private Agent() {}

  /** What the JVM calls before main. */
  public static void premain(String prefixes, Instrumentation instrumentation) {
    Weaver weaver = new Weaver(List.of(prefixes.split(",")));
    WEAVER.set(weaver);
    instrumentation.addTransformer(weaver);
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
