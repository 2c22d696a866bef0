// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static csp.context.Contexts.assertCanceled;
import static csp.context.Contexts.assertExpired;
import static csp.context.Contexts.assertOpen;
import static csp.context.Contexts.awaitEnd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import csp.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What each constructor makes: section 16.1 of the rules. */
class ContextConstructorsTest {
  private static final Key<String> USER = Key.named("user");
  private static final Duration LONG = Duration.ofHours(1);
  private static final Instant FAR = Instant.parse("2199-01-01T00:00:00Z");
  private static final Instant PAST = Instant.parse("2001-01-01T00:00:00Z");
  private final Exception why = new Exception("enough");

  @Test
  void rootsNeverEnd() {
    for (Context root : List.of(Context.background(), Context.todo())) {
      assertOpen(root);
      assertThat(root.done()).isSameAs(Channel.nil());
      assertThat(root.deadline()).isEmpty();
      assertThat(root.value(USER)).isNull();
    }
    assertThat(Context.background()).isSameAs(Context.background()).isNotSameAs(Context.todo());
  }

  @Test
  void nullParentIsRefusedInGosWords() {
    List<Function<Context, Context>> constructors =
        List.of(
            Context::withCancel,
            parent -> Context.withDeadline(parent, FAR),
            parent -> Context.withDeadline(parent, FAR, why),
            parent -> Context.withTimeout(parent, LONG),
            parent -> Context.withTimeout(parent, LONG, why),
            parent -> Context.withValue(parent, USER, "bob"),
            Context::withoutCancel);
    for (Function<Context, Context> constructor : constructors) {
      assertThatNullPointerException()
          .isThrownBy(() -> constructor.apply(null))
          .withMessage("cannot create context from nil parent");
    }
  }

  @Test
  void otherNullsAreRefused() {
    Context root = Context.background();
    assertNull("nil key", () -> Context.withValue(root, null, "bob"));
    assertNull("nil key", () -> root.value(null));
    assertNull("nil key", () -> Context.withCancel(root).value(null));
    assertNull("deadline must not be null", () -> Context.withDeadline(root, null));
    assertNull("timeout must not be null", () -> Context.withTimeout(root, null));
    assertNull("context must not be null", () -> Context.afterFunc(null, () -> {}));
    assertNull("task must not be null", () -> Context.afterFunc(root, null));
    assertNull("name must not be null", () -> Key.named(null));
  }

  private static void assertNull(String message, Supplier<?> call) {
    assertThatNullPointerException().isThrownBy(call::get).withMessage(message);
  }

  @Test
  void withCancelEndsWhenCancelled() {
    CancellableContext context = Context.withCancel(Context.background());
    assertOpen(context);
    context.cancel();
    assertCanceled(context);
    assertThat(context.error()).hasNoCause();
  }

  @Test
  void aCauseIsToldByErrorAndCause() {
    CancellableContext context = Context.withCancel(Context.background());
    context.cancel(why);
    assertCanceled(context);
    assertThat(context.error()).hasCause(why);
    assertThat(context.cause()).isSameAs(why);
  }

  @Test
  void closingIsCancelling() {
    CancellableContext left;
    try (CancellableContext context = Context.withCancel(Context.background())) {
      left = context;
      assertOpen(left);
    }
    assertCanceled(left);
  }

  @Test
  void aDeadlineEndsTheContextWhenItPasses() {
    Instant deadline = Instant.now().plusMillis(20);
    CancellableContext context = Context.withDeadline(Context.background(), deadline);
    assertThat(context.deadline()).contains(deadline);
    awaitEnd(context);
    assertThat(Instant.now()).isAfterOrEqualTo(deadline);
    assertExpired(context);
  }

  @Test
  void aTimeoutEndsTheContextAndNotEarly() {
    long start = System.nanoTime();
    CancellableContext context =
        Context.withTimeout(Context.background(), Duration.ofMillis(20), why);
    assertOpen(context);
    awaitEnd(context);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
    assertExpired(context);
    assertThat(context.cause()).isSameAs(why);
  }

