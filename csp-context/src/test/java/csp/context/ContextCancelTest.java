// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static csp.context.Contexts.assertCanceled;
import static csp.context.Contexts.assertOpen;
import static csp.context.Contexts.links;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /**
   * The first cancel is held up in the middle of its walk. The second one goes on alone, and has
   * ended all that is below when it returns: N3. Seen to fail: a walk that passes over what has
   * ended already; a node that leaves its parent before its children are ended; children that are
   * forgotten before they are visited.
   */
  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "1, 0", "1, 1", "0, 2", "2, 0"})
  void whicheverCancelReturnsAllBelowHasEnded(int first, int second) throws Exception {
    CancellableContext middle = Context.withCancel(root);
    List<CancellableContext> chain = List.of(root, middle, Context.withCancel(middle));
    Context leaf = Context.withCancel(chain.getLast());
    ReceiveChannel<Void> done = leaf.done();
    PausingNode pause = PausingNode.in(chain.getLast());
    try (Workers workers = new Workers()) {
      CancellableContext slow = chain.get(first);
      workers.platform("slow", () -> slow.cancel());
      assertThat(pause.reached.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(done.isClosed()).as("the first cancel is held up").isFalse();
      chain.get(second).cancel();
      assertThat(done.isClosed()).as("ended when the second one has returned").isTrue();
      pause.goOn.countDown();
    }
  }

  /** Seen to fail: a walk that closes the done channel of a parent after those of its children. */
  @Test
  void parentsCloseBeforeChildren() throws Exception {
    Context inner = Context.withCancel(root);
    List<ReceiveChannel<Void>> above = List.of(root.done(), inner.done());
    Context sibling = Context.withCancel(inner);
    ReceiveChannel<Void> below = sibling.done();
    PausingNode pause = PausingNode.in(inner);
    try (Workers workers = new Workers()) {
      workers.platform("slow", () -> root.cancel());
      assertThat(pause.reached.await(20, TimeUnit.SECONDS)).isTrue();
      above.forEach(done -> assertThat(done.isClosed()).isTrue());
      assertThat(below.isClosed()).isFalse();
      pause.goOn.countDown();
    }
    assertThat(below.isClosed()).isTrue();
  }

  /**
   * A canceller that has lost its processor between the end and the close of the done channel is
   * helped by whoever sees the end: N2.
   */
  @Test
  void whoSeesTheEndClosesTheDoneChannel() {
    List<Function<CancelContext, Context>> see =
        List.of(
            context -> {
              assertThat(context.error()).isNotNull();
              return context;
            },
            context -> {
              assertThat(context.cause()).isNotNull();
              return context;
            },
            context -> {
              context.cancel();
              return context;
            },
            Context::withCancel);
    for (Function<CancelContext, Context> each : see) {
      CancelContext context = (CancelContext) Context.withCancel(root);
      ReceiveChannel<Void> done = context.done();
      context.endSilently(End.canceled(null));
      assertThat(done.isClosed()).as("the canceller is slow").isFalse();
      Context seen = each.apply(context);
      assertThat(done.isClosed()).as("closed by who saw the end").isTrue();
      assertCanceled(seen);
    }
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
