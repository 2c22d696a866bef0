// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import java.time.Duration;

/** What the cancellable calls of a run are given, and the limit of those with one. */
final class Ending implements Cancellation {
  /** Longer than what makes a mutex starve. */
  static final Duration LIMIT = Duration.ofMillis(2);

  private final Channel<Void> done = Channel.unbuffered();

  /** The error. */
  static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  void come() {
    done.tryClose();
  }

  @Override
  public ReceiveChannel<?> done() {
    return done;
  }

  @Override
  public RuntimeException error() {
    return done.isClosed() ? new Cancelled() : null;
  }
}
