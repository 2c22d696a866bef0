// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.internal.park.ParkReason;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import csp.internal.park.WaitQueues;
import org.jspecify.annotations.Nullable;

/**
 * A buffered channel whose sender may send only what was granted to it, and never waits. One other
 * thread makes the grants: it waits until enough elements were received.
 */
public final class MeteredChannel<T> extends StandardChannel<T> {
  /*
   * Counted under the lock, while the channel is open and has started:
   *
   * M1  granted + length() + free == capacity(). So what was granted has a slot, and a sender never waits.
   * M2  free < batch, or nobody waits for a grant: the step that frees the last slot of a batch fires.
   * M3  Closed => nobody waits for a grant.
   *
   * A grant is for half of the buffer, so that the sender has something to do while the next one is on its
   * way, and so that not every receive wakes a thread.
   *
   * HB-lock: offer -> receive of the same element -> the grant of its slot (all under the lock).
   */

  /** What became of an element that was offered. */
  public enum Offer {
    /** It is received, or buffered. */
    TAKEN,
    /** It is dropped: the channel is closed. */
    CLOSED,
    /** It is dropped: nothing is granted. */
    NOT_GRANTED
  }

  private final int batch;
  private final WaitQueues granters = new WaitQueues(); // guarded by the lock; at most one
  private int granted; // guarded by the lock: what may still be offered
  private int free; // guarded by the lock: slots that are neither used nor granted

  /** An open, empty channel. It grants nothing before {@link #start}. */
  public MeteredChannel(@Nullable String name, int capacity) {
    super(name, Limits.atLeast("capacity", 1, capacity));
    this.batch = capacity - capacity / 2;
  }

  /** Lets the first grant, of the whole capacity, be made. Once. */
  public void start() {
    lock();
    freeStep(capacity());
    unlockAndWake();
  }

  /** Sends {@code value} if that was granted. Never waits. */
  public Offer offer(T value) {
    Limits.element(value);
    lock();
    try {
      if (isClosed()) {
        return Offer.CLOSED;
      }
      if (granted == 0) {
        return Offer.NOT_GRANTED;
      }
      if (deliver(value)) {
        freeStep(1);
      } else {
        buffer().add(value); // M1: there is room
      }
      granted--; // last: when the buffer could not grow, nothing has changed
      return Offer.TAKEN;
    } finally {
      unlockAndWake();
    }
  }

  /**
   * Waits, as {@code mode} does, until slots are free, and grants them; or until the channel is
   * closed.
   *
   * @return how many elements are granted; 0 if the channel is closed
   * @throws InterruptedException if interrupted first; nothing is granted
   */
  public int grant(WaitMode mode) throws InterruptedException {
    mode.begin();
    lock();
    if (isClosed() || free >= batch) {
      return grantAndUnlock();
    }
    Sudog sudog = new Sudog();
    granters.enqueue(QUEUE, sudog);
    unlockAndWake();
    boolean fired = false;
    try {
      fired = mode.await(sudog, this, ParkReason.CHAN_SEND); // for room, as a sender does
    } finally {
      if (!fired) {
        lock();
        granters.dequeue(QUEUE, sudog); // P4
        unlock();
      }
    }
    lock();
    return grantAndUnlock();
  }

  private int grantAndUnlock() {
    int more = isClosed() ? 0 : free;
    free -= more;
    granted += more;
    unlockAndWake();
    return more;
  }

  /** Closes, because of {@code cause} if there is one. False if the channel is closed already. */
  public boolean end(@Nullable Throwable cause) {
    lock();
    boolean ended = closeStep(cause);
    granters.fireAll(QUEUE, this, false); // M3
    unlockAndWake();
    return ended;
  }

  @Override
  public Object receiveStep() {
    Object received = super.receiveStep();
    if (received != CLOSED && received != WOULD_WAIT) {
      freeStep(1);
    }
    return received;
  }

  /** How many wait for a grant, or have left their sudog behind. Lock held; for tests. */
  int granting() {
    return granters.queued(QUEUE);
  }

  private void freeStep(int slots) {
    free += slots;
    if (free >= batch) {
      granters.fireFirst(QUEUE, this, true); // M2
    }
  }
}
