// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.Await;
import csp.testkit.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pipelines as publishers: each subscription is a run, which ends with it. */
class PublisherTest {
  private final HandHost host = HandHost.still();
  private final AtomicInteger taken = new AtomicInteger();

  private static List<Operators.Operator> all() {
    return Operators.all().toList();
  }

  /** A subscriber that requests when the test says so. */
  private static class Signals implements Flow.Subscriber<Object> {
    final List<Object> items = new CopyOnWriteArrayList<>();
    volatile Flow.Subscription subscription;
    volatile Throwable failure;
    volatile boolean completed;

    static <T> Signals of(Pipeline<T> pipeline) {
      return new Signals().to(pipeline);
    }

    <T> Signals to(Pipeline<T> pipeline) {
      pipeline.toPublisher().subscribe(this);
      Await.until(() -> subscription != null, "subscribed");
      return this;
    }

    Signals request(long n) {
      subscription.request(n);
      return this;
    }

    void awaitItems(int count) {
      Await.until(() -> items.size() >= count, count + " items");
    }

    void awaitEnd() {
      Await.until(() -> completed || failure != null, "the last signal");
    }

    @Override
    public void onSubscribe(Flow.Subscription offered) {
      subscription = offered;
    }

    @Override
    public void onNext(Object item) {
      items.add(item);
    }

    @Override
    public void onError(Throwable thrown) {
      failure = thrown;
    }

