// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.Cancellation;
import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import csp.internal.park.WaitSite;
import csp.internal.park.Waiter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A wait that a {@link Cancellation} may end: one waiter, queued at its site and as a receiver on
 * the cancellation's done channel. Whichever fires it first wins (P1); the two locks are never held
 * together.
 */
public final class CancellableWait implements WaitMode {
  private final Cancellation cancellation;

  /** A wait that {@code cancellation} may end. */
  public CancellableWait(Cancellation cancellation) {
    this.cancellation = Objects.requireNonNull(cancellation, "cancellation must not be null");
  }

  /** Throws because the thread is interrupted, or because the cancellation has ended. */
  @Override
  public void begin() throws InterruptedException {
    Parker.checkInterrupt();
    RuntimeException error = cancellation.error();
    if (error != null) {
      throw error;
    }
  }

  /**
   * Returns true, or throws.
   *
   * @throws RuntimeException the cancellation's error, if it ended first
   * @throws InterruptedException if interrupted first
   */
  @Override
  public boolean await(Sudog sudog, WaitSite site, ParkReason reason) throws InterruptedException {
    Waiter waiter = sudog.waiter();
    @Nullable ChannelCore<?> done;
    try {
      done = ChannelCore.of(Limits.doneOf(cancellation));
    } catch (RuntimeException | Error failure) {
      if (waiter.cancel()) { // P1: otherwise a peer was faster, and that counts
        throw failure;
      }
      return true;
    }
    return done == null // nil: nothing will cancel
        ? Parker.await(waiter, site, reason, Parker.FOREVER)
        : await(waiter, site, reason, done);
  }

  private boolean await(Waiter waiter, WaitSite site, ParkReason reason, ChannelCore<?> done)
      throws InterruptedException {
    Sudog ended = new Sudog(waiter);
    done.lock();
    if (done.receiveStep() != SelectPort.WOULD_WAIT) {
      done.unlockAndWake();
      if (waiter.cancel()) {
        throw Limits.errorOf(cancellation);
      }
      return true; // a peer was faster
    }
    done.enqueueReceive(ended);
    done.unlockAndWake();
    try {
      Parker.await(waiter, site, reason, Parker.FOREVER);
    } finally {
      if (waiter.fired() != ended) {
        done.lock();
        done.dequeueReceive(ended); // P4
        done.unlock();
      }
    }
    if (waiter.fired() == ended) {
      throw Limits.errorOf(cancellation);
    }
    return true;
  }
}
