// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.select.InterruptibleConsumer;
import csp.select.InterruptibleFunction;
import csp.select.InterruptibleRunnable;
import csp.select.InterruptibleSupplier;
import org.jspecify.annotations.Nullable;

/** Handlers without a result, as handlers whose result is null. */
public final class Handlers {
  private Handlers() {}

  /** Runs {@code handler} and returns null. */
  public static <R> InterruptibleSupplier<R> result(InterruptibleRunnable handler) {
    return () -> {
      handler.run();
      return null;
    };
  }

  /** Passes the value to {@code handler} and returns null. */
  public static <T extends @Nullable Object, R> InterruptibleFunction<T, R> result(
      InterruptibleConsumer<? super T> handler) {
    return value -> {
      handler.accept(value);
      return null;
    };
  }
}
