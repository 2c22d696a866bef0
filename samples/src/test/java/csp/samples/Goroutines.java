// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import csp.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which virtual threads the JVM has, all of them; by reflection, as it is seldom needed. */
public final class Goroutines {
  private static final Pattern BETWEEN = Pattern.compile("\\R\\R");
  private static final Pattern FIRST_LINE = Pattern.compile("#\\d+ .* virtual.*");

  private final Set<String> before;

  private Goroutines(Set<String> before) {
    this.before = before;
  }

  /** Notes those that there are now. */
  public static Goroutines now() {
    Set<String> ids = new HashSet<>();
    for (String goroutine : dump()) {
      ids.add(id(goroutine));
    }
    return new Goroutines(ids);
  }

  /** Those that were started since, with their stacks. */
  public List<String> more() {
    List<String> more = new ArrayList<>();
    for (String goroutine : dump()) {
      if (!before.contains(id(goroutine))) {
        more.add(goroutine);
      }
    }
    return more;
  }

  /** Waits until those that were started since have ended. */
  public void awaitNoMore() {
    try {
      Await.until(() -> more().isEmpty(), "no goroutine is left");
    } catch (AssertionError left) {
      throw new AssertionError(String.join("\n\n", more()), left);
    }
  }

  private static String id(String goroutine) {
    return goroutine.substring(0, goroutine.indexOf(' '));
  }

  private static List<String> dump() {
    try {
      Path directory = Files.createTempDirectory("threads");
      Path file = directory.resolve("dump");
      Class<?> type = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
      Class<?> format = Class.forName(type.getName() + "$ThreadDumpFormat");
      Object bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getPlatformMXBean", Class.class)
              .invoke(null, type);
      type.getMethod("dumpThreads", String.class, format)
          .invoke(bean, file.toString(), format.getEnumConstants()[0]);
      String text = Files.readString(file);
      Files.delete(file);
      Files.delete(directory);
      return BETWEEN
          .splitAsStream(text)
          .map(String::strip)
          .filter(thread -> FIRST_LINE.matcher(thread.lines().findFirst().orElse("")).matches())
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (ReflectiveOperationException failure) {
      throw new AssertionError(failure);
    }
  }
}
