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
  /** In a column of a table. */
  String label() {
    return String.format(Locale.ROOT, "%.1f %s", limit, other == null ? "best" : other.label());
  }

  /** In a sentence. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "%.2f times %s",
        limit,
        other == null ? "the best of the peers on the JVM" : other.label());
  }
}
