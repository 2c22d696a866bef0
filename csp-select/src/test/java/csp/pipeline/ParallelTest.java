// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators with several goroutines: order, and how the one that fails ends the others. */
class ParallelTest {
  private final HandHost host = HandHost.still();
  private final List<Integer> found = Collections.synchronizedList(new ArrayList<>());

  /** Each call waits until the test lets it go on. */
  private static final class Gates {
    final List<Channel<Integer>> gates = new ArrayList<>();

    Gates(int count) {
      for (int i = 0; i <= count; i++) {
        gates.add(Channel.unbuffered());
      }
    }

    int pass(int value) throws Exception {
      return Given.boom(gates.get(value).receive(), value);
    }
  }

  /** Calls end in the order 2, 3, 1. */
  @Test
  void orderIsKeptWhateverTheOrderOfTheCalls() throws Exception {
    Gates gates = new Gates(3);
    try (Workers workers = new Workers()) {
      Worker<Void> run =
          workers.virtual(
              "run",
              () ->
                  Pipeline.from(Given.upTo(3))
                      .parallel(3, gates::pass)
                      .on(host)
                      .forEach(found::add));
      gates.gates.get(2).send(0);
      gates.gates.get(3).send(0);
      host.awaitQuiet();
      assertThat(found).isEmpty();
      gates.gates.get(1).send(0);
      assertThat(run.result()).isNull();
    }
    assertThat(found).containsExactly(1, 2, 3);
    host.assertNobodyLeft();
  }

  @Test
  void resultsComeAsTheyAreThereWithoutOrder() throws Exception {
    Gates gates = new Gates(3);
    try (Workers workers = new Workers()) {
      Worker<Void> run =
          workers.virtual(
              "run",
              () ->
                  Pipeline.from(Given.upTo(3))
                      .parallelUnordered(3, gates::pass)
                      .on(host)
                      .forEach(found::add));
      for (int i : new int[] {2, 3, 1}) {
        int before = found.size();
        gates.gates.get(i).send(0);
        workers.until(() -> found.size() == before + 1, "came out");
      }
      assertThat(run.result()).isNull();
    }
    assertThat(found).containsExactly(2, 3, 1);
    host.assertNobodyLeft();
  }

  /** The second call fails first, and the first result still comes before its failure. */
  @Test
  void failureComesInItsPlace() throws Exception {
    Gates gates = new Gates(3);
    try (Workers workers = new Workers()) {
      Worker<Void> run =
          workers.virtual(
              "run",
              () ->
                  Pipeline.from(Given.upTo(3))
                      .parallel(3, gates::pass)
                      .on(host)
                      .forEach(found::add));
      gates.gates.get(2).send(3);
      host.awaitQuiet();
      assertThat(run.isDone()).isFalse();
      gates.gates.get(1).send(0);
      assertThat(run.failure()).hasCauseInstanceOf(IOException.class);
    }
    assertThat(found).containsExactly(1);
    host.assertNobodyLeft(); // the third call was interrupted
  }

  /** The other calls wait for what never comes, and are interrupted. */
  @Test
  void failureWithoutOrderEndsTheOtherCalls() throws Exception {
    Gates gates = new Gates(3);
    try (Workers workers = new Workers()) {
      Worker<Void> run =
          workers.virtual(
              "run",
              () ->
                  Pipeline.from(Given.upTo(3))
                      .parallelUnordered(3, gates::pass)
                      .on(host)
                      .forEach(found::add));
      gates.gates.get(2).send(3);
      assertThat(run.failure()).hasCauseInstanceOf(IOException.class);
    }
    assertThat(found).isEmpty();
    host.assertNobodyLeft();
  }

