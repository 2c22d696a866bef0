// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param mode what to do; empty is the table
 * @param runs how long to measure, and on how many carriers
 * @param isQuick whether this is a look only, of which no page is written unasked
 * @param page where to write the page; null is nowhere
 * @param other what csp is beside in the mode versus; else empty
 * @param cells which cells, by a part of the name
 * @param libraries which libraries, by a part of the name
 */
record Options(
    String mode,
    Runs runs,
    boolean isQuick,
    @Nullable Path page,
    String other,
    Pattern cells,
    Pattern libraries) {
  /** Other things to do than the table. */
  static final Set<String> MODES = Set.of("mem", "million", "latency", "robust", "versus");

  private static final Pattern ANY = Pattern.compile("");
  private static final String QUICK = "--quick";
  private static final String CARRIERS = "--carriers=";
  private static final String PAGE = "--page=";

  /**
   * Reads {@code args}: a mode, options, patterns, in this order.
   *
   * @throws IllegalArgumentException if they cannot be understood
   */
  static Options of(List<String> args) {
    String mode = "";
    Runs runs = Runs.FULL;
    boolean isQuick = false;
    Path page = args.isEmpty() ? Path.of("docs", "benchmarks.md") : null;
    int carriers = 0;
    String other = "";
    List<Pattern> patterns = new ArrayList<>();
    for (String arg : args) {
      if (arg.equals(args.getFirst()) && MODES.contains(arg)) {
        mode = arg;
      } else if (mode.equals("versus") && other.isEmpty() && !arg.startsWith("-")) {
        other = arg;
      } else if (!arg.startsWith("-")) {
        patterns.add(pattern(arg));
      } else if (!patterns.isEmpty() || !other.isEmpty()) {
        throw new IllegalArgumentException("options come first: " + arg);
      } else if (arg.equals(QUICK)) {
        isQuick = true;
        runs = Runs.QUICK;
      } else if (arg.startsWith(CARRIERS)) {
        carriers = count(arg.substring(CARRIERS.length()));
      } else if (arg.startsWith(PAGE) && arg.length() > PAGE.length()) {
        page = Path.of(arg.substring(PAGE.length()));
      } else {
        throw new IllegalArgumentException("no such option: " + arg);
      }
    }
    if (mode.equals("versus") && other.isEmpty()) {
      throw new IllegalArgumentException("versus what? A library or a git revision");
    }
    if (patterns.size() > 2) {
      throw new IllegalArgumentException("more than two patterns");
    }
    return new Options(
        mode,
        runs.onCarriers(carriers),
        isQuick,
        page,
        other,
        patterns.isEmpty() ? ANY : patterns.getFirst(),
        patterns.size() < 2 ? ANY : patterns.getLast());
  }

  private static Pattern pattern(String arg) {
    try {
      return Pattern.compile(arg);
    } catch (PatternSyntaxException bad) {
      throw new IllegalArgumentException(bad.getMessage(), bad);
    }
  }

  private static int count(String arg) {
    if (!arg.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException("carriers must be 1 to 9999, was " + arg);
    }
    return Integer.parseInt(arg);
  }
}
