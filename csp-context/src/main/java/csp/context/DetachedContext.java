// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.Channel;
import csp.ReceiveChannel;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of another context, without its end. */
final class DetachedContext implements Layer {
  private final Context outer;

  DetachedContext(Context outer) {
    this.outer = outer;
  }

  @Override
  public Context outer() {
    return outer;
  }

  /** Hides what {@code outer} could be joined by. */
  @Override
  public boolean answers(Key<?> key) {
    return key == CancelContext.SELF;
  }

  @Override
  public @Nullable Object answer() {
    return null;
  }

  @Override
  public String label() {
    return ".WithoutCancel";
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.empty();
  }

  @Override
  public ReceiveChannel<Void> done() {
    return Channel.nil();
  }

  @Override
  public @Nullable ContextException error() {
    return null;
  }

  @Override
  public String toString() {
    return Layers.name(this);
  }
}
