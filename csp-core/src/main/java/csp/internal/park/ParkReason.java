// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

/** Why a thread is parked, one constant per cause, each with the text of a Go goroutine dump. */
public enum ParkReason {
  /** Waiting to receive. */
  CHAN_RECEIVE("chan receive"),
  /** Waiting to send. */
  CHAN_SEND("chan send"),
  /** Receiving from the nil channel: for ever. */
  CHAN_RECEIVE_NIL("chan receive (nil chan)"),
  /** Sending on the nil channel: for ever. */
  CHAN_SEND_NIL("chan send (nil chan)"),
  /** Waiting in a select. */
  SELECT("select"),
  /** A select without clauses: for ever. */
  SELECT_NO_CASES("select (no cases)"),
  /** Sleeping. */
  SLEEP("sleep"),
  /** Waiting for a signal of a condition. */
  COND_WAIT("sync.Cond.Wait"),
  /** Waiting for a mutex. */
  MUTEX_LOCK("sync.Mutex.Lock"),
  /** Waiting to read. */
  RWMUTEX_RLOCK("sync.RWMutex.RLock"),
  /** Waiting to write. */
  RWMUTEX_LOCK("sync.RWMutex.Lock"),
  /** Waiting for a group. */
  WAITGROUP_WAIT("sync.WaitGroup.Wait"),
  /** Waiting for a spin lock, after having spun in vain. */
  SPIN_LOCK("sync.SpinLock.Lock"),
  /** Waiting for a semaphore. */
  SEMACQUIRE("semacquire"),
  /** The library's timer thread, with nothing due. */
  TIMERS_IDLE("timers (idle)");

  private final String text;

  ParkReason(String text) {
    this.text = text;
  }

  /** The text of a goroutine dump. */
  @Override
  public String toString() {
    return text;
  }
}
