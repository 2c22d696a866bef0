// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A cancellation that ends when it is told to, any number of times. */
final class Quit implements Cancellation {
  private final Channel<Void> done = Channel.unbuffered();
  private final String message;

  /** One whose error says {@code message}. */
  Quit(String message) {
    this.message = message;
  }

  void end() {
    done.tryClose();
  }

  @Override
  public ReceiveChannel<?> done() {
    return done;
  }

  @Override
  public @Nullable RuntimeException error() {
    return done.isClosed() ? new CancellationException(message) : null;
  }
}
