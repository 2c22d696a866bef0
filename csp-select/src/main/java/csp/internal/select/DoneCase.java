// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.Cancellation;
import csp.internal.channel.Limits;
import csp.internal.channel.SelectPort;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import csp.select.Clause;
import csp.select.InterruptibleFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a cancellation. */
public final class DoneCase<R> extends Case<R> {
  private final Cancellation cancellation;
  private final InterruptibleFunction<? super RuntimeException, ? extends R> handler;
  private final ReceiveCase<?, R> done;

  /** A case without a guard. */
  public DoneCase(
      Cancellation cancellation,
      InterruptibleFunction<? super RuntimeException, ? extends R> handler) {
    this(
        null,
        cancellation,
        handler,
        new ReceiveCase<>(SelectPort.of(Limits.doneOf(cancellation)), ignored -> null));
  }

  /** A case that throws the error of {@code cancellation}. */
  static <R> DoneCase<R> throwing(Cancellation cancellation) {
    return new DoneCase<>(
        cancellation,
        error -> {
          throw error;
        });
  }

  private DoneCase(
      @Nullable BooleanSupplier guard,
      Cancellation cancellation,
      InterruptibleFunction<? super RuntimeException, ? extends R> handler,
      ReceiveCase<?, R> done) {
    super(guard);
    this.cancellation = cancellation;
    this.handler = handler;
    this.done = done;
  }

  @Override
  public Clause<R> when(BooleanSupplier condition) {
    return new DoneCase<>(both(guard(), condition), cancellation, handler, done);
  }

  @Override
  protected boolean isNever() {
    return done.isNever();
  }

  @Override
  protected @Nullable Object operand() {
    return done.operand();
  }

  @Override
  protected boolean isLast(Object outcome) {
    return true;
  }

  @Override
  protected WaitSite site() {
    return done.site();
  }

  @Override
  protected Object tryStep(@Nullable Object operand) {
    return done.tryStep(operand);
  }

  @Override
  protected void enqueue(Sudog sudog, @Nullable Object operand) {
    done.enqueue(sudog, operand);
  }

  @Override
  protected void leave(Sudog sudog) {
    done.leave(sudog);
  }

  @Override
  protected Object outcome(Sudog fired) {
    return done.outcome(fired);
  }

  @Override
  protected @Nullable R finish(Object outcome) throws InterruptedException {
    return handler.apply(Limits.errorOf(cancellation));
  }

  @Override
  public String toString() {
    return "end of " + cancellation;
  }
}
