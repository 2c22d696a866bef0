// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static csp.context.Contexts.assertCanceled;
import static csp.context.Contexts.assertExpired;
import static csp.context.Contexts.assertOpen;
import static csp.context.Contexts.awaitEnd;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Error and cause in every situation of section 16.5 of the rules. */
class ContextCauseTest {
  private static final Duration LONG = Duration.ofHours(1);
  private final Exception x = new Exception("x");
  private final Exception y = new Exception("y");
  private final CancellableContext parent = Context.withCancel(Context.background());

  /** Canceled, and nobody said why. */
  private static void assertPlain(Context context) {
    assertCanceled(context);
    assertThat(context.error()).hasNoCause();
    assertThat(context.cause()).isInstanceOf(CanceledException.class).hasNoCause();
  }

  private static void assertCanceledBy(Exception cause, Context context) {
    assertCanceled(context);
    assertThat(context.error()).hasCause(cause);
    assertThat(context.cause()).isSameAs(cause);
  }

  @Test
  void notEnded() {
    assertOpen(parent);
  }

  @Test
  void cancelledWithoutACause() {
    parent.cancel();
    assertPlain(parent);
  }

  @Test
  void cancelledWithNullOrACause() {
    parent.cancel(null);
    assertPlain(parent);
    CancellableContext other = Context.withCancel(Context.background());
    other.cancel(x);
    assertCanceledBy(x, other);
  }

  @Test
  void theFirstCauseCounts() {
    parent.cancel(x);
    parent.cancel(y);
    parent.cancel();
    parent.close();
    assertCanceledBy(x, parent);
  }

  @Test
  void parentFirst() {
    CancellableContext child = Context.withCancel(parent);
    parent.cancel(x);
    child.cancel(y);
    assertCanceledBy(x, child);
    assertCanceledBy(x, parent);
  }

  @Test
  void childFirst() {
    CancellableContext child = Context.withCancel(parent);
    Context grandchild = Context.withCancel(child);
    child.cancel(y);
    assertOpen(parent);
    parent.cancel(x);
    assertCanceledBy(y, child);
    assertCanceledBy(y, grandchild);
    assertCanceledBy(x, parent);
  }

  @Test
  void parentWithACauseAndPlainChild() {
    CancellableContext later = Context.withCancel(parent);
    CancellableContext earlier = Context.withCancel(parent);
    earlier.cancel();
    parent.cancel(x);
    later.cancel();
    assertCanceledBy(x, later);
    assertPlain(earlier);
  }

  @Test
  void plainParentAndChildWithACause() {
    CancellableContext later = Context.withCancel(parent);
    CancellableContext earlier = Context.withCancel(parent);
    earlier.cancel(y);
    parent.cancel();
    later.cancel(y);
    assertPlain(later);
    assertCanceledBy(y, earlier);
  }

  @Test
  void timeoutOfZero() {
    Context context = Context.withTimeout(parent, Duration.ZERO);
    assertExpired(context);
    assertThat(context.error()).hasNoCause();
    assertThat(context.cause()).isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void timeoutCancelledEarly() {
    CancellableContext context = Context.withTimeout(parent, LONG);
    context.cancel();
    assertPlain(context);
  }

  @Test
  void timeoutWithACauseFires() {
    Context context = Context.withTimeout(parent, Duration.ofMillis(1), x);
    Context child = Context.withCancel(context);
    awaitEnd(child);
    for (Context each : new Context[] {context, child}) {
      assertExpired(each);
      assertThat(each.error()).hasCause(x);
      assertThat(each.cause()).isSameAs(x);
    }
  }

  @Test
  void timeoutWithACauseCancelledEarly() {
    CancellableContext plain = Context.withTimeout(parent, LONG, x);
    plain.cancel();
    assertPlain(plain);
    CancellableContext other = Context.withTimeout(parent, LONG, x);
    other.cancel(y);
    assertCanceledBy(y, other);
  }

  @Test
  void timeoutOfZeroAndParentCancelledLater() {
    Context context = Context.withTimeout(parent, Duration.ZERO, x);
    parent.cancel(y);
    assertExpired(context);
    assertThat(context.cause()).isSameAs(x);
  }

  @Test
  void longTimeoutAndParentCancelled() {
    Context context = Context.withTimeout(parent, LONG, x);
    parent.cancel(y);
    assertCanceledBy(y, context);
  }

  /** What has expired stays so for children of whatever constructor. */
  @Test
  void endedParentGivesItsEnd() {
    Context expired = Context.withTimeout(parent, Duration.ZERO, x);
    Context child = Context.withTimeout(expired, LONG, y);
    assertExpired(child);
    assertThat(child.cause()).isSameAs(x);
    parent.cancel(y);
    assertCanceledBy(y, Context.withTimeout(parent, Duration.ZERO, x));
  }

  @Test
  void withoutCancelHasNone() {
    parent.cancel(x);
    assertOpen(Context.withoutCancel(parent));
    assertOpen(Context.withCancel(Context.withoutCancel(parent)));
  }

  @Test
  void foreignContextAloneEnded() {
    ForeignContext foreign = new ForeignContext(parent);
    foreign.end(new CanceledException());
    assertPlain(foreign);
    assertPlain(Context.withCancel(foreign));
    assertOpen(parent);
  }

  @Test
  void foreignContextTellsItsOwnCauseWhateverBecomesOfWhatItWraps() {
    ForeignContext foreign = new ForeignContext(parent);
    parent.cancel(x);
    foreign.end(new CanceledException(y));
    assertCanceledBy(y, foreign);
    assertCanceledBy(y, Context.withCancel(foreign));
  }

  @Test
  void foreignContextMayTellACauseThatIsNotInItsError() {
    ForeignContext foreign =
        new ForeignContext(parent) {
          @Override
          public Throwable cause() {
            return error == null ? null : y;
          }
        };
    foreign.end(new CanceledException());
    assertCanceledBy(y, Context.withCancel(foreign));
  }

  @Test
  void wrapperTellsTheCauseOfWhatItWraps() {
    WrapperContext wrapper = new WrapperContext(parent);
    Context child = Context.withCancel(wrapper);
    parent.cancel(x);
    assertCanceledBy(x, wrapper);
    assertCanceledBy(x, child);
    assertCanceledBy(x, Context.withCancel(wrapper));
  }

  /** A cause may be any throwable, also an error of a context: it is told as it was given. */
  @Test
  void anErrorOfAContextMayBeACause() {
    ContextException given = new DeadlineExceededException(x);
    parent.cancel(given);
    assertCanceledBy(given, parent);
    assertCanceledBy(given, Context.withCancel(new WrapperContext(parent)));
  }

  @Test
  void everyCallMakesANewErrorWithTheStackOfTheCaller() {
    parent.cancel(x);
    ContextException first = parent.error();
    assertThat(first).isNotSameAs(parent.error());
    assertThat(first.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().startsWith("everyCallMakesANewError"));
    first.addSuppressed(y);
    assertThat(parent.error()).hasNoSuppressedExceptions();
  }
}
