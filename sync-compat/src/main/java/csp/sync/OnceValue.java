// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks a supplier once, and keeps what it returned or threw. */
final class OnceValue<T extends @Nullable Object> implements Supplier<T> {
  /*
   * All fields but `once` are written by the one thread that runs `ask`, and read by others after `once`
   * is done: its edge covers them.
   */

  private final Once once = new Once();
  private @Nullable Supplier<? extends T> supplier; // until it was asked
  private @Nullable T value;
  private @Nullable Throwable failure;

  OnceValue(Supplier<? extends T> supplier) {
    this.supplier = supplier;
  }

  @Override
  @SuppressWarnings("NullAway") // value is what the supplier returned, so null only if T says so
  public T get() {
    if (!once.isDone()) {
      once.run(this::ask);
    }
    Rethrow.<RuntimeException>ifAny(failure);
    return value;
  }

  @SuppressWarnings("NullAway") // it is there until it was asked
  private void ask() {
    try {
      value = supplier.get();
    } catch (Throwable thrown) {
      failure = thrown;
    } finally {
      supplier = null;
    }
  }
}
