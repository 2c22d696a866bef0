// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Cancellation;
import csp.Channel;
import csp.ChannelClosedException;
import csp.ReceiveChannel;
import csp.Received;
import csp.SendChannel;
import csp.TestCancellation;
import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Queues as the ends of channels: nothing is lost, and the goroutines end. */
class QueuePumpsTest {
  private final TestCancellation ending = new TestCancellation();

  @Test
  void whatIsInTheQueueIsReceivedInOrder() throws InterruptedException {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>(List.of(1, 2));
    ReceiveChannel<Integer> channel = Queues.receiveFrom(queue, ending);
    assertThat(channel.receive()).isEqualTo(1);
    assertThat(channel.receive()).isEqualTo(2);
    queue.put(3);
    assertThat(channel.receive()).isEqualTo(3);
    ending.end();
    assertThat(channel.receive()).isNull();
  }

  /** Fault: a close that forgets what the goroutine has in its hand. */
  @Test
  void whatWasTakenAheadIsReceivedAfterTheEnd() throws InterruptedException {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>(List.of(1, 2, 3));
    ReceiveChannel<Integer> channel = Queues.receiveFrom(queue, ending);
    Await.until(() -> channel.waitingSenders() == 1, "one is taken ahead");
    assertThat(queue).containsExactly(2, 3);
    assertThat(channel.length()).isZero();
    ending.end();
    Await.until(channel::isClosed, "closed");
    assertThat(channel.length()).isEqualTo(1);
    assertThat(channel.isDrained()).isFalse();
    assertThat(channel.tryReceive()).isEqualTo(new Received.Value<>(1));
    assertThat(channel.isDrained()).isTrue();
    assertThat(channel.receive()).isNull();
    assertThat(queue).containsExactly(2, 3);
    assertThat(ending.done.waitingReceivers()).isZero();
  }

  @Test
  void theEndComesToWhoWaits() {
    ReceiveChannel<Integer> channel = Queues.receiveFrom(new LinkedBlockingQueue<>(), ending);
    try (Workers workers = new Workers()) {
      Worker<Integer> receiver = workers.virtual("receiver", () -> channel.receive());
      receiver.awaitParked();
      ending.end();
      assertThat(receiver.result()).isNull();
    }
  }

  @Test
  void nothingIsTakenIfItHasEndedBefore() throws InterruptedException {
    ending.end();
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>(List.of(1));
    assertThat(Queues.receiveFrom(queue, ending).receive()).isNull();
    assertThat(queue).containsExactly(1);
  }

  /** Several take from one queue, and are ended at random moments: each element comes out once. */
  @Test
  void noElementIsLostOrDoubledByTheEnds() {
    for (int round = 0; round < 200; round++) {
      BlockingQueue<Integer> queue =
          new LinkedBlockingQueue<>(IntStream.range(0, 50).boxed().toList());
      TestCancellation first = new TestCancellation();
      TestCancellation second = new TestCancellation();
      List<Integer> seen = new ArrayList<>();
      try (Workers workers = new Workers()) {
        Worker<List<Integer>> a = receiver(workers, Queues.receiveFrom(queue, first));
        Worker<List<Integer>> b = receiver(workers, Queues.receiveFrom(queue, second));
        int left = round % 50;
        Await.until(() -> queue.size() <= left, "some are taken");
        first.end();
        second.end();
        seen.addAll(a.result());
        seen.addAll(b.result());
      }
      seen.addAll(queue);
      assertThat(seen).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 50).boxed().toList());
    }
  }

  private static Worker<List<Integer>> receiver(Workers workers, ReceiveChannel<Integer> channel) {
    return workers.virtual(
        "receiver",
        () -> {
          List<Integer> seen = new ArrayList<>();
          channel.forEach(seen::add);
          return seen;
        });
  }

  @Test
  void whatTakeThrowsIsTheFailureAndEndsTheWaitForTheEnd() {
    Channel<Integer> inner = Channel.unbuffered();
    ReceiveChannel<Integer> channel = Queues.receiveFrom(Queues.asBlockingQueue(inner), ending);
    inner.close();
    assertThatThrownBy(channel::receive)
        .isInstanceOf(ChannelClosedException.class)
        .hasRootCauseMessage("receive from closed channel");
    Await.until(() -> ending.done.waitingReceivers() == 0, "nobody waits for the end");
  }

  @Test
  void aCancellationThatFailsOrNeverEndsServesToo() throws InterruptedException {
    Channel<Void> done = Channel.unbuffered();
    Cancellation failing =
        new Cancellation() {
          @Override
          public ReceiveChannel<?> done() {
            return done;
          }

          @Override
          public RuntimeException error() {
            return done.isClosed() ? new IllegalStateException() : null;
          }
        };
    ReceiveChannel<Integer> channel = Queues.receiveFrom(new LinkedBlockingQueue<>(), failing);
    done.close(new Exception("mine"));
    assertThat(channel.receive()).isNull();

    Channel<Integer> inner = Channel.buffered(1);
    Cancellation never =
        new Cancellation() {
          @Override
          public ReceiveChannel<?> done() {
            return Channel.nil();
          }

          @Override
          public RuntimeException error() {
            return null;
          }
        };
    ReceiveChannel<Integer> endless = Queues.receiveFrom(Queues.asBlockingQueue(inner), never);
    inner.send(1);
    assertThat(endless.receive()).isEqualTo(1);
    inner.close();
    assertThatThrownBy(endless::receive).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void whatIsSentArrivesInOrderAfterACloseToo() throws InterruptedException {
    BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
    SendChannel<Integer> channel = Queues.sendInto(queue);
    channel.send(1);
    channel.send(2); // in the goroutine's hand
    assertThat(channel.trySend(3)).isFalse();
    channel.close();
    assertThatThrownBy(() -> channel.send(3)).isInstanceOf(ChannelClosedException.class);
    assertThat(queue.take()).isEqualTo(1);
    assertThat(queue.take()).isEqualTo(2);
  }

  @Test
  void whatPutThrowsIsTheFailure() throws InterruptedException {
    Channel<Integer> inner = Channel.buffered(1);
    inner.close();
    SendChannel<Integer> channel = Queues.sendInto(Queues.asBlockingQueue(inner));
    channel.send(1);
    Await.until(channel::isClosed, "closed");
    assertThatThrownBy(() -> channel.send(2)).hasRootCauseMessage("send on closed channel");
  }

  @Test
  void argumentsAreChecked() {
    assertThatNullPointerException()
        .isThrownBy(() -> Queues.receiveFrom(null, ending))
        .withMessage("queue must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> Queues.receiveFrom(new LinkedBlockingQueue<>(), null))
        .withMessage("cancellation must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> Queues.sendInto(null))
        .withMessage("queue must not be null");
  }
}
