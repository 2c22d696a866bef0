// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a cell may cost.
 *
 * @param limit this library's time divided by the other's is at most so much
 * @param other whose time; null is the best of the peers on the JVM
 */
record Bar(double limit, @Nullable Library other) {
  /** No slower than the best of the peers on the JVM. */
  static final Bar BEST = new Bar(1.0, null);

  /** No slower than the JDK's counterpart. */
  static final Bar JDK = new Bar(1.0, Library.JDK);

  /** No slower than Go. */
  static final Bar GO = new Bar(1.0, Library.GO);

  /** Where thousands of goroutines are switched and a switch of theirs costs half of ours. */
  static final Bar TWICE_GO = new Bar(2.0, Library.GO);

  /** Whether a cell with that ratio, as it is printed, is within the bar. */
  boolean holds(double ratio) {
    return Math.round(ratio * 100) <= Math.round(limit * 100);
  }

  /** In a column of a table. */
  String label() {
    return String.format(Locale.ROOT, "%.1f %s", limit, other == null ? "best" : other.label());
  }
}
