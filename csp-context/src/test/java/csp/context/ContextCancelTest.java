// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static csp.context.Contexts.assertCanceled;
import static csp.context.Contexts.assertOpen;
import static csp.context.Contexts.links;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a cancel does to a tree: section 16.3 of the rules. */
class ContextCancelTest {
  private static final int DEEP = 1_000_000;
  private static final int WIDE = 100_000;
  private static final int FEW = 64; // links that a set may leave behind
  private static final Key<String> USER = Key.named("user");
  private final CancellableContext root = Context.withCancel(Context.background());

  @Test
  void whenCancelReturnsEveryDescendantHasEnded() {
    List<Context> all = new ArrayList<>(List.of(root));
    for (int i = 0; i < 500; i++) {
      Context parent = all.get(i / 3);
      all.add(
          switch (i % 4) {
            case 0 -> Context.withCancel(parent);
            case 1 -> Context.withTimeout(parent, Duration.ofHours(1));
            case 2 -> Context.withValue(parent, USER, "bob");
            default -> Context.withCancel(new WrapperContext(parent));
          });
    }
    all.forEach(Contexts::assertOpen);
    root.cancel();
    all.forEach(Contexts::assertCanceled);
  }

  @Test
  void onlyWhatIsBelowEnds() {
    CancellableContext left = Context.withCancel(root);
    CancellableContext right = Context.withCancel(root);
    Context leftmost = Context.withCancel(left);
    Context middle = Context.withCancel(right);
    left.cancel();
    assertCanceled(left);
    assertCanceled(leftmost);
    for (Context open : List.of(root, right, middle)) {
      assertOpen(open);
    }
  }

  @Test
  void cancelledChildLeavesItsParent() {
    List<CancellableContext> children = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      children.add(Context.withCancel(root));
    }
    assertThat(links(root)).isEqualTo(1000);
    children.forEach(CancellableContext::cancel);
    assertThat(links(root)).isLessThanOrEqualTo(FEW);
  }

  @Test
  void endedParentForgetsItsChildren() {
    for (int i = 0; i < 100; i++) {
      Context.withCancel(Context.withCancel(root));
    }
    root.cancel();
    assertThat(links(root)).isZero();
    assertCanceled(Context.withCancel(root));
    assertThat(links(root)).isZero();
  }

  @Test
  void cancelStopsTheTimer() {
    Context timed = Context.withTimeout(root, Duration.ofMillis(50), new Exception("late"));
    root.cancel();
    assertCanceled(timed);
    CancellableContext later = Context.withTimeout(Context.background(), Duration.ofMillis(60));
    Contexts.awaitEnd(later);
    assertCanceled(timed);
    assertThat(timed.error()).hasNoCause();
  }

  @Test
  void cancellingTwiceChangesNothing() {
    AtomicInteger runs = new AtomicInteger();
    Context.afterFunc(root, runs::incrementAndGet);
    for (int i = 0; i < 10; i++) {
      root.cancel();
      root.close();
    }
    Await.until(() -> runs.get() > 0, "task has run");
    assertCanceled(root);
    assertThat(runs).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void manyThreadsMayCancel(ThreadKind kind) {
    Exception[] causes = new Exception[8];
    try (Workers workers = new Workers()) {
      Context child = Context.withCancel(root);
      for (int i = 0; i < causes.length; i++) {
        Exception cause = causes[i] = new Exception("cause " + i);
        workers.start(
            kind,
            "canceller " + i,
            () -> {
              root.cancel(cause);
              assertCanceled(child);
            });
      }
      workers.joinAll();
      assertThat(root.cause()).isIn((Object[]) causes);
      assertThat(child.cause()).isSameAs(root.cause());
    }
  }

  @Test
  void taskOfAnAfterFuncMayCancelAndDeriveAndRegister() throws InterruptedException {
    Channel<Context> derived = Channel.unbuffered();
    CancellableContext parent = Context.withCancel(Context.background());
    CancellableContext child = Context.withCancel(parent);
    Context.afterFunc(
        child,
        () -> {
          child.cancel();
          parent.cancel(new Exception("from inside"));
          Context.afterFunc(child, () -> derived.send(Context.withCancel(child)));
        });
    child.cancel();
    assertCanceled(derived.receive());
    assertCanceled(parent);
    assertThat(parent.error()).hasRootCauseMessage("from inside");
  }

  @Test
  void cancelIgnoresInterrupts() {
    Context child = Context.withCancel(root);
    Thread.currentThread().interrupt();
    root.cancel();
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertCanceled(child);
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsIsEndedWithTheErrorOfItsContext(ThreadKind kind) {
    Channel<Integer> channel = Channel.unbuffered();
    Exception why = new Exception("enough");
    Context context = Context.withValue(Context.withCancel(root), USER, "bob");
    try (Workers workers = new Workers()) {
      Worker<Integer> receiver = workers.start(kind, "receiver", () -> channel.receive(context));
      Worker<Void> waiter = workers.start(kind, "waiter", () -> context.done().receive());
      receiver.awaitParked();
      workers.until(() -> context.done().waitingReceivers() == 2, "both wait");
      root.cancel(why);
      assertThat(receiver.failure())
          .isInstanceOf(CanceledException.class)
          .hasMessage("context canceled")
          .hasCause(why);
      assertThat(receiver.failure().getStackTrace())
          .as("the stack of the one that waited")
          .anyMatch(frame -> frame.getClassName().equals(getClass().getName()));
      waiter.result();
    }
  }

  /** Recursion would overflow the stack. */
  @Test
  void treeMayBeAMillionDeep() {
    CancellableContext context = root;
    for (int i = 0; i < DEEP; i++) {
      context = Context.withCancel(context);
    }
    assertThat(context.deadline()).isEmpty();
    root.cancel(new Exception("top"));
    assertCanceled(context);
    assertThat(context.error()).hasRootCauseMessage("top");
  }

  /** From the inside out each cancel ends one context, and costs no walk over the others. */
  @Test
  void deepTreeMayBeCancelledFromTheInsideOut() {
    List<CancellableContext> all = new ArrayList<>(List.of(root));
    for (int i = 0; i < WIDE; i++) {
      all.add(Context.withCancel(all.getLast()));
    }
    all.reversed().forEach(CancellableContext::cancel);
    all.forEach(context -> assertThat(context.done().isClosed()).isTrue());
  }

  @Test
  void treeMayBeAHundredThousandWide() {
    List<Context> children = new ArrayList<>();
    for (int i = 0; i < WIDE; i++) {
      Context child = Context.withCancel(root);
      if (i % 2 == 0) {
        assertThat(child.done().isClosed()).isFalse();
      }
      children.add(child);
    }
    root.cancel();
    children.forEach(child -> assertThat(child.done().isClosed()).isTrue());
    assertThat(links(root)).isZero();
  }
}
