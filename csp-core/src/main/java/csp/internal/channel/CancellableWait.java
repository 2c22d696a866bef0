// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.Cancellation;
import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A wait that a {@link Cancellation} may end: one waiter, queued on the channel and as a receiver
 * on the cancellation's done channel. Whichever fires it first wins (P1); the two locks are never
 * held together.
 */
final class CancellableWait {
  private final Cancellation cancellation;

  private CancellableWait(Cancellation cancellation) {
    this.cancellation = cancellation;
  }

  /** Starts the call, or throws because the thread is interrupted or the cancellation has ended. */
  static CancellableWait begin(Cancellation cancellation) throws InterruptedException {
    Objects.requireNonNull(cancellation, "cancellation must not be null");
    Parker.checkInterrupt();
    RuntimeException error = cancellation.error();
    if (error != null) {
      throw error;
    }
    return new CancellableWait(cancellation);
  }

  /** The done channel, or null if it is nil: then nothing will cancel. Runs the user's code. */
  @Nullable ChannelCore<?> done() {
    return ChannelCore.of(
        Objects.requireNonNull(cancellation.done(), "the done channel must not be null"));
  }

  /**
   * Waits until {@code sudog}, queued at {@code site}, is fired. If this throws, the caller takes
   * the sudog off its queue.
   *
   * @throws RuntimeException the cancellation's error, if it ended first
   * @throws InterruptedException if interrupted first
   */
  void await(Sudog sudog, WaitSite site, ParkReason reason, @Nullable ChannelCore<?> done)
      throws InterruptedException {
    if (done == null) {
      Parker.await(sudog, site, reason, Parker.FOREVER);
      return;
    }
    Sudog ended = new Sudog(sudog.waiter());
    done.lock();
    if (done.receiveStep() != SelectPort.WOULD_WAIT) {
      done.unlockAndWake();
      if (sudog.waiter().cancel()) {
        throw error();
      }
      return; // a peer was faster
    }
    done.enqueueReceive(ended);
    done.unlockAndWake();
    try {
      Parker.await(sudog.waiter(), site, reason, Parker.FOREVER);
    } finally {
      if (sudog.waiter().fired() != ended) {
        done.lock();
        done.dequeueReceive(ended); // P4
        done.unlock();
      }
    }
    if (sudog.waiter().fired() == ended) {
      throw error();
    }
  }

  private RuntimeException error() {
    return Limits.errorOf(cancellation);
  }
}
