// SPDX-License-Identifier: Apache-2.0
package csp.context;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Questions that go outwards through the layers of a context. They are answered in loops: a chain
 * may be longer than the stack is deep. Foreign contexts in between answer for themselves.
 */
final class Layers {
  private Layers() {}

  /** Checks what a context is to be derived from. */
  static void parent(@Nullable Context parent) {
    Objects.requireNonNull(parent, "cannot create context from nil parent");
  }

  /** Returns {@code key}, which must not be null. */
  static <K extends Key<?>> K key(@Nullable K key) {
    return Objects.requireNonNull(key, "nil key");
  }

  /** What {@code key} has as its value in {@code inner}. */
  @SuppressWarnings("unchecked") // a key is stored with values of its type only
  static <V extends @Nullable Object> @Nullable V value(Layer inner, Key<V> key) {
    key(key);
    Context at = inner;
    while (at instanceof Layer layer) {
      if (layer.answers(key)) {
        return (V) layer.answer();
      }
      Context outer = layer.outer();
      if (outer == null) {
        return null;
      }
      at = outer;
    }
    return at.value(key);
  }

  /** The name of {@code inner}: that of its outermost layer, then what each layer adds. */
  static String name(Layer inner) {
    Deque<Layer> layers = new ArrayDeque<>();
    Context at = inner;
    while (at instanceof Layer layer) {
      layers.push(layer);
      Context outer = layer.outer();
      if (outer == null) {
        break;
      }
      at = outer;
    }
    StringBuilder name = new StringBuilder();
    if (!(at instanceof Layer)) {
      name.append(at);
    }
    for (Layer layer : layers) {
      name.append(layer.label());
    }
    return name.toString();
  }
}
