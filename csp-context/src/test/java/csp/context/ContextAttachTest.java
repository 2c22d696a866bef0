// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static csp.context.Contexts.assertCanceled;
import static csp.context.Contexts.assertExpired;
import static csp.context.Contexts.assertOpen;
import static csp.context.Contexts.awaitEnd;
import static csp.context.Contexts.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import csp.Channel;
import csp.Go;
import csp.ReceiveChannel;
import csp.Task;
import csp.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How a context joins its parent: section 16.4 of the rules. The goroutine that waits for a foreign
 * parent is seen as a receiver on the parent's done channel.
 */
class ContextAttachTest {
  private final Exception why = new Exception("enough");
  private final CancellableContext own = Context.withCancel(Context.background());

  private static void awaitWatchers(ForeignContext foreign, int count) {
    Await.until(() -> foreign.done.waitingReceivers() == count, count + " goroutines wait");
  }

  @Test
  void parentThatNeverEndsIsNotJoined() {
    Context child =
        Context.withCancel(
            new ForeignContext(own, Channel.nil()) {
              @Override
              public <V> V value(Key<V> key) {
                throw new AssertionError("asked for " + key);
              }
            });
    own.cancel();
    assertOpen(child);
  }

  @Test
  void endedParentEndsTheChildAtOnce() {
    own.cancel(why);
    assertCanceled(Context.withCancel(own));
    ForeignContext foreign = new ForeignContext(Context.background());
    foreign.end(new DeadlineExceededException(why));
    Context child = Context.withCancel(foreign);
    assertExpired(child);
    assertThat(child.cause()).isSameAs(why);
  }

  @Test
  void ownParentGetsAChildAndNoGoroutine() {
    Context child = Context.withCancel(Context.withValue(own, Key.named("user"), "bob"));
    assertThat(links(own)).isEqualTo(1);
    assertThat(own.done().waitingReceivers()).isZero();
    own.cancel();
    assertCanceled(child);
  }

  @Test
  void wrapperOfAnOwnContextIsSeenThrough() {
    Context wrapper = new WrapperContext(new WrapperContext(own));
    CancellableContext child = Context.withCancel(wrapper);
    assertThat(links(own)).isEqualTo(1);
    assertThat(own.done().waitingReceivers()).isZero();
    own.cancel(why);
    assertCanceled(child);
    assertThat(child.cause()).isSameAs(why);
  }

  /** It would be ended by the wrong context: its done channel, and not that of the wrapper. */
  @Test
  void wrapperWithADoneChannelOfItsOwnIsWatched() {
    ForeignContext foreign = new ForeignContext(own);
    Context child = Context.withCancel(foreign);
    awaitWatchers(foreign, 1);
    assertThat(links(own)).isZero();
    own.cancel();
    assertOpen(child);
    foreign.end(new CanceledException(why));
    awaitEnd(child);
    assertCanceled(child);
    assertThat(child.cause()).isSameAs(why);
  }

  @Test
  void withoutCancelHidesWhatItCouldBeJoinedBy() {
    Context detached = Context.withoutCancel(own);
    Context child =
        Context.withCancel(
            new WrapperContext(detached) {
              @Override
              public ReceiveChannel<Void> done() {
                return own.done();
              }

              @Override
              public ContextException error() {
                return own.error();
              }
            });
    assertThat(links(own)).isZero();
    Await.until(() -> own.done().waitingReceivers() == 1, "a goroutine waits");
    own.cancel();
    Await.until(() -> own.done().waitingReceivers() == 0, "it has ended");
    awaitEnd(child);
  }

