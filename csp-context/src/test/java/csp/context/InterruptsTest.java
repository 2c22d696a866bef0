// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static csp.context.Contexts.assertCanceled;
import static csp.context.Contexts.assertOpen;
import static csp.context.Contexts.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.InterruptedReceiveException;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InterruptsTest {
  private final Exception why = new Exception("enough");
  private final CancellableContext context = Context.withCancel(Context.background());
  private final CountDownLatch never = new CountDownLatch(1); // knows nothing of contexts

  @AfterEach
  void thisThreadIsNotInterrupted() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void resultAndFailureOfTheBodyComeOut() throws Exception {
    assertThat(Interrupts.call(context, () -> 7)).isEqualTo(7);
    assertThat(Interrupts.<Object>call(context, () -> null)).isNull();
    AtomicInteger runs = new AtomicInteger();
    Interrupts.run(context, runs::incrementAndGet);
    assertThat(runs).hasValue(1);
    assertThatThrownBy(() ->
            Interrupts.run(
                context,
                () -> {
                  throw why;
                }))
        .isSameAs(why);
    assertThatThrownBy(() ->
            Interrupts.run(
                context,
                () -> {
                  throw new StackOverflowError("also errors");
                }))
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void callLeavesNothingBehind() throws Exception {
    for (int i = 0; i < 1000; i++) {
      Interrupts.run(context, () -> {});
    }
    assertThat(links(context)).isLessThanOrEqualTo(64);
    for (int i = 0; i < 1000; i++) {
      assertThatThrownBy(() ->
              Interrupts.run(
                  context,
                  () -> {
                    throw why;
                  }))
          .isSameAs(why);
    }
    assertThat(links(context)).isLessThanOrEqualTo(64);
  }

  @ParameterizedTest
  @EnumSource
  void endOfTheContextInterruptsTheBodyAndBecomesItsError(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      Worker<Void> worker =
          workers.start(
              kind,
              "worker",
              () -> {
                try {
                  Interrupts.run(context, never::await);
                } finally {
                  assertThat(Thread.currentThread().isInterrupted()).isFalse();
                }
              });
      worker.awaitParked();
      context.cancel(why);
      assertThat(worker.failure())
          .isInstanceOf(CanceledException.class)
          .hasMessage("context canceled")
          .hasCause(why);
      assertThat(worker.failure().getSuppressed())
          .hasSize(1)
          .hasOnlyElementsOfType(InterruptedException.class);
    }
  }

  @Test
  void deadlineBecomesItsError() {
    CancellableContext timed = Context.withTimeout(context, Duration.ofMillis(5));
    assertThatThrownBy(() -> Interrupts.run(timed, never::await))
        .isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void everyKindOfInterruptIsTranslated() {
    for (Exception kind :
        List.of(
            new InterruptedException(),
            new InterruptedReceiveException(new InterruptedException()),
            new InterruptedIOException(),
            new ClosedByInterruptException())) {
      CancellableContext each = Context.withCancel(context);
      assertThatThrownBy(() ->
              Interrupts.run(
                  each,
                  () -> {
                    each.cancel();
                    Await.until(() -> Thread.currentThread().isInterrupted(), "interrupt");
                    throw kind;
                  }))
          .isInstanceOf(CanceledException.class)
          .hasSuppressedException(kind);
    }
  }

  @Test
  void otherOutcomesOfAnInterruptedBodyComeOutAndTheInterruptDoesNot() throws Exception {
    int result =
        Interrupts.call(
            context,
            () -> {
              context.cancel();
              Await.until(() -> Thread.currentThread().isInterrupted(), "interrupt");
              return 7;
            });
    assertThat(result).isEqualTo(7);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void interruptFromElsewhereStaysAnInterrupt(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      Worker<Void> parked =
          workers.start(kind, "parked", () -> Interrupts.run(context, never::await));
      parked.interruptAndJoin();
      Worker<Boolean> flagged =
          workers.start(
              kind,
              "flagged",
              () -> {
                Interrupts.run(context, () -> Thread.currentThread().interrupt());
                return Thread.currentThread().isInterrupted();
              });
      assertThat(flagged.result()).as("still interrupted").isTrue();
    }
  }

  @Test
  void bodyIsNotCalledByWhoIsInterruptedOrTooLate() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Interrupts.run(context, () -> why.addSuppressed(new Exception())))
        .isInstanceOf(InterruptedException.class);
    context.cancel();
    assertThatThrownBy(() -> Interrupts.run(context, () -> why.addSuppressed(new Exception())))
        .isInstanceOf(CanceledException.class);
    assertThat(why).hasNoSuppressedExceptions();
  }

  @Test
  void callsMayBeNested() {
    CancellableContext inner = Context.withCancel(Context.background());
    assertThatThrownBy(() ->
            Interrupts.run(
                context,
                () ->
                    Interrupts.run(
                        inner,
                        () -> {
                          context.cancel(why);
                          never.await();
                        })))
        .isInstanceOf(CanceledException.class)
        .hasCause(why);
    assertOpen(inner);
  }

  /** The context ends while the body returns. */
  @ParameterizedTest
  @EnumSource
  void interruptNeverOutlivesTheCall(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      workers.start(
          kind,
          "worker",
          () -> {
            for (int i = 0; i < 5_000; i++) {
              CancellableContext each = Context.withCancel(Context.background());
              int body = i % 500;
              Interrupts.run(
                  each,
                  () -> {
                    each.cancel(); // starts the goroutine that interrupts
                    spin(body);
                  });
              spin(500);
              assertThat(Thread.currentThread().isInterrupted()).as("call %s", i).isFalse();
            }
          });
    }
  }

  /** Seen to fail: an end that does not wait for the delivery. */
  @ParameterizedTest
  @EnumSource
  void endWaitsForAnInterruptThatIsUnderWay(ThreadKind kind) {
    CountDownLatch slow = new CountDownLatch(1);
    Interrupter interrupter = new Interrupter(() -> awaitUninterruptibly(slow));
    try (Workers workers = new Workers()) {
      workers.start(kind, "interrupter", () -> interrupter.interrupt()).awaitParked();
      Worker<Boolean> body =
          workers.start(
              kind,
              "body",
              () -> {
                boolean interrupted = interrupter.end();
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                return interrupted;
              });
      body.awaitParked();
      body.interrupt(); // what comes meanwhile is taken for the one that is awaited
      body.awaitParked();
      slow.countDown();
      assertThat(body.result()).isTrue();
    }
  }

  @Test
  void nobodyIsInterruptedAfterTheEnd() {
    AtomicInteger interrupts = new AtomicInteger();
    Interrupter interrupter = new Interrupter(interrupts::incrementAndGet);
    assertThat(interrupter.end()).isFalse();
    interrupter.interrupt();
    assertThat(interrupts).hasValue(0);
    assertThat(interrupter.end()).as("again").isFalse();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptOfTheBodyCancelsTheContext(ThreadKind kind) {
    Channel<Integer> results = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      Worker<Integer> main =
          workers.start(
              kind, "main", () -> Interrupts.cancelling(context, () -> results.receive()));
      Worker<Integer> other = workers.start(kind, "other", () -> results.receive(context));
      other.awaitParked();
      main.interruptAndJoin();
      assertThat(other.failure()).isInstanceOf(CanceledException.class).hasCause(main.failure());
    }
  }

  @Test
  void interruptThatTheBodyLeavesCancelsTheContextAndStays() throws Exception {
    int result =
        Interrupts.cancelling(
            context,
            () -> {
              Thread.currentThread().interrupt();
              return 7;
            });
    assertThat(result).isEqualTo(7);
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertCanceled(context);
    assertThat(context.cause()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void otherEndsOfTheBodyDoNotCancelTheContext() throws Exception {
    assertThat(Interrupts.cancelling(context, () -> 7)).isEqualTo(7);
    assertThatThrownBy(() ->
            Interrupts.cancelling(
                context,
                () -> {
                  throw why;
                }))
        .isSameAs(why);
    assertOpen(context);
  }

  @Test
  void interruptThatAFailingBodyLeavesCancelsTheContext() {
    assertThatThrownBy(() ->
            Interrupts.cancelling(
                context,
                () -> {
                  Thread.currentThread().interrupt();
                  throw why;
                }))
        .isSameAs(why);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(context.cause()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> Interrupts.call(null, () -> 7))
        .withMessage("context must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> Interrupts.call(context, null))
        .withMessage("body must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> Interrupts.run(context, null))
        .withMessage("body must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> Interrupts.cancelling(null, () -> 7))
        .withMessage("context must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> Interrupts.cancelling(context, null))
        .withMessage("body must not be null");
  }
}
