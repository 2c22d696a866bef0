// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.TestCancellation;
import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests, cancels, elements and ends at the same time: nothing is lost, doubled or left. */
class FlowRaceTest {
  private static final long NANOS =
      Duration.ofMillis(Long.getLong("csp.stress.seconds", 0) * 1000 + 500).toNanos();

  private interface Round {
    void run(int number) throws Exception;
  }

  private static void rounds(Round round) throws Exception {
    long start = System.nanoTime();
    int number = 0;
    while (System.nanoTime() - start < NANOS) {
      round.run(number++);
    }
  }

  /**
   * {@code send* | request, cancel}: what was sent is either passed on or still in the channel.
   * Fault: what was received when the subscription is already cancelled is not passed on.
   */
  @Test
  void aCancelLosesNoElement() throws Exception {
    rounds(number -> {
      Channel<Integer> channel = Channel.buffered(number % 3);
      Signals<Integer> signals = new Signals<Integer>().to(Flows.toPublisher(channel));
      int sent = 0;
      try (Workers workers = new Workers()) {
        Worker<Integer> sender =
            workers.virtual(
                "send",
                () -> {
                  int i = 0;
                  while (i < 20 && channel.trySend(i, Duration.ofMillis(1))) {
                    i++;
                  }
                  return i;
                });
        workers.virtual(
            "cancel",
            () -> {
              signals.request(1 + number % 20);
              int items = number % 5;
              Await.until(() -> signals.items.size() >= items || sender.isDone(), "some or none");
              signals.subscription.cancel();
            });
        sent = sender.result();
      }
      signals.awaitIdle();
      channel.close();
      List<Integer> seen = new ArrayList<>(signals.items);
      channel.forEach(seen::add);
      assertThat(seen).isEqualTo(IntStream.range(0, sent).boxed().toList());
      assertThat(signals.overlapped).isFalse();
    });
  }

  /**
   * {@code request(1)* | request(1)* | send*}: every request is served once, and the signals are
   * serial. Faults: the countdown reads and writes instead of exchanging; a request that finds one
   * open starts a goroutine, too.
   */
  @Test
  void requestsFromManyThreadsAreServedOnceAndInTurn() throws Exception {
    rounds(number -> {
      int each = 100;
      Channel<Integer> channel = Channel.buffered(1 + number % 3);
      Signals<Integer> signals = new Signals<Integer>().to(Flows.toPublisher(channel));
      try (Workers workers = new Workers()) {
        for (String name : List.of("a", "b")) {
          workers.platform(
              name,
              () -> {
                for (int i = 0; i < each; i++) {
                  int served = 2 * i - 1; // so that a request meets the countdown of another
                  Await.until(() -> signals.items.size() >= served, "served");
                  signals.request(1);
                }
              });
        }
        for (int i = 0; i < 2 * each; i++) {
          channel.send(i);
        }
      }
      signals.awaitItems(2 * each);
      assertThat(signals.items).isEqualTo(IntStream.range(0, 2 * each).boxed().toList());
      assertThat(channel.trySend(1)).isTrue(); // nobody has asked for it
      signals.awaitIdle();
      assertThat(channel.length()).isEqualTo(1);
      assertThat(signals.overlapped).isFalse();
    });
  }

  /** Sends what is requested from a thread of its own, until it is cancelled or has sent all. */
  private static final class Source implements Flow.Publisher<Integer>, Flow.Subscription {
    final int count;
    final AtomicLong requested = new AtomicLong();
    final AtomicInteger cancels = new AtomicInteger();
    volatile Thread requester;
    volatile boolean stopped;
    Flow.Subscriber<? super Integer> subscriber;

    Source(int count) {
      this.count = count;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> offered) {
      subscriber = offered;
      offered.onSubscribe(this);
    }

    @Override
    public void request(long n) {
      requester = Thread.currentThread();
      requested.addAndGet(n);
    }

    @Override
    public void cancel() {
      cancels.incrementAndGet();
      stopped = true;
    }

    int publish() {
      int sent = 0;
      while (sent < count) {
        int next = sent;
        Await.until(() -> requested.get() > next || stopped, "request " + next);
        if (stopped) {
          return sent;
        }
        subscriber.onNext(sent++);
      }
      subscriber.onComplete();
      return sent;
    }
  }

  /**
   * {@code publish* | receive*, receive*}: all arrives once, no more is requested than there is
   * room for, and the goroutine ends. Fault: a close does not fire the one who grants.
   */
  @Test
  void whatIsPublishedIsReceivedOnce() throws Exception {
    rounds(number -> {
      int count = 200;
      Source source = new Source(count);
      int capacity = 1 + number % 5;
      ReceiveChannel<Integer> channel = Flows.fromPublisher(source, capacity);
      List<Integer> seen = new ArrayList<>();
      try (Workers workers = new Workers()) {
        Worker<List<Integer>> a = workers.virtual("a", () -> channel.stream().toList());
        Worker<List<Integer>> b = workers.virtual("b", () -> channel.stream().toList());
        workers.virtual("publish", source::publish);
        seen.addAll(a.result());
        seen.addAll(b.result());
      }
      assertThat(seen)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, count).boxed().toList());
      assertThat(source.requested.get()).isBetween((long) count, (long) count + capacity);
      Await.until(() -> source.requester.getState() == Thread.State.TERMINATED, "ended");
      assertThat(source.cancels).hasValue(0);
    });
  }

  /**
   * {@code publish* | receive* | end}: what is received is a beginning of what was sent, and the
   * goroutine ends. Fault: the goroutine cancels and does not close the channel.
   */
  @Test
  void theEndOfTheCancellationMayComeAtAnyMoment() throws Exception {
    rounds(number -> {
      int count = 50;
      Source source = new Source(count);
      TestCancellation cancellation = new TestCancellation();
      ReceiveChannel<Integer> channel = Flows.fromPublisher(source, 1 + number % 5, cancellation);
      List<Integer> seen;
      int sent;
      AtomicInteger received = new AtomicInteger();
      try (Workers workers = new Workers()) {
        Worker<List<Integer>> receiver =
            workers.virtual(
                "receive",
                () -> channel.stream().peek(item -> received.incrementAndGet()).toList());
        Worker<Integer> publisher = workers.virtual("publish", source::publish);
        workers.virtual(
            "end",
            () -> {
              Await.until(() -> received.get() >= number % count, "some are received");
              cancellation.end();
            });
        seen = receiver.result();
        sent = publisher.result();
      }
      assertThat(seen).isEqualTo(IntStream.range(0, seen.size()).boxed().toList());
      assertThat(seen.size()).isLessThanOrEqualTo(sent);
      if (sent < count) {
        Await.until(() -> source.cancels.get() == 1, "cancelled");
      }
      Await.until(() -> cancellation.done.waitingReceivers() == 0, "nobody waits for the end");
      Thread requester = source.requester;
      if (requester != null) {
        Await.until(() -> requester.getState() == Thread.State.TERMINATED, "ended");
      }
    });
  }
}