  @Test
  void foreignParentCostsOneGoroutineForEachChildThatEndsWithIt() {
    ForeignContext foreign = new ForeignContext(Context.background());
    List<CancellableContext> children = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      children.add(Context.withCancel(foreign));
      children.add(Context.withTimeout(foreign, Duration.ofHours(1)));
    }
    Context.withCancel(children.getFirst());
    awaitWatchers(foreign, 10);
    children.forEach(CancellableContext::cancel);
    awaitWatchers(foreign, 0);
    assertThat(foreign.done.isClosed()).isFalse();
  }

  @Test
  void foreignParentThatEndsEndsAllBelow() {
    ForeignContext foreign = new ForeignContext(Context.background());
    Context child = Context.withTimeout(foreign, Duration.ofHours(1));
    Context grandchild = Context.withCancel(child);
    foreign.end(new DeadlineExceededException(why));
    awaitEnd(grandchild);
    for (Context each : List.of(child, grandchild)) {
      assertExpired(each);
      assertThat(each.cause()).isSameAs(why);
    }
  }

  @Test
  void foreignParentClosedWithAFailureHasEndedToo() {
    ForeignContext foreign = new ForeignContext(Context.background());
    Context child = Context.withCancel(foreign);
    awaitWatchers(foreign, 1);
    foreign.error = new CanceledException(why);
    foreign.done.close(new Exception("failure"));
    awaitEnd(child);
    assertThat(child.cause()).isSameAs(why);
  }

  @Test
  void foreignParentThatTellsGetsARegistrationAndNoGoroutine() {
    Telling foreign = new Telling();
    CancellableContext child = Context.withCancel(foreign);
    Context grandchild = Context.withCancel(child);
    assertThat(foreign.tasks).hasSize(1);
    assertThat(foreign.done.waitingReceivers()).isZero();
    foreign.end(new CanceledException(why));
    awaitEnd(grandchild);
    assertThat(grandchild.cause()).isSameAs(why);
    assertThat(foreign.stops).as("nothing to stop any more").isZero();
  }

  @Test
  void registrationIsStoppedWhenTheChildIsCancelled() {
    Telling foreign = new Telling();
    CancellableContext child = Context.withCancel(foreign);
    child.cancel();
    child.cancel();
    assertThat(foreign.stops).isEqualTo(1);
    assertThat(foreign.tasks).isEmpty();
    AfterFunc callback = Context.afterFunc(foreign, () -> {});
    assertThat(foreign.tasks).hasSize(1);
    assertThat(callback.stop()).isTrue();
    assertThat(foreign.tasks).isEmpty();
  }

  @Test
  void brokenForeignContextsAreRefused() {
    ForeignContext noDone = new ForeignContext(own, null);
    assertThatNullPointerException()
        .isThrownBy(() -> Context.withCancel(noDone))
        .withMessage("the done channel must not be null");
    ForeignContext noError = new ForeignContext(own);
    noError.done.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> Context.withCancel(noError))
        .withMessage("context: internal error: missing cancel error");
    Telling noStop =
        new Telling() {
          @Override
          public AfterFunc afterFunc(Task task) {
            return null;
          }
        };
    assertThatNullPointerException()
        .isThrownBy(() -> Context.withCancel(noStop))
        .withMessage("afterFunc must not return null");
  }

  /** The failure itself goes to the uncaught exception handler of the goroutine: it is logged. */
  @Test
  void parentThatEndsWithoutAnErrorEndsTheChildNevertheless() {
    ForeignContext foreign = new ForeignContext(Context.background());
    Context child = Context.withCancel(foreign);
    awaitWatchers(foreign, 1);
    foreign.done.close();
    awaitEnd(child);
    assertCanceled(child);
    assertThat(child.cause())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("context: internal error: missing cancel error");
  }

  /** Keeps tasks, and runs them in goroutines when it ends. */
  private static class Telling extends ForeignContext implements AfterFuncContext {
    final List<Task> tasks = new ArrayList<>();
    int stops;

    Telling() {
      super(Context.background());
    }

    @Override
    public AfterFunc afterFunc(Task task) {
      tasks.add(task);
      return () -> {
        stops++;
        return tasks.remove(task);
      };
    }

    @Override
    void end(ContextException why) {
      super.end(why);
      tasks.forEach(Go::go);
    }
  }
}
