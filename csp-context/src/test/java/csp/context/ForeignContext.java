// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.Channel;
import csp.ReceiveChannel;
import java.time.Instant;
import java.util.Optional;

/**
 * A context written elsewhere, around another one: it has the values of that, but an end of its
 * own.
 */
class ForeignContext implements Context {
  final Context outer;
  final Channel<Void> done;
  volatile ContextException error;

  ForeignContext(Context outer) {
    this(outer, Channel.unbuffered());
  }

  ForeignContext(Context outer, Channel<Void> done) {
    this.outer = outer;
    this.done = done;
  }

  void end(ContextException why) {
    error = why;
    done.close();
  }

  @Override
  public Optional<Instant> deadline() {
    return outer.deadline();
  }

  @Override
  public ReceiveChannel<Void> done() {
    return done;
  }

  @Override
  public ContextException error() {
    return error;
  }

  @Override
  public <V> V value(Key<V> key) {
    return outer.value(key);
  }

  @Override
  public String toString() {
    return "foreign";
  }
}
