// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static csp.context.Contexts.links;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.Received;
import csp.testkit.Await;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tasks that run when a context ends: section 16.6 of the rules. */
class AfterFuncTest {
  private final CancellableContext context = Context.withCancel(Context.background());
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void taskRunsOnceInAGoroutineWhenTheContextEnds() throws InterruptedException {
    Channel<Thread> ran = Channel.buffered(2);
    AfterFunc registration = Context.afterFunc(context, () -> ran.send(Thread.currentThread()));
    assertThat(ran.tryReceive(Duration.ofMillis(5))).isEqualTo(Received.empty());
    context.cancel();
    Thread thread = ran.receive();
    assertThat(thread.isVirtual()).isTrue();
    assertThat(thread).isNotSameAs(Thread.currentThread());
    assertThat(registration.stop()).isFalse();
    assertThat(ran.tryReceive(Duration.ofMillis(5))).isEqualTo(Received.empty());
  }

  @Test
  void taskSeesItsContextEnded() throws InterruptedException {
    Channel<Boolean> seen = Channel.unbuffered();
    Context.afterFunc(
        context, () -> seen.send(context.done().isClosed() && context.error() != null));
    context.cancel();
    assertThat(seen.receive()).isTrue();
  }

  @Test
  void taskRunsAtOnceIfTheContextHasEnded() throws InterruptedException {
    context.cancel();
    Channel<Thread> ran = Channel.unbuffered();
    AfterFunc registration = Context.afterFunc(context, () -> ran.send(Thread.currentThread()));
    assertThat(ran.receive().isVirtual()).isTrue();
    assertThat(registration.stop()).isFalse();
  }

  @Test
  void cancelDoesNotWaitForTheTask() throws InterruptedException {
    Channel<Integer> hold = Channel.unbuffered();
    Context.afterFunc(context, () -> hold.receive());
    context.cancel();
    hold.send(1);
  }

  @Test
  void registrationsAreIndependent() {
    List<AfterFunc> registrations = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      registrations.add(Context.afterFunc(context, runs::incrementAndGet));
    }
    for (int i = 0; i < 10; i += 2) {
      assertThat(registrations.get(i).stop()).isTrue();
    }
    context.cancel();
    Await.until(() -> runs.get() == 5, "five have run");
    registrations.forEach(registration -> assertThat(registration.stop()).isFalse());
    assertThat(runs).hasValue(5);
  }

  @Test
  void stopPreventsTheTaskAndSaysSoOnce() {
    AfterFunc registration = Context.afterFunc(context, runs::incrementAndGet);
    assertThat(registration.stop()).isTrue();
    assertThat(registration.stop()).isFalse();
    AtomicInteger other = new AtomicInteger();
    Context.afterFunc(context, other::incrementAndGet);
    context.cancel();
    Await.until(() -> other.get() == 1, "the other one has run");
    assertThat(runs).hasValue(0);
    assertThat(registration.stop()).isFalse();
  }

  @Test
  void stopLeavesTheContext() {
    for (int i = 0; i < 1000; i++) {
      Context.afterFunc(context, runs::incrementAndGet).stop();
    }
    assertThat(links(context)).isLessThanOrEqualTo(64);
    Context.afterFunc(context, runs::incrementAndGet);
    int before = links(context);
    Context.withCancel(context);
    assertThat(links(context)).as("a pending task counts as a child").isEqualTo(before + 1);
  }

  @Test
  void whatHasNoEndNeverRunsTheTask() {
    for (Context never : List.of(Context.background(), Context.withoutCancel(context))) {
      AfterFunc registration = Context.afterFunc(never, runs::incrementAndGet);
      context.cancel();
      assertThat(registration.stop()).isTrue();
      assertThat(registration.stop()).isFalse();
    }
    assertThat(runs).hasValue(0);
  }

  @Test
  void foreignContextIsWatchedUntilTheTaskRunsOrIsStopped() throws InterruptedException {
    ForeignContext foreign = new ForeignContext(Context.background());
    AfterFunc registration = Context.afterFunc(foreign, runs::incrementAndGet);
    Await.until(() -> foreign.done.waitingReceivers() == 1, "a goroutine waits");
    assertThat(registration.stop()).isTrue();
    Await.until(() -> foreign.done.waitingReceivers() == 0, "it has ended");
    Channel<Integer> ran = Channel.unbuffered();
    Context.afterFunc(foreign, () -> ran.send(1));
    foreign.end(new CanceledException());
    assertThat(ran.receive()).isEqualTo(1);
    assertThat(runs).hasValue(0);
  }

  @Test
  void whatATaskThrowsStaysInItsGoroutine() throws InterruptedException {
    Channel<Integer> ran = Channel.unbuffered();
    Context.afterFunc(context, () -> ran.send(1));
    Context.afterFunc(
        context,
        () -> {
          throw new InterruptedException("logged at level debug");
        });
    Context.afterFunc(context, () -> ran.send(1));
    context.cancel();
    assertThat(ran.receive() + ran.receive()).isEqualTo(2);
  }

  @Test
  void registrationDoesNotKeepATaskThatWasStopped() {
    WeakReference<Object> kept = new WeakReference<>(new Object());
    AfterFunc registration = register(kept);
    System.gc();
    assertThat(kept.get()).as("pending").isNotNull();
    registration.stop();
    Await.until(
        () -> {
          System.gc();
          return kept.get() == null;
        },
        "collected");
    assertThat(registration.stop()).isFalse();
  }

  private AfterFunc register(WeakReference<Object> kept) {
    Object strong = kept.get();
    return Context.afterFunc(context, () -> assertThat(strong).isNotNull());
  }
}
