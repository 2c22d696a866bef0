// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/** Two libraries in one cell, in turn, in a process of their own. */
final class VersusFork {
  private static final double SECONDS = 0.25;

  private VersusFork() {}

  /**
   * Takes the cell, the other library, the class path of the other, and how many rounds do not
   * count and how many do. Prints the latter, a line each.
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Cell cell = Cells.named(args[0]);
    String here = System.getProperty("java.class.path");
    DoubleUnaryOperator ours = side(cell, Library.CSP, here);
    DoubleUnaryOperator theirs = side(cell, Library.valueOf(args[1]), args[2]);
    int warmups = Integer.parseInt(args[3]);
    int rounds = Integer.parseInt(args[4]);
    for (int i = 0; i < warmups + rounds; i++) {
      boolean isOursFirst = i % 2 == 0; // who is second may find the caches and the carriers warm
      double first = (isOursFirst ? ours : theirs).applyAsDouble(SECONDS);
      double second = (isOursFirst ? theirs : ours).applyAsDouble(SECONDS);
      if (i >= warmups) {
        System.out.println(isOursFirst ? encoded(first, second) : encoded(second, first));
      }
    }
    System.exit(0); // some of the peers keep threads
  }

  /** What runs the cell for so many seconds, and returns nanoseconds per operation. */
  static DoubleUnaryOperator side(Cell cell, Library library, String classPath)
      throws ReflectiveOperationException {
    VersusSide.Setting.put(cell, library);
    // An older build has no such class as VersusSide: it is taken from here, with nothing else.
    String last = Path.of("verification", "jmh", "target", "classes") + File.separator;
    URL[] urls =
        Stream.of((classPath + File.pathSeparator + last).split(File.pathSeparator))
            .map(VersusFork::url)
            .toArray(URL[]::new);
    ClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    return (DoubleUnaryOperator)
        Class.forName(VersusSide.class.getName(), true, loader)
            .getDeclaredConstructor()
            .newInstance();
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalArgumentException(path, impossible);
    }
  }

  private static String encoded(double ours, double theirs) {
    return String.format(Locale.ROOT, "%.4f %.4f", ours, theirs);
  }

  /** A round from its line. */
  static Versus.Round decoded(String line) {
    String[] nanos = line.split(" ");
    return new Versus.Round(Double.parseDouble(nanos[0]), Double.parseDouble(nanos[1]));
  }
}
