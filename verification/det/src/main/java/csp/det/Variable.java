// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When a variable was accessed, and what its value has released. */
final class Variable {
  int[] plainReads = Clocks.none();
  int[] plainWrites = Clocks.none();
  int[] atomicReads = Clocks.none();
  int[] atomicWrites = Clocks.none();

  /** What those see who acquire the value, or null if that orders nothing. */
  int @Nullable [] released;

  private @Nullable Map<String, StackTraceElement[]> stacks;

  void clear() {
    Arrays.fill(plainReads, 0);
    Arrays.fill(plainWrites, 0);
    Arrays.fill(atomicReads, 0);
    Arrays.fill(atomicWrites, 0);
    released = null;
    stacks = null;
  }

  void keep(String kind, int strand, StackTraceElement[] stack) {
    if (stacks == null) {
      stacks = new HashMap<>();
    }
    stacks.put(kind + strand, stack);
  }

  StackTraceElement[] kept(String kind, int strand) {
    return stacks == null
        ? new StackTraceElement[0]
        : stacks.getOrDefault(kind + strand, new StackTraceElement[0]);
  }
}
