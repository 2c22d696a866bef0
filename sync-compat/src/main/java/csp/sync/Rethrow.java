// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import org.jspecify.annotations.Nullable;

/** Throws what a caller's code has thrown, though a compiler would want it declared. */
final class Rethrow {
  private Rethrow() {}

  /** Throws {@code failure}, unless it is null; to be called with E = RuntimeException. */
  @SuppressWarnings("unchecked") // E is erased
  static <E extends Throwable> void ifAny(@Nullable Throwable failure) throws E {
    if (failure != null) {
      throw (E) failure;
    }
  }
}
