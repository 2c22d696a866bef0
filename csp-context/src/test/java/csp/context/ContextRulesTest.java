// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static csp.context.Contexts.assertCanceled;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the methods of every context promise: section 16.2 of the rules. */
class ContextRulesTest {
  private static final int LONG_CHAIN = 100_000;
  private static final Key<Object> USER = Key.named("user");
  private static final Instant FAR = Instant.parse("2199-01-01T00:00:00Z");
  private final CancellableContext context = Context.withCancel(Context.background());

  @Test
  void doneIsTheSameChannelBeforeAndAfterTheEnd() {
    var done = context.done();
    assertThat(context.done()).isSameAs(done);
    context.cancel();
    assertThat(context.done()).isSameAs(done);
    assertThat(done.tryReceive()).isEqualTo(Received.closed(null));
  }

  @Test
  void contextsThatEndedBeforeAnybodyAskedShareOneClosedChannel() {
    CancellableContext other = Context.withCancel(context);
    other.cancel();
    context.cancel();
    assertThat(context.done()).isSameAs(other.done());
    assertThat(context.done().isClosed()).isTrue();
  }

  @Test
  void errorStaysOnceItIsThere() {
    context.cancel(new Exception("first"));
    for (int i = 0; i < 3; i++) {
      assertThat(context.error())
          .isInstanceOf(CanceledException.class)
          .hasRootCauseMessage("first");
      context.cancel(new Exception("later"));
    }
  }

  @Test
  void deadlineIsInheritedUntilItIsHidden() {
    CancellableContext outer = Context.withDeadline(Context.background(), FAR);
    Context inner = Context.withCancel(Context.withValue(Context.withCancel(outer), USER, "bob"));
    assertThat(inner.deadline()).contains(FAR);
    assertThat(Context.withCancel(new WrapperContext(inner)).deadline()).contains(FAR);
    assertThat(Context.withoutCancel(inner).deadline()).isEmpty();
    assertThat(Context.withCancel(Context.withoutCancel(inner)).deadline()).isEmpty();
    outer.cancel();
    assertThat(inner.deadline()).as("also afterwards").contains(FAR);
  }

  @Test
  void valueIsThatOfTheNearestContextOutwards() {
    Key<Integer> depth = Key.named("depth");
    Context outer = Context.withValue(Context.background(), depth, 1);
    Context middle = Context.withValue(Context.withCancel(outer), USER, "bob");
    Context inner = Context.withValue(Context.withoutCancel(middle), depth, 3);
    assertThat(inner.value(depth)).isEqualTo(3);
    assertThat(middle.value(depth)).isEqualTo(1);
    assertThat(inner.value(USER)).isEqualTo("bob");
    assertThat(outer.value(USER)).isNull();
  }

  @Test
  void foreignContextsAnswerForThemselves() {
    Context outer = Context.withValue(Context.background(), USER, "bob");
    Context foreign =
        new WrapperContext(outer) {
          @Override
          public <V> V value(Key<V> key) {
            return key == USER ? null : super.value(key);
          }
        };
    assertThat(Context.withCancel(new WrapperContext(outer)).value(USER)).isEqualTo("bob");
    assertThat(Context.withCancel(foreign).value(USER)).isNull();
  }

  /** A search by recursion would overflow the stack here. */
  @Test
  void longChainsOfValuesAreSearchedAndNamedInALoop() {
    Key<Integer> first = Key.named("first");
    Key<Integer> nowhere = Key.named("nowhere");
    Context chain = Context.withValue(context, first, 1);
    for (int i = 0; i < LONG_CHAIN; i++) {
      chain = Context.withValue(chain, USER, i);
    }
    assertThat(chain.value(first)).isEqualTo(1);
    assertThat(chain.value(nowhere)).isNull();
    assertThat(chain.deadline()).isEmpty();
    assertThat(chain.done()).isSameAs(context.done());
    assertThat(chain.toString()).hasSizeGreaterThan(LONG_CHAIN).endsWith("(user, 99999)");
    Context inner = Context.withCancel(chain);
    context.cancel();
    assertCanceled(chain);
    assertCanceled(inner);
    assertThat(chain.cause()).isInstanceOf(CanceledException.class);
  }

  @Test
  void namesAreGos() {
    assertThat(Context.background()).hasToString("context.Background");
    assertThat(Context.todo()).hasToString("context.TODO");
    assertThat(context).hasToString("context.Background.WithCancel");
    assertThat(Context.withoutCancel(context))
        .hasToString("context.Background.WithCancel.WithoutCancel");
    assertThat(Context.withCancel(new ForeignContext(context))).hasToString("foreign.WithCancel");
    assertThat(Context.withCancel(new WrapperContext(context)))
        .hasToString("wrapper(context.Background.WithCancel).WithCancel");
  }

  @Test
  void nameOfADeadlineTellsWhatRemains() {
    Instant deadline = Instant.parse("2001-01-01T00:00:00Z");
    assertThat(Context.withDeadline(Context.todo(), deadline).toString())
        .matches("context\\.TODO\\.WithDeadline\\(2001-01-01T00:00:00Z \\[-\\d+h\\d+m[\\d.]+s]\\)");
    try (var timed = Context.withTimeout(Context.todo(), Duration.ofHours(1))) {
      assertThat(timed.toString()).contains(" [59m5");
    }
  }

  @Test
  void onlyWellKnownValuesPrintThemselves() {
    for (Object shown : List.of("bob", 1, 2.5, true, 'c', TimeUnit.DAYS)) {
      assertThat(Context.withValue(context, USER, shown).toString())
          .endsWith(".WithCancel.WithValue(user, " + shown + ")");
    }
    assertThat(Context.withValue(context, USER, null).toString()).endsWith("(user, <nil>)");
    Object secret =
        new Object() {
          @Override
          public String toString() {
            throw new AssertionError("asked for a secret");
          }
        };
    assertThat(Context.withValue(context, USER, secret).toString())
        .endsWith("(user, " + secret.getClass().getName() + ")");
    assertThat(Context.withValue(context, USER, new StringBuilder("changing")).toString())
        .endsWith("(user, java.lang.StringBuilder)");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.000000001S, 1ns",
    "PT0.000001S, 1µs",
    "PT0.0000011S, 1.1µs",
    "PT0.001S, 1ms",
    "PT0.0022S, 2.2ms",
    "PT3.3S, 3.3s",
    "PT4M, 4m0s",
    "PT4M5S, 4m5s",
    "PT4M5.001S, 4m5.001s",
    "PT5H6M7.001S, 5h6m7.001s",
    "PT5H, 5h0m0s",
    "PT1M30S, 1m30s",
    "PT10S, 10s",
    "PT-0.0015S, -1.5ms",
    "PT-1H-0.5S, -1h0m0.5s",
  })
  void durationsPrintAsInGo(Duration duration, String text) {
    assertThat(GoDuration.text(duration)).isEqualTo(text);
  }
}
