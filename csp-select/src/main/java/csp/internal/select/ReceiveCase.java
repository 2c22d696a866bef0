// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.internal.channel.SelectPort;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import csp.select.Clause;
import csp.select.InterruptibleConsumer;
import csp.select.InterruptibleFunction;
import csp.select.InterruptibleRunnable;
import csp.select.InterruptibleSupplier;
import csp.select.ReceiveClause;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Receives from a channel. */
public final class ReceiveCase<T, R> extends Case<R> implements ReceiveClause<T, R> {
  private final @Nullable SelectPort<T> port; // null for the nil channel
  private final InterruptibleFunction<? super @Nullable T, ? extends R> handler;
  private final @Nullable InterruptibleFunction<? super @Nullable Throwable, ? extends R> onClosed;

  /** A case without a guard that hands the end to {@code handler} too. */
  public ReceiveCase(
      @Nullable SelectPort<T> port,
      InterruptibleFunction<? super @Nullable T, ? extends R> handler) {
    this(null, port, handler, null);
  }

  private ReceiveCase(
      @Nullable BooleanSupplier guard,
      @Nullable SelectPort<T> port,
      InterruptibleFunction<? super @Nullable T, ? extends R> handler,
      @Nullable InterruptibleFunction<? super @Nullable Throwable, ? extends R> onClosed) {
    super(guard);
    this.port = port;
    this.handler = handler;
    this.onClosed = onClosed;
  }

  @Override
  public ReceiveCase<T, R> when(BooleanSupplier condition) {
    return new ReceiveCase<>(both(guard(), condition), port, handler, onClosed);
  }

  @Override
  public Clause<R> onClosed(InterruptibleSupplier<? extends R> end) {
    Objects.requireNonNull(end, "handler must not be null");
    return closing(cause -> {
      open().afterReceive(SelectPort.CLOSED); // throws if there is a cause
      return end.get();
    });
  }

  @Override
  public Clause<R> onClosed(InterruptibleRunnable end) {
    Objects.requireNonNull(end, "handler must not be null");
    return onClosed(Handlers.result(end));
  }

  @Override
  public Clause<R> onClosed(InterruptibleFunction<? super @Nullable Throwable, ? extends R> end) {
    return closing(Objects.requireNonNull(end, "handler must not be null"));
  }

  @Override
  public Clause<R> doOnClosed(InterruptibleConsumer<? super @Nullable Throwable> end) {
    return closing(Handlers.result(Objects.requireNonNull(end, "handler must not be null")));
  }

  private Clause<R> closing(InterruptibleFunction<? super @Nullable Throwable, ? extends R> end) {
    return new ReceiveCase<>(guard(), port, handler, end);
  }

  @Override
  protected boolean isNever() {
    return port == null;
  }

  @Override
  protected @Nullable Object operand() {
    return port == null ? DISABLED : null;
  }

  @Override
  protected boolean isLast(Object outcome) {
    return outcome == SelectPort.CLOSED;
  }

  @Override
  protected boolean isSilentEnd(Object outcome) {
    return outcome == SelectPort.CLOSED && onClosed == null && open().closeCause() == null;
  }

  @Override
  protected WaitSite site() {
    return open().site();
  }

  @Override
  protected boolean seemsToWait() {
    return open().seemsEmpty();
  }

  @Override
  protected Object tryStep(@Nullable Object operand) {
    return open().receiveStep();
  }

  @Override
  protected void enqueue(Sudog sudog, @Nullable Object operand) {
    open().enqueueReceive(sudog);
  }

  @Override
  protected void leave(Sudog sudog) {
    WaitSite site = site();
    site.lock();
    open().dequeueReceive(sudog);
    site.unlockAndWake();
  }

  @Override
  protected Object outcome(Sudog fired) {
    return open().received(fired);
  }

  @Override
  @SuppressWarnings("NullAway") // does not see that "? super @Nullable" takes null
  protected @Nullable R finish(Object outcome) throws InterruptedException {
    if (outcome == SelectPort.CLOSED && onClosed != null) {
      return onClosed.apply(open().closeCause());
    }
    return handler.apply(open().afterReceive(outcome));
  }

  private SelectPort<T> open() {
    return Objects.requireNonNull(port);
  }

  @Override
  public String toString() {
    return "receive from " + (port == null ? "nil channel" : port);
  }
}
