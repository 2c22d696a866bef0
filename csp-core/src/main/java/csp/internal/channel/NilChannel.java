// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.Cancellation;
import csp.Channel;
import csp.InterruptedReceiveException;
import csp.InterruptedSendException;
import csp.Received;
import csp.internal.park.ParkReason;
import csp.internal.park.SpinPolicy;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import csp.internal.park.WaitSite;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The nil channel: nothing ever happens on it. Stateless, so there is one. */
public final class NilChannel<T> extends WaitSite implements Channel<T> {
  private static final NilChannel<Object> INSTANCE = new NilChannel<>();

  private NilChannel() {
    super(SpinPolicy.NEVER);
  }

  /** The nil channel. */
  @SuppressWarnings("unchecked") // it never holds an element
  public static <T> NilChannel<T> instance() {
    return (NilChannel<T>) INSTANCE;
  }

  @Override
  public void send(T value) throws InterruptedException {
    Limits.element(value);
    idle(ParkReason.CHAN_SEND_NIL, WaitMode.INTERRUPTIBLE);
  }

  @Override
  public void send(T value, Cancellation cancellation) throws InterruptedException {
    Limits.element(value);
    idle(ParkReason.CHAN_SEND_NIL, new CancellableWait(cancellation));
  }

  @Override
  public boolean trySend(T value) {
    Limits.element(value);
    return false;
  }

  @Override
  public boolean trySend(T value, Duration timeout) throws InterruptedException {
    Limits.element(value);
    idle(ParkReason.CHAN_SEND_NIL, WaitMode.within(Limits.nanos(timeout, "timeout")));
    return false;
  }

  @Override
  public void sendAll(Iterable<? extends T> values) throws InterruptedException {
    sendAll(values, WaitMode.INTERRUPTIBLE);
  }

  @Override
  public void sendAll(Iterable<? extends T> values, Cancellation cancellation)
      throws InterruptedException {
    Objects.requireNonNull(values, "values must not be null");
    sendAll(values, new CancellableWait(cancellation));
  }

  private void sendAll(Iterable<? extends T> values, WaitMode mode) throws InterruptedException {
    Objects.requireNonNull(values, "values must not be null");
    BatchWait batch = new BatchWait(mode);
    Iterable<?> checked =
        values instanceof Collection<?> all
            ? List.of(BatchSend.copy(all))
            : ReceiveIterator.over(values, batch);
    try {
      batch.begin();
      for (Object value : checked) {
        Limits.element(value);
        idle(ParkReason.CHAN_SEND_NIL, batch);
      }
    } catch (InterruptedException interrupted) {
      throw new InterruptedSendException(0);
    } catch (InterruptedReceiveException interrupted) { // the source is a channel too
      Thread.interrupted();
      throw new InterruptedSendException(0);
    }
  }

  @Override
  public @Nullable T receive() throws InterruptedException {
    return receive(WaitMode.INTERRUPTIBLE);
  }

  @Override
  public @Nullable T receive(Cancellation cancellation) throws InterruptedException {
    return receive(new CancellableWait(cancellation));
  }

  @Nullable T receive(WaitMode mode) throws InterruptedException {
    idle(ParkReason.CHAN_RECEIVE_NIL, mode);
    return null;
  }

  @Override
  public Received<T> tryReceive() {
    return Received.empty();
  }

  @Override
  public Received<T> tryReceive(Duration timeout) throws InterruptedException {
    idle(ParkReason.CHAN_RECEIVE_NIL, WaitMode.within(Limits.nanos(timeout, "timeout")));
    return Received.empty();
  }

  @Override
  public int receiveBatch(Collection<? super T> sink, int max) throws InterruptedException {
    return receiveBatch(sink, max, WaitMode.INTERRUPTIBLE);
  }

  @Override
  public int receiveBatch(Collection<? super T> sink, int max, Cancellation cancellation)
      throws InterruptedException {
    Objects.requireNonNull(sink, "sink must not be null");
    Limits.atLeast("max", 1, max);
    return receiveBatch(sink, max, new CancellableWait(cancellation));
  }

  private int receiveBatch(Collection<? super T> sink, int max, WaitMode mode)
      throws InterruptedException {
    Objects.requireNonNull(sink, "sink must not be null");
    Limits.atLeast("max", 1, max);
    idle(ParkReason.CHAN_RECEIVE_NIL, mode);
    return 0;
  }

  @Override
  public int drainTo(Collection<? super T> sink, int max) {
    Objects.requireNonNull(sink, "sink must not be null");
    Limits.atLeast("max", 0, max);
    return 0;
  }

  @Override
  public void close() {
    throw new IllegalStateException("close of nil channel");
  }

  @Override
  public void close(Throwable cause) {
    Objects.requireNonNull(cause, "cause must not be null");
    close();
  }

  @Override
  public boolean tryClose() {
    throw new IllegalStateException("close of nil channel");
  }

  @Override
  public String name() {
    return "nil";
  }

  @Override
  public int length() {
    return 0;
  }

  @Override
  public int capacity() {
    return 0;
  }

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public boolean isDrained() {
    return false;
  }

  @Override
  public int waitingSenders() {
    return 0;
  }

  @Override
  public int waitingReceivers() {
    return 0;
  }

  @Override
  public String toString() {
    return "nil channel";
  }

  /** Waits until something other than this channel ends the wait. */
  private void idle(ParkReason reason, WaitMode mode) throws InterruptedException {
    mode.begin();
    mode.await(new Sudog(), this, reason);
  }
}
