// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static csp.select.Select.*;

import csp.Cancellation;
import csp.ChannelClosedException;
import csp.ReceiveChannel;
import csp.Received;
import csp.SendChannel;
import csp.internal.park.Parker;
import csp.select.Clause;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the threads of a stage, or the caller of a terminal operation, wait: until what they wait for
 * is there, or they are interrupted, or the cancellation ends, or the stage is stopped.
 */
final class Scope {
  /*
   * A stage is stopped by an interrupt of its goroutines. A function may swallow that, so a flag is set first,
   * and asked after every function, before every wait: the interrupt comes
   *
   *   before the flag is asked   then the flag is set, and whoever has seen the interrupt sees that;
   *   after it                   then no function runs any more, and the wait ends by it.
   *
   * A goroutine that nobody has interrupted yet, for it has just started, finds the flag, too: it is listed
   * before it asks, and the flag is set before the list is read (Crew).
   */

  final Host host;
  private final @Nullable Cancellation cancellation;
  private volatile boolean stopped;

  Scope(Host host, @Nullable Cancellation cancellation) {
    this.host = host;
    this.cancellation = cancellation;
  }

  /** The first half of stopping: the other is to interrupt. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Throws if waiting is over; to be asked before each wait, and each turn of a loop. */
  void check() throws InterruptedException {
    Parker.checkInterrupt();
    if (stopped) {
      throw new InterruptedException("stopped");
    }
    RuntimeException error = cancellation == null ? null : cancellation.error();
    if (error != null) {
      throw error;
    }
  }

  /** The next element of {@code channel}; null at its end. */
  <T> @Nullable T receive(ReceiveChannel<T> channel) throws InterruptedException {
    check();
    try {
      return cancellation == null ? channel.receive() : channel.receive(cancellation);
    } catch (ChannelClosedException closed) {
      throw failureOf(closed);
    }
  }

  /** The next element of {@code channel}, or its end, or nothing when {@code alarm} comes first. */
  <T> Received<T> receive(ReceiveChannel<T> channel, ReceiveChannel<Instant> alarm)
      throws InterruptedException {
    check();
    Clause<Received<T>> next =
        onReceive(channel, Scope::<T>received).onClosed(cause -> Received.<T>closed(cause));
    Clause<Received<T>> late = onReceive(alarm, moment -> Received.<T>empty());
    Received<T> received =
        cancellation == null ? selectFirst(next, late) : selectFirst(cancellation, next, late);
    return Objects.requireNonNull(received);
  }

  /** Sends, waiting for room. */
  <T> void send(SendChannel<T> channel, T value) throws InterruptedException {
    check();
    if (cancellation == null) {
      channel.send(value);
    } else {
      channel.send(value, cancellation);
    }
  }

  /** Waits until {@code nanos} have passed; at once if that is not positive. */
  void sleep(long nanos) throws InterruptedException {
    if (nanos > 0) {
      receive(host.after(nanos));
    } else {
      check();
    }
  }

  private static <T> Received<T> received(@Nullable T value) {
    return new Received.Value<>(Objects.requireNonNull(value));
  }

  /** What a channel was closed with: the failure of a stage, or of who sent to a source. */
  private static RuntimeException failureOf(ChannelClosedException closed) {
    Throwable cause = closed.getCause();
    return StageFailure.of("from", cause == null ? closed : cause);
  }
}
