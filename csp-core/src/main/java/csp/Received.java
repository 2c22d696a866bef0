// SPDX-License-Identifier: Apache-2.0
package csp;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an immediate or timed receive found. Made to be switched over:
 *
 * <pre>{@code
 * switch (channel.tryReceive()) {
 *   case Received.Value(var value) -> use(value);
 *   case Received.Empty() -> idle();
 *   case Received.Closed(var cause) -> end(cause);
 * }
 * }</pre>
 *
 * @param <T> the type of the elements
 */
public sealed interface Received<T> {
  /**
   * An element.
   *
   * @param value the element
   * @param <T> the type of the elements
   */
  record Value<T>(T value) implements Received<T> {
    /**
     * Makes the answer for an element.
     *
     * @throws NullPointerException if {@code value} is null
     */
    public Value {
      Objects.requireNonNull(value, "value must not be null");
    }
  }

  /**
   * Nothing, on a channel that is open.
   *
   * @param <T> the type of the elements
   */
  record Empty<T>() implements Received<T> {
    private static final Empty<Object> INSTANCE = new Empty<>();
  }

  /**
   * The end: the channel is closed and drained.
   *
   * @param cause the failure that it was closed with, or null
   * @param <T> the type of the elements
   */
  record Closed<T>(@Nullable Throwable cause) implements Received<T> {
    private static final Closed<Object> NORMALLY = new Closed<>(null);
  }

  /**
   * {@return the answer for nothing}
   *
   * @param <T> the type of the elements
   */
  @SuppressWarnings("unchecked") // holds no element
  static <T> Received<T> empty() {
    return (Received<T>) Empty.INSTANCE;
  }

  /**
   * {@return the answer for the end}
   *
   * @param cause the failure that the channel was closed with, or null
   * @param <T> the type of the elements
   */
  @SuppressWarnings("unchecked") // holds no element
  static <T> Received<T> closed(@Nullable Throwable cause) {
    return cause == null ? (Received<T>) Closed.NORMALLY : new Closed<>(cause);
  }

  /** {@return the element, or null if there is none} */
  default @Nullable T orNull() {
    return this instanceof Value<T>(T value) ? value : null;
  }
}
