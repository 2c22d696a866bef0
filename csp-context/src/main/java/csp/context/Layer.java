// SPDX-License-Identifier: Apache-2.0
package csp.context;

import org.jspecify.annotations.Nullable;

/** A context of this library, as {@link Layers} sees it. */
sealed interface Layer extends Context permits Root, ValueContext, DetachedContext, CancelContext {
  /** What it is derived from, or null for a root. */
  @Nullable Context outer();

  /** Whether the search for {@code key} ends here, with {@link #answer}. */
  boolean answers(Key<?> key);

  /** What the search that ends here finds. */
  @Nullable Object answer();

  /** What it adds to the name of its outer context. */
  String label();

  @Override
  default <V extends @Nullable Object> @Nullable V value(Key<V> key) {
    return Layers.value(this, key);
  }
}
