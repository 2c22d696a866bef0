// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.Channel;
import java.util.concurrent.atomic.AtomicReference;

/** Interrupts a thread at most once, and only until it says that it is enough. */
final class Interrupter {
  /*
   *              the goroutine: its interrupt follows, and then it closes `delivered`
   *   RUNNING  -------------------------------------------------------------------------> INTERRUPTED
   *       \
   *        `----------------------------------------------------------------------------> ENDED
   *              the thread: no interrupt will come
   *
   * A thread that finds INTERRUPTED waits for the delivery, which is a matter of microseconds, and clears it.
   */

  private enum State {
    RUNNING,
    INTERRUPTED,
    ENDED
  }

  private final Runnable delivery; // interrupts the thread
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final Channel<Void> delivered = Channel.unbuffered();

  Interrupter(Runnable delivery) {
    this.delivery = delivery;
  }

  void interrupt() {
    if (state.compareAndSet(State.RUNNING, State.INTERRUPTED)) {
      delivery.run();
      delivered.close();
    }
  }

  /** Returns whether the thread was interrupted; it no longer is then. */
  boolean end() {
    if (state.compareAndSet(State.RUNNING, State.ENDED) || state.get() == State.ENDED) {
      return false;
    }
    while (true) {
      try {
        delivered.receive();
        break;
      } catch (InterruptedException interrupt) {
        // this one, or one that cannot be told from it
      }
    }
    Thread.interrupted(); // in case it came between the receive and its check
    return true;
  }
}
