// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.Broadcast;
import csp.Cancellation;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A broadcast as its users see it: the core, which is a channel, without its receiving end. */
public final class BroadcastChannel<T> implements Broadcast<T> {
  private final BroadcastCore<T> core;

  /** Open, without subscriptions; {@code name} null gives it one of its own. */
  public BroadcastChannel(@Nullable String name, int capacity) {
    this.core = new BroadcastCore<>(name, capacity);
  }

  /** What is sent to. */
  public BroadcastCore<T> core() {
    return core;
  }

  @Override
  public Subscription<T> subscribe(WhenSlow whenSlow) {
    return core.subscribe(Objects.requireNonNull(whenSlow, "whenSlow must not be null"));
  }

  @Override
  public int subscriptions() {
    return core.subscribers();
  }

  @Override
  public void send(T value) throws InterruptedException {
    core.send(value);
  }

  @Override
  public void send(T value, Cancellation cancellation) throws InterruptedException {
    core.send(value, cancellation);
  }

  @Override
  public boolean trySend(T value) {
    return core.trySend(value);
  }

  @Override
  public boolean trySend(T value, Duration timeout) throws InterruptedException {
    return core.trySend(value, timeout);
  }

  @Override
  public void sendAll(Iterable<? extends T> values) throws InterruptedException {
    core.sendAll(values);
  }

  @Override
  public void sendAll(Iterable<? extends T> values, Cancellation cancellation)
      throws InterruptedException {
    core.sendAll(values, cancellation);
  }

  @Override
  public void close() {
    core.close();
  }

  @Override
  public void close(Throwable cause) {
    core.close(cause);
  }

  @Override
  public boolean tryClose() {
    return core.tryClose();
  }

  @Override
  public String name() {
    return core.name();
  }

  @Override
  public int length() {
    return core.length();
  }

  @Override
  public int capacity() {
    return core.capacity();
  }

  @Override
  public boolean isClosed() {
    return core.isClosed();
  }

  @Override
  public boolean isDrained() {
    return core.isDrained();
  }

  @Override
  public int waitingSenders() {
    return core.waitingSenders();
  }

  @Override
  public int waitingReceivers() {
    return core.receivers();
  }

  @Override
  public String toString() {
    return core.toString();
  }
}