    @Override
    public void onComplete() {
      completed = true;
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void subscriberGetsWhatThePipelineGives(Operators.Operator operator) {
    for (int length : new int[] {0, 1, 10}) {
      HandHost host = operator.host();
      Pipeline<?> pipeline = operator.on().apply(Pipeline.from(Given.upTo(length))).on(host);
      Signals signals = Signals.of(pipeline).request(Long.MAX_VALUE);
      signals.awaitEnd();
      assertThat(signals.failure).isNull();
      if (operator.name().equals("parallelUnordered")) {
        assertThat(signals.items)
            .containsExactlyInAnyOrderElementsOf(operator.of().apply(Given.upTo(length)));
      } else {
        assertThat((Object) signals.items).isEqualTo(operator.of().apply(Given.upTo(length)));
      }
      host.assertNobodyLeft();
    }
  }

  @Test
  void eachSubscriptionIsARunThatBeginsWithItsFirstRequest() {
    Pipeline<Integer> pipeline = Pipeline.from(Given.upTo(3)).buffer(1).on(host);
    Signals one = Signals.of(pipeline);
    Signals two = Signals.of(pipeline);
    assertThat(host.started()).isZero();
    one.request(9).awaitEnd();
    assertThat(two.items).isEmpty();
    two.request(9).awaitEnd();
    assertThat(one.items).isEqualTo(List.of(1, 2, 3)).isEqualTo(two.items);
    host.assertNobodyLeft();
  }

  @Test
  void slowSubscriberHoldsTheRunBack() {
    Signals signals = Signals.of(Pipeline.<Integer>from(Given.endless(taken)).on(host));
    signals.request(2).request(1).awaitItems(3);
    host.awaitQuiet();
    assertThat(signals.items).containsExactly(1, 2, 3);
    Await.until(() -> taken.get() == 4, "one more");
    signals.subscription.cancel();
    host.assertNobodyLeft();
    assertThat(taken).hasValue(4);
  }

  @Test
  void cancelStopsTheRunWhereverItIs() {
    Channel<Integer> quiet = Channel.unbuffered();
    Channel<Integer> never = Channel.unbuffered();
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>from(quiet).merge(Pipeline.from(Given.upTo(1)).map(v -> never.receive()));
    Signals signals = Signals.of(pipeline.on(host)).request(1);
    Await.until(() -> quiet.waitingReceivers() + never.waitingReceivers() == 2, "waits");
    signals.subscription.cancel();
    host.assertNobodyLeft();
    assertThat(quiet.waitingReceivers()).isZero();
    signals.request(1).subscription.cancel();
    assertThat(signals.completed || signals.failure != null).isFalse();
  }

  @Test
  void subscriptionThatEndsBeforeItsFirstRequestStartsNothing() {
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(Given.endless(taken)).buffer(1).on(host);
    Signals cancelled = Signals.of(pipeline);
    cancelled.subscription.cancel();
    cancelled.request(1);
    Signals wrong = Signals.of(pipeline).request(0);
    wrong.awaitEnd();
    wrong.request(1);
    assertThat(wrong.failure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rule 3.9: request must be >= 1, was 0");
    assertThat(host.started()).isZero();
  }

  @Test
  void badRequestEndsTheRun() {
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(Given.endless(taken)).buffer(1).on(host);
    Signals signals = Signals.of(pipeline).request(1);
    signals.awaitItems(1);
    signals.request(-1).awaitEnd();
    assertThat(signals.failure).isInstanceOf(IllegalArgumentException.class);
    host.assertNobodyLeft();
  }

  @Test
  void failureComesAsItWasThrown() {
    IOException failure = new IOException("broken");
    Signals above = Signals.of(Pipeline.<Integer>from(Given.broken(2, failure)).buffer(1).on(host));
    above.request(9).awaitEnd();
    assertThat(above.items).containsExactly(1, 2);
    assertThat(above.failure).isSameAs(failure);
    Signals here = Signals.of(Pipeline.from(Given.upTo(9)).map(v -> Given.boom(v, v)).on(host));
    here.request(9).awaitEnd();
    assertThat(here.items).containsExactly(1, 2);
    assertThat(here.failure).isInstanceOf(IOException.class).hasMessage("boom");
    host.assertNobodyLeft();
  }

  /** What a subscriber throws ends its subscription, so its run, too. */
  @Test
  void subscriberThatThrowsEndsItsRun() {
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(Given.endless(taken)).buffer(1).on(host);
    AtomicInteger handled = new AtomicInteger();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> handled.incrementAndGet());
    try {
      Signals next =
          new Signals() {
            @Override
            public void onNext(Object item) {
              throw new IllegalStateException("onNext");
            }
          }.to(pipeline);
      next.request(3);
      Await.until(() -> handled.get() == 1, "handled");
      host.assertNobodyLeft();
      assertThat(host.started()).isEqualTo(2);

      new Signals() {
        @Override
        public void onSubscribe(Flow.Subscription offered) {
          super.onSubscribe(offered);
          offered.request(1);
          throw new IllegalStateException("onSubscribe");
        }
      }.to(pipeline);
      Await.until(() -> handled.get() == 2, "handled");
      host.assertNobodyLeft();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  /**
   * {@code request* | cancel | send*}: what came is a beginning of what was sent, and no goroutine
   * is left. Fault: a cancel that stops only a run that has begun when it looks.
   */
  @Test
  void cancelMayComeAtAnyMoment() {
    long start = System.nanoTime();
    long nanos = Duration.ofMillis(Long.getLong("csp.stress.seconds", 0) * 1000 + 500).toNanos();
    for (int round = 0; System.nanoTime() - start < nanos; round++) {
      int number = round;
      HandHost host = HandHost.still();
      Signals signals = Signals.of(Pipeline.<Integer>from(Given.endless(taken)).buffer(1).on(host));
      try (Workers workers = new Workers()) {
        workers.platform("request", () -> signals.request(1).request(number % 5 + 3));
        workers.platform(
            "cancel",
            () -> {
              workers.until(() -> signals.items.size() >= number % 4, "some");
              signals.subscription.cancel();
            });
      }
      host.assertNobodyLeft();
      List<Object> seen = List.copyOf(signals.items);
      for (int i = 1; i < seen.size(); i++) {
        assertThat(seen.get(i)).isEqualTo((Integer) seen.get(i - 1) + 1);
      }
    }
  }
}
