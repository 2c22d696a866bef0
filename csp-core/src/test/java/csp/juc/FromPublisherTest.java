// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.ChannelClosedException;
import csp.ReceiveChannel;
import csp.Received;
import csp.TestCancellation;
import csp.internal.channel.MeteredChannel;
import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A publisher as a channel: its buffer is the demand, and its ends are those of the stream. */
class FromPublisherTest {
  /** A publisher whose signals the test gives. */
  private static class Manual implements Flow.Publisher<Integer>, Flow.Subscription {
    final List<Long> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger cancels = new AtomicInteger();
    volatile Flow.Subscriber<? super Integer> subscriber;
    volatile Thread requester;

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> offered) {
      subscriber = offered;
      offered.onSubscribe(this);
    }

    @Override
    public void request(long n) {
      requester = Thread.currentThread();
      requests.add(n);
    }

    @Override
    public void cancel() {
      cancels.incrementAndGet();
    }

    void send(Integer... items) {
      for (Integer item : items) {
        subscriber.onNext(item);
      }
    }

    void awaitRequests(Long... expected) {
      Await.until(() -> requests.size() >= expected.length, "requests " + List.of(expected));
      assertThat(requests).containsExactly(expected);
    }

    void awaitGoroutineEnded() {
      Await.until(() -> requester.getState() == Thread.State.TERMINATED, "ended");
    }
  }

  private final TestCancellation ending = new TestCancellation();
  private final Manual manual = new Manual();

  @Test
  void theCapacityIsRequestedAndThenWhatWasReceivedHalfByHalf() throws InterruptedException {
    ReceiveChannel<Integer> channel = Flows.fromPublisher(manual, 4, ending);
    manual.awaitRequests(4L);
    manual.send(1, 2, 3, 4);
    assertThat(channel.length()).isEqualTo(4);
    assertThat(channel.capacity()).isEqualTo(4);
    assertThat(channel.receive()).isEqualTo(1);
    Await.until(() -> ending.done.waitingReceivers() == 1, "it waits");
    manual.awaitRequests(4L);
    assertThat(channel.tryReceive()).isEqualTo(new Received.Value<>(2));
    manual.awaitRequests(4L, 2L);
    manual.send(5, 6);
    List<Integer> rest = new ArrayList<>();
    assertThat(channel.receiveBatch(rest, 10)).isEqualTo(4);
    assertThat(rest).containsExactly(3, 4, 5, 6);
    Await.until(() -> manual.requests.stream().mapToLong(n -> n).sum() == 10, "all is asked for");
    manual.subscriber.onComplete();
    manual.awaitGoroutineEnded();
    assertThat(manual.cancels).hasValue(0);
  }

  /** Fault: a hand-off to a receiver that waits is not counted as a free slot. */
  @Test
  void whatGoesPastTheBufferIsAskedForAgain() {
    ReceiveChannel<Integer> channel = Flows.fromPublisher(manual, 1);
    manual.awaitRequests(1L);
    try (Workers workers = new Workers()) {
      for (int round = 0; round < 3; round++) {
        Worker<Integer> receiver = workers.virtual("receiver", () -> channel.receive());
        Await.until(() -> ((MeteredChannel<?>) channel).waitingReceivers() == 1, "it waits");
        int asked = round + 1;
        Await.until(() -> manual.requests.size() == asked, "asked again");
        manual.send(round);
        assertThat(receiver.result()).isEqualTo(round);
      }
    }
    manual.subscriber.onComplete();
    manual.awaitGoroutineEnded();
  }

  @Test
  void theEndComesAfterTheBuffer() throws InterruptedException {
    ReceiveChannel<Integer> channel = Flows.fromPublisher(manual, 4);
    manual.awaitRequests(4L);
    manual.send(1, 2);
    manual.subscriber.onComplete();
    manual.subscriber.onNext(3); // after the end: ignored
    assertThat(channel.isClosed()).isTrue();
    assertThat(channel.stream().toList()).containsExactly(1, 2);
    assertThat(channel.isDrained()).isTrue();
    manual.awaitGoroutineEnded();
    assertThat(manual.cancels).hasValue(0);
  }

  @Test
  void aFailureComesAfterTheBuffer() throws InterruptedException {
    ReceiveChannel<Integer> channel = Flows.fromPublisher(manual, 4);
    manual.awaitRequests(4L);
    Exception failure = new Exception("failed");
    manual.send(1);
    manual.subscriber.onError(failure);
    assertThat(channel.receive()).isEqualTo(1);
    assertThatThrownBy(channel::receive)
        .isInstanceOf(ChannelClosedException.class)
        .cause()
        .isSameAs(failure);
    manual.awaitGoroutineEnded();
    assertThat(manual.cancels).hasValue(0);
  }

  @Test
  void aReceiverThatWaitsHearsOfTheEnd() {
    ReceiveChannel<Integer> channel = Flows.fromPublisher(manual, 4);
    try (Workers workers = new Workers()) {
      Worker<Integer> receiver = workers.virtual("receiver", () -> channel.receive());
      receiver.awaitParked();
      manual.subscriber.onComplete();
      assertThat(receiver.result()).isNull();
    }
  }

  @Test
  void theEndOfTheCancellationCancelsAndLeavesTheBuffer() throws InterruptedException {
    ReceiveChannel<Integer> channel = Flows.fromPublisher(manual, 4, ending);
    manual.awaitRequests(4L);
    manual.send(1, 2);
    ending.end();
    Await.until(() -> manual.cancels.get() == 1, "cancelled");
    manual.awaitGoroutineEnded();
    manual.send(3); // rule 2.8
    assertThat(channel.receive()).isEqualTo(1);
    assertThat(channel.receive()).isEqualTo(2);
    assertThat(channel.receive()).isNull();
    assertThat(manual.requests).hasSize(1);
    assertThat(manual.cancels).hasValue(1);
  }

  @Test
  void theCancellationIsLeftAtTheEnd() {
    Flows.fromPublisher(manual, 4, ending);
    manual.awaitRequests(4L);
    Await.until(() -> ending.done.waitingReceivers() == 1, "it waits");
    manual.subscriber.onComplete();
    Await.until(() -> ending.done.waitingReceivers() == 0, "nobody waits");
    manual.awaitGoroutineEnded();
  }

  @Test
  void nothingIsSubscribedToIfItHasEndedBefore() throws InterruptedException {
    ending.end();
    assertThat(Flows.fromPublisher(manual, 4, ending).receive()).isNull();
    assertThat(manual.subscriber).isNull();
  }

  @Test
  void aSubscriptionThatComesAfterTheEndIsCancelled() throws InterruptedException {
    AtomicReference<Flow.Subscriber<? super Integer>> late = new AtomicReference<>();
    Flow.Publisher<Integer> publisher = late::set;
    ReceiveChannel<Integer> channel = Flows.fromPublisher(publisher, 4, ending);
    ending.end();
    assertThat(channel.receive()).isNull();
    Await.until(() -> ending.done.waitingReceivers() == 0, "nobody waits");
    Await.until( // the goroutine closes the channel, and then gives up the subscription
        () -> {
          late.get().onSubscribe(manual);
          return manual.cancels.get() > 0;
        },
        "cancelled");
    assertThat(manual.requests).isEmpty();
  }

  @Test
  void moreThanWasRequestedIsAnError() throws InterruptedException {
    ReceiveChannel<Integer> channel = Flows.fromPublisher(manual, 2);
    manual.awaitRequests(2L);
    manual.send(1, 2, 3, 4);
    Await.until(() -> manual.cancels.get() == 1, "cancelled");
    assertThat(channel.receive()).isEqualTo(1);
    assertThat(channel.receive()).isEqualTo(2);
    assertThatThrownBy(channel::receive)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("rule 1.1: the publisher sent more than was requested");
    manual.awaitGoroutineEnded();
  }

  /** Room in the buffer is no licence: 1 is received, but no request was made for its slot. */
  @Test
  void whatHasRoomButWasNotRequestedIsAnErrorToo() throws InterruptedException {
    ReceiveChannel<Integer> channel = Flows.fromPublisher(manual, 4);
    manual.awaitRequests(4L);
    manual.send(1, 2, 3, 4);
    assertThat(channel.receive()).isEqualTo(1);
    manual.send(5);
    Await.until(() -> manual.cancels.get() == 1, "cancelled");
    assertThat(channel.length()).isEqualTo(3);
  }

  @Test
  void aPublisherThatDoesNotEndItsRequestIsStopped() {
    Manual endless =
        new Manual() {
          @Override
          public void request(long n) {
            super.request(n);
            while (cancels.get() == 0) {
              send(1);
            }
          }
        };
    ReceiveChannel<Integer> channel = Flows.fromPublisher(endless, 2);
    Await.until(channel::isClosed, "closed");
    assertThat(channel.length()).isEqualTo(2);
    endless.awaitGoroutineEnded();
    assertThat(endless.cancels).hasValue(1);
  }

  @Test
  void aSecondSubscriptionIsCancelled() throws InterruptedException {
    ReceiveChannel<Integer> channel = Flows.fromPublisher(manual, 2);
    Manual second = new Manual();
    manual.subscriber.onSubscribe(second);
    assertThat(second.cancels).hasValue(1);
    manual.awaitRequests(2L);
    manual.send(1);
    assertThat(channel.receive()).isEqualTo(1);
    assertThat(second.requests).isEmpty();
    assertThat(manual.cancels).hasValue(0);
    manual.subscriber.onComplete();
    manual.awaitGoroutineEnded();
  }

  @Test
  void whatSubscribeOrRequestThrowsIsTheFailure() {
    RuntimeException thrown = new RuntimeException("thrown");
    ReceiveChannel<Integer> unsubscribed =
        Flows.fromPublisher(
            subscriber -> {
              throw thrown;
            },
            2,
            ending);
    assertThatThrownBy(unsubscribed::receive).cause().isSameAs(thrown);
    Await.until(() -> ending.done.waitingReceivers() == 0, "nobody waits");

    Manual failing =
        new Manual() {
          @Override
          public void request(long n) {
            super.request(n);
            throw thrown;
          }
        };
    assertThatThrownBy(Flows.fromPublisher(failing, 2)::receive).cause().isSameAs(thrown);
    failing.awaitGoroutineEnded();
    assertThat(failing.cancels).hasValue(1);
  }

  @Test
  void anInterruptThatAPublisherLeavesIsTheFailure() {
    Manual interrupting =
        new Manual() {
          @Override
          public void request(long n) {
            super.request(n);
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(Flows.fromPublisher(interrupting, 2)::receive)
        .hasCauseInstanceOf(InterruptedException.class);
    interrupting.awaitGoroutineEnded();
    assertThat(interrupting.cancels).hasValue(1);
  }

  @Test
  void aSubmissionPublisherIsSlowedDown() throws InterruptedException {
    int count = 2_000;
    SubmissionPublisher<Integer> source = new SubmissionPublisher<>(Runnable::run, 8);
    try (Workers workers = new Workers()) {
      ReceiveChannel<Integer> channel = Flows.fromPublisher(source, 4);
      workers.platform(
          "submit",
          () -> {
            for (int i = 0; i < count; i++) {
              source.submit(i); // waits when its buffer is full
            }
            source.close();
          });
      List<Integer> received = new ArrayList<>();
      for (Integer item : channel) {
        assertThat(channel.length()).isLessThanOrEqualTo(4);
        received.add(item);
      }
      assertThat(received).isEqualTo(IntStream.range(0, count).boxed().toList());
      assertThat(source.getNumberOfSubscribers()).isZero();
    }
  }

  @Test
  void thereAndBackIsTheSame() throws InterruptedException {
    Channel<Integer> source = Channel.buffered(3);
    ReceiveChannel<Integer> back = Flows.fromPublisher(Flows.toPublisher(source), 5);
    try (Workers workers = new Workers()) {
      workers.virtual(
          "send",
          () -> {
            for (int i = 0; i < 5_000; i++) {
              source.send(i);
            }
            source.close(new Exception("the end"));
          });
      List<Integer> received = new ArrayList<>();
      assertThatThrownBy(() -> back.forEach(received::add)).hasRootCauseMessage("the end");
      assertThat(received).isEqualTo(IntStream.range(0, 5_000).boxed().toList());
    }
  }

  @Test
  void argumentsAreChecked() {
    assertThatNullPointerException()
        .isThrownBy(() -> Flows.fromPublisher(null, 1))
        .withMessage("publisher must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> Flows.fromPublisher(manual, 1, null))
        .withMessage("cancellation must not be null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Flows.fromPublisher(manual, 0))
        .withMessage("capacity must be >= 1, was 0");
    assertThat(manual.subscriber).isNull();
  }

  @Test
  void signalsAreChecked() throws InterruptedException {
    ReceiveChannel<Integer> channel = Flows.fromPublisher(manual, 1);
    manual.awaitRequests(1L);
    assertThatNullPointerException()
        .isThrownBy(() -> manual.subscriber.onSubscribe(null))
        .withMessage("subscription must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> manual.subscriber.onNext(null))
        .withMessage("item must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> manual.subscriber.onError(null))
        .withMessage("failure must not be null");
    manual.send(1);
    assertThat(channel.receive()).isEqualTo(1);
    manual.subscriber.onComplete();
    manual.awaitGoroutineEnded();
  }
}
