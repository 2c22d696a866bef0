// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import csp.det.Options;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the scenarios of the sync layer are run. */
final class SyncScenarios {
  private SyncScenarios() {}

  /** As {@link Scenarios#twoPreemptions}, and the races that the sync layer means to have. */
  static Options two() {
    return upTo(2);
  }

  /** The same with three preemptions, for what has not too many schedules. */
  static Options three() {
    return upTo(3);
  }

  private static Options upTo(int preemptions) {
    return Scenarios.library(Options.exhaustive(preemptions))
        .within(Duration.ofMinutes(2)) // of a machine that has much else to do
        .benign("csp.sync.Once$Site.runner", "a thread looks for itself, and only it writes itself")
        .benign("csp.sync.Flight.runner", "a thread looks for itself, and only it writes itself")
        .benign("csp.sync.PoolStripe.length", "an old length misses an item, as a pool may");
  }

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
