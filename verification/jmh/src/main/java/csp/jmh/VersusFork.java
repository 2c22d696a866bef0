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
  /** Rounds that do not count. */
  static final int WARMUPS = 4;

  private static final double SECONDS = 0.25;

  private VersusFork() {}

  /**
   * Takes the cell, the other library, the class path of the other, whether this library is loaded
   * first, and how many rounds count. Prints those, a line each.
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Cell cell = Cells.named(args[0]);
    String here = System.getProperty("java.class.path");
    // What is loaded first may be compiled otherwise, by a third of a nanosecond.
    boolean isOursFirst = Boolean.parseBoolean(args[3]);
    int ours = isOursFirst ? 0 : 1;
    DoubleUnaryOperator[] sides = new DoubleUnaryOperator[2];
    for (int i = 0; i < 2; i++) {
      sides[i] =
          i == ours ? side(cell, Library.CSP, here) : side(cell, Library.valueOf(args[1]), args[2]);
    }
    int rounds = Integer.parseInt(args[4]);
    double[] nanos = new double[2];
    for (int i = 0; i < WARMUPS + rounds; i++) {
      int first = i % 2; // who is second may find the caches and the carriers warm
      nanos[first] = sides[first].applyAsDouble(SECONDS);
      nanos[1 - first] = sides[1 - first].applyAsDouble(SECONDS);
      if (i >= WARMUPS) {
        System.out.println(encoded(nanos[ours], nanos[1 - ours]));
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
