// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.internal.channel.SelectPort;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import csp.select.Clause;
import csp.select.InterruptibleSupplier;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends to a channel; the operand is the value. */
public final class SendCase<T, R> extends Case<R> {
  private final @Nullable SelectPort<T> port; // null for the nil channel
  private final Supplier<? extends T> value;
  private final InterruptibleSupplier<? extends R> handler;

  /** A case; null is no guard. */
  public SendCase(
      @Nullable BooleanSupplier guard,
      @Nullable SelectPort<T> port,
      Supplier<? extends T> value,
      InterruptibleSupplier<? extends R> handler) {
    super(guard);
    this.port = port;
    this.value = value;
    this.handler = handler;
  }

  @Override
  public Clause<R> when(BooleanSupplier condition) {
    return new SendCase<>(both(guard(), condition), port, value, handler);
  }

  @Override
  protected boolean isNever() {
    return port == null;
  }

  @Override
  protected boolean hasOperand() {
    return true;
  }

  @Override
  protected Object operand() {
    T evaluated = value.get(); // also for the nil channel, as Go does
    Objects.requireNonNull(evaluated, "value must not be null: null is never an element");
    return port == null ? DISABLED : evaluated;
  }

  @Override
  protected WaitSite site() {
    return open().site();
  }

  @Override
  protected boolean seemsToWait() {
    return open().seemsFull();
  }

  @Override
  @SuppressWarnings("unchecked") // the operand is what the supplier of T gave
  protected Object tryStep(@Nullable Object operand) {
    return open().sendStep((T) Objects.requireNonNull(operand));
  }

  @Override
  protected void enqueue(Sudog sudog, @Nullable Object operand) {
    sudog.element(operand);
    open().enqueueSend(sudog);
  }

  @Override
  protected void leave(Sudog sudog) {
    WaitSite site = site();
    site.lock();
    open().dequeueSend(sudog);
    site.unlockAndWake();
  }

  @Override
  protected Object outcome(Sudog fired) {
    return open().sent(fired);
  }

  @Override
  protected @Nullable R finish(Object outcome) throws InterruptedException {
    open().afterSend(outcome);
    return handler.get();
  }

  private SelectPort<T> open() {
    return Objects.requireNonNull(port);
  }

  @Override
  public String toString() {
    return "send to " + (port == null ? "nil channel" : port);
  }
}
