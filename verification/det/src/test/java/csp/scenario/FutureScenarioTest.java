// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.exhaustOneAndSample;
import static csp.scenario.Scenarios.left;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.threePreemptions;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.Received;
import csp.juc.Futures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Futures of elements, and elements of futures, when two things happen to them at once. */
class FutureScenarioTest {
  /**
   * trySend | cancel of the future that waits: the element is in the future, or in the channel.
   * Seen to fail: a cancel that does not ask who has won the claim.
   */
  @Test
  void elementIsInTheFutureOrStillThere() {
    exhaust(
        threePreemptions(),
        () -> {
          Channel<int[]> channel = Channel.buffered(1);
          CompletableFuture<int[]> future = Futures.next(channel);
          boolean[] sent = new boolean[1];
          Thread sender = go(() -> sent[0] = channel.trySend(new int[] {7}));
          boolean cancelled = future.cancel(true);
          sender.join();
          int[] got = cancelled ? null : future.join(); // its goroutine may be behind
          return () -> {
            assertThat(sent[0]).isTrue();
            assertThat(future.isCancelled()).isEqualTo(cancelled);
            if (got == null) {
              assertThat(left(channel)).hasSize(1);
            } else {
              assertThat(got[0]).as("what was done before it was sent").isEqualTo(7);
              assertThat(left(channel)).isEmpty();
            }
          };
        });
  }

  /**
   * trySend | complete, or close | complete: one of them is the result, and says so. Seen to fail:
   * a completion that does not take the receive back.
   */
  @Test
  void elementOrSomebodyElseCompletesTheFuture() {
    exhaust(
        threePreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          CompletableFuture<Integer> future = Futures.next(channel);
          Thread sender =
              go(() -> {
                boolean unused = channel.trySend(7);
              });
          boolean completed = future.complete(-1);
          sender.join();
          Integer result = future.join();
          return () -> {
            assertThat(result).isEqualTo(completed ? -1 : 7);
            assertThat(left(channel)).hasSize(completed ? 1 : 0);
          };
        });
    exhaust(
        threePreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          CompletableFuture<Integer> future = Futures.next(channel);
          go(() -> channel.close(new IOException("broken")));
          boolean completed = future.complete(-1);
          Integer result = future.exceptionally(thrown -> 0).join();
          return () -> {
            assertThat(result).isEqualTo(completed ? -1 : 0);
            assertThat(future.isCompletedExceptionally()).isEqualTo(!completed);
            settled(channel);
          };
        });
  }

  /**
   * Two futures; cancel of the first | trySend: the second one gets the element, or the first. Seen
   * to fail: a receive that is taken back, and stays queued.
   */
  @Test
  void cancelledFutureIsNotInTheWayOfTheNext() {
    exhaustOneAndSample(
        300,
        UnaryOperator.identity(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          CompletableFuture<Integer> first = Futures.next(channel);
          CompletableFuture<Integer> second = Futures.next(channel);
          Thread sender =
              go(() -> {
                boolean unused = channel.trySend(1);
              });
          boolean cancelled = first.cancel(true);
          sender.join();
          Integer got = cancelled ? second.join() : first.join();
          int others = channel.waitingReceivers();
          boolean withdrawn = second.cancel(true);
          return () -> {
            assertThat(got).isEqualTo(1);
            assertThat(others).isEqualTo(cancelled ? 0 : 1);
            assertThat(withdrawn).isEqualTo(!cancelled);
            settled(channel);
          };
        });
  }

  /**
   * complete | a receive of the future's channel that may give up: the value came, or is there.
   * Seen to fail: a channel that is closed before the value is in it.
   */
  @Test
  void resultIsReceivedOrStillThere() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          CompletableFuture<int[]> future = new CompletableFuture<>();
          ReceiveChannel<int[]> channel = Futures.toChannel(future);
          Thread completer = go(() -> future.complete(new int[] {7}));
          Received<int[]> received = channel.tryReceive(Duration.ofMillis(1));
          completer.join();
          List<int[]> all = new ArrayList<>(left(channel));
          if (received instanceof Received.Value<int[]>(int[] value)) {
            all.add(value);
          }
          int seven = all.getFirst()[0];
          return () -> {
            assertThat(received)
                .as("closed, and the value lost")
                .isNotInstanceOf(Received.Closed.class);
            assertThat(all).hasSize(1);
            assertThat(seven).as("what was done before it was completed").isEqualTo(7);
          };
        });
  }

  /** cancel of the future | receive: the end with the failure, at once or after waiting. */
  @Test
  void cancelledFutureEndsItsChannel() {
    exhaust(
        threePreemptions(),
        () -> {
          CompletableFuture<Integer> future = new CompletableFuture<>();
          ReceiveChannel<Integer> channel = Futures.toChannel(future);
          go(() -> future.cancel(true));
          String end;
          try {
            end = "value " + channel.receive();
          } catch (csp.ChannelClosedException closed) {
            end = String.valueOf(closed.getCause());
          }
          String seen = end;
          return () -> assertThat(seen).isEqualTo("java.util.concurrent.CancellationException");
        });
  }
}
