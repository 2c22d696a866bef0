// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import org.jspecify.annotations.Nullable;

/** What the scenarios of the sync layer have in common. */
final class SyncScenarios {
  private SyncScenarios() {}

  /** What a cancellation of {@link Ending} ends waits with. */
  static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Ended() {
      super("ended", null, false, false);
    }
  }

  /** The least that ends waits: a channel. */
  static final class Ending implements Cancellation {
    private final Channel<Void> done = Channel.unbuffered();
    private volatile @Nullable RuntimeException error;

    void end() {
      error = new Ended();
      done.close();
    }

    @Override
    public ReceiveChannel<?> done() {
      return done;
    }

    @Override
    public @Nullable RuntimeException error() {
      return error;
    }
  }
}
