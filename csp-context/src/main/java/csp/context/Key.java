// SPDX-License-Identifier: Apache-2.0
package csp.context;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names a value of a {@linkplain Context#withValue context}. Two keys are the same if they are the
 * same object, so whoever does not hold the key neither reads nor hides the value. Keep it in a
 * {@code static final} field, as private as its use allows:
 *
 * <pre>{@code private static final Key<User> USER = Key.named("user");}</pre>
 *
 * <p>Immutable.
 *
 * @param <V> the type of the values; may be declared nullable
 */
@SuppressWarnings("UnusedTypeParameter") // it ties the key to its values
public final class Key<V extends @Nullable Object> {
  private final String name;

  private Key(String name) {
    this.name = name;
  }

  /**
   * {@return a new key, different from all others}
   *
   * @param name how it prints; need not be unique
   * @param <V> the type of the values
   * @throws NullPointerException if {@code name} is null
   */
  public static <V extends @Nullable Object> Key<V> named(String name) {
    return new Key<>(Objects.requireNonNull(name, "name must not be null"));
  }

  /** {@return the name} */
  @Override
  public String toString() {
    return name;
  }
}
