// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ChannelClosedException;
import csp.ReceiveChannel;
import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Elements, ends, completions and cancels at the same time: nothing is lost or doubled. */
class FutureRaceTest {
  private static final long NANOS =
      Duration.ofMillis(Long.getLong("csp.stress.seconds", 0) * 1000 + 500).toNanos();
  private static final int ROUNDS_AT_ONCE = 100;

  private interface Rounds {
    void run(int number) throws Exception;
  }

  private static void rounds(Rounds rounds) throws Exception {
    long start = System.nanoTime();
    int number = 0;
    while (System.nanoTime() - start < NANOS) {
      rounds.run(number++);
    }
  }

  /**
   * {@code send | cancel, complete or completeExceptionally}: the element is in the future if that
   * says so, and still with the sender or in the buffer if not. Faults: a cancel that asks nobody;
   * one that only asks whether the future is done; one that loses the claim and cancels all the
   * same.
   */
  @Test
  void anElementIsInTheFutureOrStillThere() throws Exception {
    rounds(number -> {
      List<Channel<Integer>> channels = new ArrayList<>();
      List<CompletableFuture<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < ROUNDS_AT_ONCE; i++) {
        channels.add(Channel.buffered(number % 2));
        futures.add(Futures.next(channels.get(i)));
      }
      CyclicBarrier together = new CyclicBarrier(2);
      boolean[] sent = new boolean[ROUNDS_AT_ONCE];
      boolean[] won = new boolean[ROUNDS_AT_ONCE];
      try (Workers workers = new Workers()) {
        workers.platform(
            "send",
            () -> {
              for (int i = 0; i < ROUNDS_AT_ONCE; i++) {
                together.await();
                sent[i] = channels.get(i).trySend(i);
              }
            });
        workers.platform(
            "complete",
            () -> {
              for (int i = 0; i < ROUNDS_AT_ONCE; i++) {
                CompletableFuture<Integer> future = futures.get(i);
                together.await();
                won[i] =
                    switch (i % 3) {
                      case 0 -> future.cancel(true);
                      case 1 -> future.complete(-1);
                      default -> future.completeExceptionally(new RuntimeException());
                    };
              }
            });
      }
      for (int i = 0; i < ROUNDS_AT_ONCE; i++) {
        CompletableFuture<Integer> future = futures.get(i);
        Channel<Integer> channel = channels.get(i);
        Await.until(future::isDone, "done");
        assertThat(channel.waitingReceivers()).isZero();
        if (won[i]) {
          assertThat(future.isCancelled()).isEqualTo(i % 3 == 0);
          assertThat(channel.length()).isEqualTo(sent[i] ? 1 : 0);
        } else {
          assertThat(sent[i]).isTrue();
          assertThat(future).isCompletedWithValue(i);
          assertThat(channel.length()).isZero();
        }
      }
    });
  }

  /**
   * {@code send*, close | next*, some cancelled | receive*}: each element comes once, to a future
   * or to a receiver, and the futures' in the order of the calls. Fault: a withdrawn receive that
   * stays queued in front of another, and is fired.
   */
  @Test
  void futuresAndReceiversShareTheElements() throws Exception {
    rounds(number -> {
      int count = 200;
      Channel<Integer> channel = Channel.buffered(number % 3);
      List<Integer> seen = new ArrayList<>();
      try (Workers workers = new Workers()) {
        Worker<List<Integer>> asker =
            workers.virtual(
                "next",
                () -> {
                  List<Integer> found = new ArrayList<>();
                  while (true) {
                    CompletableFuture<Integer> one = Futures.next(channel);
                    CompletableFuture<Integer> two = Futures.next(channel);
                    Integer first =
                        one.cancel(true) ? Integer.valueOf(-1) : one.get(20, TimeUnit.SECONDS);
                    Integer second = two.get(20, TimeUnit.SECONDS);
                    found.add(first == null ? Integer.valueOf(-1) : first);
                    if (second == null) {
                      found.removeIf(v -> v < 0);
                      return found;
                    }
                    found.add(second);
                  }
                });
        Worker<List<Integer>> receiver =
            workers.virtual("receive", () -> channel.stream().toList());
        workers.platform(
            "send",
            () -> {
              for (int i = 0; i < count; i++) {
                channel.send(i);
              }
              channel.close();
            });
        assertThat(asker.result()).isSorted();
        assertThat(receiver.result()).isSorted();
        seen.addAll(asker.result());
        seen.addAll(receiver.result());
      }
      assertThat(seen)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, count).boxed().toList());
    });
  }

  /**
   * {@code complete | cancel | receive, receive}: the value comes to one receiver at most, and both
   * hear of the end. Fault: the channel is closed before the value is in it.
   */
  @Test
  void aResultIsReceivedOnce() throws Exception {
    rounds(number -> {
      CompletableFuture<Integer> future = new CompletableFuture<>();
      ReceiveChannel<Integer> channel = Futures.toChannel(future);
      try (Workers workers = new Workers()) {
        Worker<Integer> one = workers.virtual("one", () -> received(channel));
        Worker<Integer> two = workers.virtual("two", () -> received(channel));
        Worker<Boolean> complete = workers.platform("complete", () -> future.complete(1));
        Worker<Boolean> cancel =
            workers.virtual("cancel", () -> number % 4 == 0 && future.cancel(true));
        int got = one.result() + two.result();
        assertThat(complete.result()).isNotEqualTo(cancel.result());
        assertThat(got).isEqualTo(complete.result() ? 1 : 0);
      }
    });
  }

  private static int received(ReceiveChannel<Integer> channel) throws InterruptedException {
    try {
      Integer value = channel.receive();
      return value == null ? 0 : value;
    } catch (ChannelClosedException cancelled) {
      return 0;
    }
  }
}
