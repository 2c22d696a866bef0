// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import csp.Channel;
import csp.testkit.Await;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A channel as a publisher: what is requested is received, and nothing else. */
class ToPublisherTest {
  private final Channel<Integer> channel = Channel.buffered(4);
  private final Flow.Publisher<Integer> publisher = Flows.toPublisher(channel);

  @Test
  void onlyWhatWasRequestedIsReceived() throws InterruptedException {
    channel.sendAll(List.of(1, 2, 3));
    Signals<Integer> signals = new Signals<Integer>().to(publisher);
    signals.awaitIdle();
    assertThat(channel.length()).isEqualTo(3);
    signals.request(2);
    signals.awaitItems(2);
    signals.awaitIdle();
    assertThat(channel.length()).isEqualTo(1);
    signals.request(1);
    signals.awaitItems(3);
    signals.awaitIdle();
    assertThat(signals.items).containsExactly(1, 2, 3);
    assertThat(signals.completed).isFalse();
    assertThat(channel.waitingReceivers()).isZero();
  }

  @Test
  void subscribersCompete() throws InterruptedException {
    Signals<Integer> first = new Signals<Integer>().to(publisher);
    Signals<Integer> second = new Signals<Integer>().to(publisher);
    first.request(2);
    second.request(1);
    Await.until(() -> channel.waitingReceivers() == 2, "both wait");
    channel.sendAll(List.of(1, 2, 3));
    first.awaitItems(2);
    second.awaitItems(1);
    channel.close();
    first.request(1);
    first.awaitEnd();
    second.request(Long.MAX_VALUE);
    second.awaitEnd();
    assertThat(first.items).hasSize(2);
    assertThat(second.items).hasSize(1);
    assertThat(IntStream.of(first.items.getFirst(), first.items.getLast(), second.items.get(0)))
        .containsExactlyInAnyOrder(1, 2, 3);
    assertThat(first.completed && second.completed).isTrue();
  }

  @Test
  void theEndIsToldWithTheLastElement() throws InterruptedException {
    channel.sendAll(List.of(1, 2));
    channel.close();
    Signals<Integer> signals = new Signals<Integer>().to(publisher);
    signals.request(2);
    signals.awaitEnd();
    assertThat(signals.items).containsExactly(1, 2);
    assertThat(signals.completed).isTrue();
    signals.awaitIdle();
  }

  @Test
  void theEndIsToldWithoutARequestIfItWasBefore() {
    channel.close();
    Signals<Integer> signals = new Signals<Integer>().to(publisher);
    signals.awaitEnd();
    assertThat(signals.completed).isTrue();
    signals.awaitIdle();
  }

  @Test
  void theEndComesToAnOpenRequest() {
    Signals<Integer> signals = new Signals<Integer>().to(publisher);
    signals.request(1);
    Await.until(() -> channel.waitingReceivers() == 1, "it waits");
    channel.close();
    signals.awaitEnd();
    assertThat(signals.completed).isTrue();
    signals.awaitIdle();
  }

  @Test
  void aFailureIsToldAfterTheElements() throws InterruptedException {
    Exception failure = new Exception("failed");
    channel.send(1);
    channel.close(failure);
    Signals<Integer> signals = new Signals<Integer>().to(publisher);
    signals.request(5);
    signals.awaitEnd();
    assertThat(signals.items).containsExactly(1);
    assertThat(signals.failure).isSameAs(failure);
    assertThat(signals.completed).isFalse();
    signals.awaitIdle();

    Signals<Integer> late = new Signals<Integer>().to(publisher);
    late.awaitEnd();
    assertThat(late.failure).isSameAs(failure);
  }

  @Test
  void aCancelEndsTheWaitAndTakesNothing() throws InterruptedException {
    Signals<Integer> signals = new Signals<Integer>().to(publisher);
    signals.request(1);
    Await.until(() -> channel.waitingReceivers() == 1, "it waits");
    signals.subscription.cancel();
    signals.subscription.cancel();
    Await.until(() -> channel.waitingReceivers() == 0, "nobody waits");
    signals.awaitIdle();
    channel.send(1);
    signals.request(1);
    signals.request(-1);
    assertThat(channel.length()).isEqualTo(1);
    assertThat(signals.items).isEmpty();
    assertThat(signals.failure).isNull();
    assertThat(signals.completed).isFalse();
  }

  @Test
  void whoCancelsInOnNextGetsNoMore() throws InterruptedException {
    channel.sendAll(List.of(1, 2, 3));
    Signals<Integer> signals =
        new Signals<>() {
          @Override
          void subscribed() {
            request(Long.MAX_VALUE);
          }

          @Override
          void next(Integer item) {
            if (item == 2) {
              subscription.cancel();
            }
          }
        };
    signals.to(publisher).awaitItems(2);
    signals.awaitIdle();
    assertThat(signals.items).containsExactly(1, 2);
    assertThat(channel.receive()).isEqualTo(3);
  }

  @Test
  void theNilChannelIsAPublisherOfNothing() {
    Signals<Integer> signals = new Signals<Integer>().to(Flows.toPublisher(Channel.nil()));
    signals.request(1);
    signals.subscription.cancel();
    signals.awaitIdle();
    assertThat(signals.items).isEmpty();
  }

  @Test
  void aBadRequestIsAnError() {
    for (long bad : new long[] {0, -1, Long.MIN_VALUE}) {
      Signals<Integer> idle = new Signals<Integer>().to(publisher);
      idle.awaitIdle();
      idle.request(bad);
      assertRefused(idle, bad);

      Signals<Integer> waiting = new Signals<Integer>().to(publisher);
      waiting.request(1);
      Await.until(() -> channel.waitingReceivers() == 1, "it waits");
      waiting.request(bad);
      waiting.request(bad - 1); // no second error
      assertRefused(waiting, bad);
      assertThat(channel.waitingReceivers()).isZero();

      Signals<Integer> atOnce =
          new Signals<>() {
            @Override
            void subscribed() {
              request(bad);
            }
          };
      assertRefused(atOnce.to(publisher), bad);
    }
  }