  /** The second call has failed when the first one returns. Red if its goroutine goes on (O4). */
  @Test
  void nothingIsTakenAfterAFailure() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    Channel<Integer> first = Channel.unbuffered();
    try (Outlet<Integer> outlet =
            Pipeline.<Integer>from(Given.endless(taken))
                .parallel(2, v -> v == 1 ? first.receive() : Given.boom(3, v))
                .on(host)
                .open(0);
        Workers workers = new Workers()) {
      host.awaitEnded(1);
      first.send(7);
      workers.until(() -> outlet.channel().waitingSenders() == 1, "7 waits in the outlet");
      host.awaitQuiet();
      assertThat(taken).hasValue(2);
      assertThat(outlet.channel().receive()).isEqualTo(7);
      assertThatThrownBy(outlet.channel()::receive).hasCauseInstanceOf(IOException.class);
    }
    host.assertNobodyLeft();
  }

  /** A function that does not heed interrupts is waited for. Red if close() does not wait (C2). */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void swallowedInterruptDoesNotKeepARunAlive(boolean ordered) throws Exception {
    Channel<Integer> never = Channel.unbuffered();
    Channel<Integer> release = Channel.unbuffered();
    AtomicBoolean left = new AtomicBoolean();
    ThrowingFunction<Integer, Integer> stubborn =
        v -> {
          try {
            never.receive();
          } catch (InterruptedException swallowed) {
            release.receive();
            left.set(true);
          }
          return v;
        };
    try (Workers workers = new Workers()) {
      Pipeline<Integer> source =
          Pipeline.<Integer>from(Given.endless(new AtomicInteger())).on(host);
      Outlet<Integer> outlet =
          (ordered ? source.parallel(1, stubborn) : source.parallelUnordered(1, stubborn)).open(0);
      workers.until(() -> never.waitingReceivers() == 1, "is called");
      Worker<Void> close = workers.virtual("close", outlet::close);
      workers.until(() -> release.waitingReceivers() == 1, "is interrupted");
      close.awaitParked();
      release.send(0);
      assertThat(close.result()).isNull();
      assertThat(left).isTrue();
    }
    host.assertNobodyLeft();
  }

  /** A function that interrupts its own thread fails at its place; nobody waits for ever. */
  @Test
  void interruptOfOnesOwnIsAFailure() {
    assertThatThrownBy(() ->
            Pipeline.from(Given.upTo(3))
                .parallel(
                    2,
                    v -> {
                      if (v == 2) {
                        Thread.currentThread().interrupt();
                      }
                      return v;
                    })
                .on(host)
                .forEach(found::add))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(found).containsExactly(1);
    host.assertNobodyLeft();
  }

  @Test
  void mergeEndsWithTheLast() throws Exception {
    Channel<Integer> one = Channel.unbuffered();
    Channel<Integer> two = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      Worker<List<Integer>> run =
          workers.virtual(
              "run",
              () ->
                  Pipeline.<Integer>from(one)
                      .merge(Pipeline.from(two), Pipeline.from(List.of()))
                      .on(host)
                      .collect(Collectors.toList()));
      one.send(1);
      two.send(2);
      one.close();
      two.send(3);
      two.close();
      assertThat(run.result()).containsExactlyInAnyOrder(1, 2, 3);
    }
    host.assertNobodyLeft();
  }

  @Test
  void mergeFailsAtOnceAndEndsTheOthers() {
    Channel<Integer> quiet = Channel.unbuffered();
    IOException failure = new IOException("broken");
    try (Workers workers = new Workers()) {
      Channel<Integer> one = Channel.unbuffered();
      Worker<Void> run =
          workers.virtual(
              "run",
              () ->
                  Pipeline.<Integer>from(one)
                      .merge(Pipeline.from(quiet).buffer(1))
                      .on(host)
                      .forEach(found::add));
      workers.until(() -> quiet.waitingReceivers() == 1, "asks the quiet one");
      one.close(failure);
      assertThat(run.failure()).cause().isSameAs(failure);
    }
    assertThat(quiet.waitingReceivers()).isZero();
    host.assertNobodyLeft();
  }

  @Test
  void zipEndsWithTheShorter() throws Exception {
    for (int[] lengths : new int[][] {{2, 3}, {3, 2}, {0, 2}, {2, 0}}) {
      Channel<Integer> left = Given.closed(lengths[0]);
      Channel<Integer> right = Given.closed(lengths[1]);
      assertThat(
              Pipeline.<Integer>from(left)
                  .zip(Pipeline.from(right), Integer::sum)
                  .collect(Collectors.toList()))
          .isEqualTo(
              Given.upTo(Math.min(lengths[0], lengths[1])).stream().map(v -> 2 * v).toList());
      assertThat(right.length())
          .as("left in the second")
          .isEqualTo(Math.max(0, lengths[1] - lengths[0]));
    }
  }

  /** The inner pipelines have goroutines, and are ended with the outer one. */
  @Test
  void flatMapEndsItsInnerPipeline() throws Exception {
    Channel<Integer> quiet = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      Outlet<Integer> outlet =
          Pipeline.from(Given.upTo(3))
              .<Integer>flatMap(v -> Pipeline.<Integer>from(quiet).merge(Pipeline.from(List.of(v))))
              .on(host)
              .open(0);
      assertThat(outlet.channel().receive()).isEqualTo(1);
      workers.until(() -> quiet.waitingReceivers() == 1, "asks the quiet one");
      outlet.close();
      assertThat(quiet.waitingReceivers()).isZero();
      assertThat(outlet.channel().isDrained()).isTrue();
    }
    host.assertNobodyLeft();
  }

  @Test
  void conflateGivesTheLatest() throws Exception {
    Channel<Integer> source = Channel.unbuffered();
    try (Workers workers = new Workers();
        Outlet<Integer> outlet = Pipeline.<Integer>from(source).conflate().on(host).open(0)) {
      source.send(1);
      workers.until(() -> outlet.channel().waitingSenders() == 1, "1 waits in the outlet");
      for (int i = 2; i <= 9; i++) {
        source.send(i); // never waits for who is below
      }
      workers.until(() -> source.waitingReceivers() == 1, "took 9");
      assertThat(outlet.channel().receive()).isEqualTo(1);
      assertThat(outlet.channel().receive()).isEqualTo(9);
      source.close();
      assertThat(outlet.channel().receive()).isNull();
    }
    host.assertNobodyLeft();
  }
}
