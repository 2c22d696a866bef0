// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import csp.ChannelClosedException;
import csp.ReceiveChannel;
import csp.internal.channel.SelectPort;
import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import csp.internal.park.Waiter;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The next element of a channel, as a future: a receive that others may take back. */
final class FutureReceive<T> extends CompletableFuture<@Nullable T> {
  /*
   * One waiter decides: a sender or a close fires it through `receive`, as any receiver's; who wants to
   * complete the future in another way fires it through `withdrawn`, first.
   *
   * R1  An element is taken exactly if `receive` has fired, and then it completes the future. Whoever loses
   *     the claim changes nothing.
   * R2  `receive` is queued by the thread that asks for the future, before that has it: so futures are
   *     served in the order in which they were asked for.
   * R3  The goroutine completes the future with what came, so that what hangs on it runs under no lock and
   *     in no sender's thread. It does not start before `receive` is queued; who fires may be faster.
   */

  private final SelectPort<T> port;
  private final Thread goroutine = Thread.ofVirtual().name("next").unstarted(this::await);
  private final Waiter waiter = new Waiter(goroutine);
  private final Sudog receive = new Sudog(waiter);
  private final Sudog withdrawn = new Sudog(waiter);

  private FutureReceive(SelectPort<T> port) {
    this.port = port;
  }

  /** A future of the next element, whose goroutine {@code starter} starts if it must wait. */
  static <T> CompletableFuture<@Nullable T> of(
      ReceiveChannel<T> channel, Consumer<? super Thread> starter) {
    SelectPort<T> port = SelectPort.of(channel);
    if (port == null) {
      return new CompletableFuture<>(); // the nil channel never completes it
    }
    FutureReceive<T> future = new FutureReceive<>(port);
    future.begin(starter);
    return future;
  }

  private void begin(Consumer<? super Thread> starter) {
    WaitSite site = port.site();
    site.lock();
    Object received = port.receiveStep();
    if (received != SelectPort.WOULD_WAIT) {
      site.unlockAndWake();
      settle(received);
      return;
    }
    port.enqueueReceive(receive); // R2
    site.unlockAndWake();
    try {
      starter.accept(goroutine);
    } catch (Throwable thrown) {
      if (withdraw()) {
        throw thrown;
      }
      await(); // R1: something has come already
    }
  }

  /** The goroutine. */
  private void await() {
    Parker.awaitUninterruptibly(waiter, port.site(), ParkReason.CHAN_RECEIVE);
    if (waiter.fired() == receive) {
      settle(port.received(receive));
    }
  }

  /** Completes the future with what came. */
  private void settle(Object received) {
    @Nullable T value;
    try {
      value = port.afterReceive(received);
    } catch (ChannelClosedException failed) {
      super.completeExceptionally(Objects.requireNonNull(failed.getCause()));
      return;
    }
    super.complete(value);
  }

  /** Takes the receive back. False if an element or the end was faster, or another withdrawal. */
  private boolean withdraw() {
    if (isDone()) {
      return false;
    }
    WaitSite site = port.site();
    site.lock();
    port.dequeueReceive(receive); // P4; it is off already if it has fired
    boolean first = withdrawn.fire(site, false); // R1
    site.unlockAndWake();
    return first;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return withdraw() ? super.cancel(mayInterruptIfRunning) : isCancelled();
  }

  @Override
  public boolean complete(@Nullable T value) {
    return withdraw() && super.complete(value);
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    Objects.requireNonNull(failure, "failure must not be null");
    return withdraw() && super.completeExceptionally(failure);
  }

  @Override
  public CompletableFuture<@Nullable T> completeAsync(
      Supplier<? extends @Nullable T> supplier, Executor executor) {
    Objects.requireNonNull(supplier, "supplier must not be null");
    executor.execute(() -> complete(supplier));
    return this;
  }

  private void complete(Supplier<? extends @Nullable T> supplier) {
    if (isDone()) {
      return;
    }
    try {
      complete(supplier.get());
    } catch (Throwable thrown) {
      completeExceptionally(thrown);
    }
  }

  @Override
  public void obtrudeValue(@Nullable T value) {
    withdraw();
    super.obtrudeValue(value);
  }

  @Override
  public void obtrudeException(Throwable failure) {
    Objects.requireNonNull(failure, "failure must not be null");
    withdraw();
    super.obtrudeException(failure);
  }
}