  private static void assertRefused(Signals<Integer> signals, long bad) {
    signals.awaitEnd();
    assertThat(signals.failure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rule 3.9: request must be >= 1, was " + bad);
    assertThat(signals.completed).isFalse();
    signals.awaitIdle();
    assertThat(signals.overlapped).isFalse();
  }

  @Test
  void requestsAddUpWithoutAnOverflow() throws InterruptedException {
    Signals<Integer> signals = new Signals<Integer>().to(publisher);
    signals.request(Long.MAX_VALUE - 1);
    signals.request(Long.MAX_VALUE);
    signals.request(1);
    for (int i = 0; i < 20; i++) {
      channel.send(i);
    }
    signals.awaitItems(20);
    channel.close();
    signals.awaitEnd();
    assertThat(signals.completed).isTrue();
  }

  @Test
  void aRequestInOnNextDoesNotRecur() throws InterruptedException {
    int count = 20_000;
    AtomicReference<Integer> last = new AtomicReference<>();
    Signals<Integer> signals =
        new Signals<>() {
          @Override
          void subscribed() {
            request(1);
          }

          @Override
          void next(Integer item) {
            items.clear();
            last.set(item);
            request(1);
          }
        };
    signals.to(publisher);
    for (int i = 1; i <= count; i++) {
      channel.send(i);
    }
    channel.close();
    signals.awaitEnd();
    assertThat(last).hasValue(count);
    assertThat(signals.overlapped).isFalse();
    assertThat(signals.threads).hasSize(1);
  }

  @Test
  void whatASubscriberThrowsCancelsAndGoesToTheHandler() throws InterruptedException {
    channel.send(1);
    assertThrown(signals -> {}, null, null);
    assertThat(channel.length()).isEqualTo(1);
    assertThrown(null, signals -> {}, null);
    assertThat(channel.length()).isZero();
    channel.close();
    assertThrown(null, null, signals -> {});
  }

  private void assertThrown(
      Consumer<Signals<Integer>> inSubscribe,
      Consumer<Signals<Integer>> inNext,
      Consumer<Signals<Integer>> inEnd) {
    RuntimeException thrown = new RuntimeException("thrown");
    AtomicReference<Throwable> handled = new AtomicReference<>();
    Signals<Integer> signals =
        new Signals<>() {
          @Override
          void subscribed() {
            Thread.currentThread().setUncaughtExceptionHandler((thread, what) -> handled.set(what));
            request(5);
            throwIf(inSubscribe);
          }

          @Override
          void next(Integer item) {
            throwIf(inNext);
          }

          @Override
          void ended() {
            throwIf(inEnd);
          }

          private void throwIf(Object wanted) {
            if (wanted != null) {
              throw thrown;
            }
          }
        };
    signals.to(publisher);
    Await.until(() -> handled.get() != null, "handled");
    assertThat(handled).hasValue(thrown);
    signals.awaitIdle();
    signals.request(1); // ignored: it is cancelled
    signals.request(0);
    assertThat(signals.failure).isNull();
    assertThat(channel.waitingReceivers()).isZero();
  }

  @Test
  void anInterruptThatASubscriberLeavesIsAnError() throws InterruptedException {
    channel.sendAll(List.of(1, 2));
    Signals<Integer> signals =
        new Signals<>() {
          @Override
          void next(Integer item) {
            Thread.currentThread().interrupt();
          }
        };
    signals.to(publisher).request(2);
    signals.awaitEnd();
    assertThat(signals.failure).isInstanceOf(InterruptedException.class);
    assertThat(signals.items).containsExactly(1);
    assertThat(channel.receive()).isEqualTo(2);
    signals.awaitIdle();
  }

  @Test
  void aCancelledSubscriptionForgetsItsSubscriber() {
    Signals<Integer> signals = new Signals<Integer>().to(publisher);
    signals.awaitIdle();
    Flow.Subscription subscription = signals.subscription;
    WeakReference<Object> subscriber = new WeakReference<>(signals);
    signals = null;
    subscription.cancel();
    Await.until(
        () -> {
          System.gc();
          return subscriber.refersTo(null);
        },
        "collected");
    subscription.request(1);
  }

  @Test
  void aSubmissionPublisherMayBeTheSubscriber() throws Exception {
    final class Bridge extends SubmissionPublisher<Integer>
        implements Flow.Processor<Integer, Integer> {
      private Flow.Subscription source;

      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        source.request(1);
      }

      @Override
      public void onNext(Integer item) {
        submit(item);
        source.request(1);
      }

      @Override
      public void onError(Throwable failure) {
        closeExceptionally(failure);
      }

      @Override
      public void onComplete() {
        close();
      }
    }
    try (Bridge bridge = new Bridge()) {
      Signals<Integer> signals = new Signals<Integer>().to(bridge);
      signals.request(Long.MAX_VALUE);
      publisher.subscribe(bridge);
      for (int i = 0; i < 1_000; i++) {
        channel.send(i);
      }
      channel.close();
      signals.awaitEnd();
      assertThat(signals.items).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
    }
  }

  @Test
  void argumentsAreChecked() {
    assertThatNullPointerException()
        .isThrownBy(() -> Flows.toPublisher(null))
        .withMessage("channel must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> publisher.subscribe(null))
        .withMessage("subscriber must not be null");
  }
}
