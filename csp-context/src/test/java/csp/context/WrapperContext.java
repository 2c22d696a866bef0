// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.ReceiveChannel;
import java.time.Instant;
import java.util.Optional;

/** A context written elsewhere that passes every question on to another one. */
class WrapperContext implements Context {
  final Context outer;

  WrapperContext(Context outer) {
    this.outer = outer;
  }

  @Override
  public Optional<Instant> deadline() {
    return outer.deadline();
  }

  @Override
  public ReceiveChannel<Void> done() {
    return outer.done();
  }

  @Override
  public ContextException error() {
    return outer.error();
  }

  @Override
  public <V> V value(Key<V> key) {
    return outer.value(key);
  }

  @Override
  public String toString() {
    return "wrapper(" + outer + ")";
  }
}
