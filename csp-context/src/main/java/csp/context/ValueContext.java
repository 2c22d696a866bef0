// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.ReceiveChannel;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Another context, and one value. */
final class ValueContext implements Layer {
  private final Context outer;
  private final Context base; // the nearest outer one that is not of this class: it has the end
  private final Key<?> key;
  private final @Nullable Object value;

  ValueContext(Context outer, Key<?> key, @Nullable Object value) {
    this.outer = outer;
    this.base = baseOf(outer);
    this.key = key;
    this.value = value;
  }

  /** What has the end of {@code context}. */
  static Context baseOf(Context context) {
    return context instanceof ValueContext valued ? valued.base : context;
  }

  @Override
  public Context outer() {
    return outer;
  }

  @Override
  public boolean answers(Key<?> asked) {
    return asked == key;
  }

  @Override
  public @Nullable Object answer() {
    return value;
  }

  /** Only values of well-known types print themselves: others may be changing, or secret. */
  @Override
  public String label() {
    String text =
        switch (value) {
          case null -> "<nil>";
          case String string -> string;
          case Number number -> number.toString();
          case Boolean bool -> bool.toString();
          case Character character -> character.toString();
          case Enum<?> constant -> constant.name();
          case Object other -> other.getClass().getName();
        };
    return ".WithValue(" + key + ", " + text + ")";
  }

  @Override
  public Optional<Instant> deadline() {
    return base.deadline();
  }

  @Override
  public ReceiveChannel<Void> done() {
    return base.done();
  }

  @Override
  public @Nullable ContextException error() {
    return base.error();
  }

  @Override
  public @Nullable Throwable cause() {
    return base.cause();
  }

  @Override
  public String toString() {
    return Layers.name(this);
  }
}
