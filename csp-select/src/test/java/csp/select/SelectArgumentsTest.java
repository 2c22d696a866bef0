// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import csp.SendChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Bad input: the exact texts. */
class SelectArgumentsTest {
  private static final String HANDLER = "handler must not be null";
  private static final String CHANNEL = "channel must not be null";

  private final Channel<Integer> channel = Channel.unbuffered();

  private static void assertNull(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(NullPointerException.class).hasMessage(message);
  }

  @Test
  void arrayOfClausesMustNotBeNull() {
    String message = "clauses must not be null";
    assertNull(message, () -> select((Clause<Integer>[]) null));
    assertNull(message, () -> selectFirst((Clause<Integer>[]) null));
    assertNull(message, () -> Selector.random((Clause<?>[]) null));
    assertNull(message, () -> Selector.priority((Clause<?>[]) null));
    assertNull(message, () -> Selector.roundRobin((Clause<?>[]) null));
  }

  @Test
  void receiveClauseNeedsChannelAndHandler() {
    ReceiveChannel<Integer> none = null;
    assertNull(CHANNEL, () -> onReceive(none, value -> value));
    assertNull(CHANNEL, () -> doOnReceive(none, value -> {}));
    assertNull(HANDLER, () -> onReceive(channel, null));
    assertNull(HANDLER, () -> doOnReceive(channel, null));
    ReceiveClause<Integer, Integer> clause = onReceive(channel, value -> value);
    assertNull(HANDLER, () -> clause.onClosed((InterruptibleSupplier<Integer>) null));
    assertNull(HANDLER, () -> clause.onClosed((InterruptibleRunnable) null));
    assertNull(HANDLER, () -> clause.onClosed((InterruptibleFunction<Throwable, Integer>) null));
  }

  @Test
  void sendClauseNeedsChannelValueAndHandler() {
    SendChannel<Integer> none = null;
    InterruptibleSupplier<Integer> noSupplier = null;
    InterruptibleRunnable noRunnable = null;
    Supplier<Integer> noValue = null;
    assertNull(CHANNEL, () -> onSend(none, 1, () -> 1));
    assertNull(CHANNEL, () -> onSend(none, 1, () -> {}));
    assertNull(CHANNEL, () -> onSendOf(none, () -> 1, () -> 1));
    assertNull(CHANNEL, () -> onSendOf(none, () -> 1, () -> {}));
    assertNull(HANDLER, () -> onSend(channel, 1, noSupplier));
    assertNull(HANDLER, () -> onSend(channel, 1, noRunnable));
    assertNull(HANDLER, () -> onSendOf(channel, () -> 1, noSupplier));
    assertNull(HANDLER, () -> onSendOf(channel, () -> 1, noRunnable));
    assertNull("value must not be null", () -> onSendOf(channel, noValue, () -> 1));
    assertNull("value must not be null", () -> onSendOf(channel, noValue, () -> {}));
    String element = "value must not be null: null is never an element";
    assertNull(element, () -> onSend(channel, (Integer) null, () -> 1));
    assertNull(element, () -> onSend(channel, (Integer) null, () -> {}));
  }

  @Test
  void defaultAndTimeoutNeedHandlers() {
    assertNull(HANDLER, () -> onDefault((InterruptibleSupplier<Integer>) null));
    assertNull(HANDLER, () -> onDefault((InterruptibleRunnable) null));
    assertNull(HANDLER, () -> onTimeout(Duration.ZERO, (InterruptibleSupplier<Integer>) null));
    assertNull(HANDLER, () -> onTimeout(Duration.ZERO, (InterruptibleRunnable) null));
    assertNull("timeout must not be null", () -> onTimeout(null, () -> 1));
    assertNull("timeout must not be null", () -> onTimeout(null, () -> {}));
  }

  @Test
  void otherClausesNeedTheirSourceAndHandler() {
    Cancellation cancellation = new TestCancellation();
    assertNull("cancellation must not be null", () -> onDone(null, error -> 1));
    assertNull("cancellation must not be null", () -> doOnDone(null, error -> {}));
    assertNull(HANDLER, () -> onDone(cancellation, null));
    assertNull(HANDLER, () -> doOnDone(cancellation, null));
    assertNull("future must not be null", () -> onComplete(null, (value, failure) -> 1));
    assertNull(HANDLER, () -> onComplete(new CompletableFuture<Integer>(), null));
    assertNull("thread must not be null", () -> onEnd(null, () -> 1));
    assertNull("thread must not be null", () -> onEnd(null, () -> {}));
    Thread thread = Thread.currentThread();
    assertNull(HANDLER, () -> onEnd(thread, (InterruptibleSupplier<Integer>) null));
    assertNull(HANDLER, () -> onEnd(thread, (InterruptibleRunnable) null));
  }

  @Test
  void cancellationMustHaveADoneChannel() {
    Cancellation broken =
        new Cancellation() {
          @Override
          public ReceiveChannel<?> done() {
            return null;
          }

          @Override
          public RuntimeException error() {
            return null;
          }
        };
    assertNull("the done channel must not be null", () -> onDone(broken, error -> 1));
  }

  @Test
  void guardMustNotBeNull() {
    String message = "guard must not be null";
    assertNull(message, () -> onReceive(channel, value -> 1).when(null));
    assertNull(message, () -> onReceive(channel, value -> 1).when(() -> true).when(null));
    assertNull(message, () -> onSend(channel, 1, () -> 1).when(null));
    assertNull(message, () -> onDefault(() -> 1).when(null));
    assertNull(message, () -> onTimeout(Duration.ZERO, () -> 1).when(null));
    assertNull(message, () -> onDone(new TestCancellation(), error -> 1).when(null));
    assertNull(message, () -> onEnd(Thread.currentThread(), () -> 1).when(null));
    assertNull(
        message,
        () -> onComplete(new CompletableFuture<Integer>(), (value, failure) -> 1).when(null));
  }

  @Test
  void threadMustHaveBeenStarted() {
    Thread thread = Thread.ofVirtual().name("lazy").unstarted(() -> {});
    String message = "thread must have been started, was new: " + thread;
    assertThatThrownBy(() -> onEnd(thread, () -> 1))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> onEnd(thread, () -> {}))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
