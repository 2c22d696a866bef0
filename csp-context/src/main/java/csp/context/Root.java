// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.Channel;
import csp.ReceiveChannel;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The contexts that are derived from nothing. */
enum Root implements Layer {
  BACKGROUND("context.Background"),
  TODO("context.TODO");

  private final String label;

  Root(String label) {
    this.label = label;
  }

  @Override
  public @Nullable Context outer() {
    return null;
  }

  @Override
  public boolean answers(Key<?> key) {
    return false;
  }

  @Override
  public @Nullable Object answer() {
    return null;
  }

  @Override
  public String label() {
    return label;
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
    return label;
  }
}