  @Test
  void aPassedDeadlineEndsAtOnce() {
    Context root = Context.background();
    assertExpired(Context.withDeadline(root, PAST));
    assertExpired(Context.withTimeout(root, Duration.ZERO));
    assertExpired(Context.withTimeout(root, Duration.ofSeconds(-1)));
    assertExpired(Context.withDeadline(root, Instant.MIN));
    CancellableContext parent = Context.withCancel(root);
    assertExpired(Context.withTimeout(parent, Duration.ZERO, why));
    assertThat(Contexts.links(parent)).as("it has left, or its link is empty").isLessThan(2);
    assertOpen(parent);
  }

  @Test
  void anEarlierDeadlineOfTheParentMakesAPlainContext() {
    try (CancellableContext parent = Context.withDeadline(Context.background(), FAR)) {
      try (CancellableContext child = Context.withDeadline(parent, FAR.plusNanos(1), why)) {
        assertThat(child).isExactlyInstanceOf(CancelContext.class);
        assertThat(child.deadline()).contains(FAR);
        assertThat(child.toString()).endsWith(".WithCancel");
      }
      for (Instant notLater : List.of(FAR, FAR.minusNanos(1))) {
        try (CancellableContext child = Context.withDeadline(parent, notLater)) {
          assertThat(child).isInstanceOf(DeadlineContext.class);
          assertThat(child.deadline()).contains(notLater);
        }
      }
    }
  }

  /** The parent's deadline ends it, and the cause was that of the other one. */
  @Test
  void theCauseOfTheLaterDeadlineIsDropped() {
    CancellableContext parent = Context.withTimeout(Context.background(), Duration.ofMillis(5));
    CancellableContext child = Context.withTimeout(parent, LONG, why);
    awaitEnd(child);
    assertExpired(child);
    assertThat(child.cause()).isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void aCauseOfADeadlineIsDroppedByACancel() {
    CancellableContext context = Context.withTimeout(Context.background(), LONG, why);
    context.cancel();
    assertCanceled(context);
    assertThat(context.error()).hasNoCause();
  }

  @Test
  void hugeDurationsSaturate() {
    Duration huge = Duration.ofSeconds(Long.MAX_VALUE);
    try (CancellableContext context = Context.withTimeout(Context.background(), huge)) {
      assertThat(context.deadline()).contains(Instant.MAX);
      assertOpen(context);
    }
    try (CancellableContext context = Context.withDeadline(Context.background(), Instant.MAX)) {
      assertThat(context.deadline()).contains(Instant.MAX);
      assertOpen(context);
    }
    CancellableContext past =
        Context.withTimeout(Context.background(), Duration.ofSeconds(Long.MIN_VALUE));
    assertThat(past.deadline()).contains(Instant.MIN);
    assertExpired(past);
  }

  @Test
  void aValueIsFoundByItsKeyAlone() {
    Key<String> alsoUser = Key.named("user");
    Context context = Context.withValue(Context.background(), USER, "bob");
    assertThat(context.value(USER)).isEqualTo("bob");
    assertThat(context.value(alsoUser)).isNull();
  }

  @Test
  void aNullValueHidesTheOuterOne() {
    Context outer = Context.withValue(Context.background(), USER, "bob");
    assertThat(Context.withValue(outer, USER, "eve").value(USER)).isEqualTo("eve");
    Context hidden = Context.withCancel(Context.withValue(outer, USER, null));
    assertThat(hidden.value(USER)).isNull();
    assertThat(outer.value(USER)).isEqualTo("bob");
  }

  @Test
  void aValueContextEndsAsItsParentDoes() {
    CancellableContext parent = Context.withDeadline(Context.background(), FAR);
    Context context = Context.withValue(parent, USER, "bob");
    assertThat(context.done()).isSameAs(parent.done());
    assertThat(context.deadline()).contains(FAR);
    parent.cancel(why);
    assertCanceled(context);
    assertThat(context.cause()).isSameAs(why);
  }

  @Test
  void withoutCancelKeepsTheValuesAlone() {
    CancellableContext parent = Context.withDeadline(Context.background(), FAR);
    Context context = Context.withoutCancel(Context.withValue(parent, USER, "bob"));
    CancellableContext child = Context.withCancel(context);
    parent.cancel(why);
    for (Context each : List.of(context, child)) {
      assertOpen(each);
      assertThat(each.deadline()).isEmpty();
      assertThat(each.value(USER)).isEqualTo("bob");
    }
    assertThat(context.done()).isSameAs(Channel.nil());
    assertThat(Contexts.links(parent)).isZero();
    assertOpen(Context.withoutCancel(parent));
  }
}
