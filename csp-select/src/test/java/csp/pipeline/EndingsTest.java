// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.ChannelClosedException;
import csp.Received;
import csp.pipeline.Given.Stop;
import csp.testkit.Capacities;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Gatherer;
import java.util.stream.Gatherers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The terminal operations, and what they leave of the channels they send to. */
class EndingsTest {
  private final HandHost host = HandHost.still();
  private final IOException failure = new IOException("broken");

  private static <T> List<T> rest(Channel<T> channel) {
    List<T> rest = new ArrayList<>();
    channel.drainTo(rest, Integer.MAX_VALUE);
    return rest;
  }

  @ParameterizedTest
  @Capacities
  void intoSendsAllAndCloses(int capacity) {
    Channel<Number> sink = Channel.buffered(capacity);
    try (Workers workers = new Workers()) {
      Worker<Void> run = workers.virtual("run", () -> Pipeline.from(Given.upTo(50)).into(sink));
      List<Number> found = new ArrayList<>();
      sink.forEach(found::add);
      assertThat((Object) found).isEqualTo(Given.upTo(50));
      assertThat(run.result()).isNull();
    }
  }

  @Test
  void intoClosesWithTheFailureItself() throws Exception {
    Channel<Integer> sink = Channel.buffered(9);
    assertThatThrownBy(() -> Pipeline.<Integer>from(Given.broken(2, failure)).into(sink))
        .isInstanceOf(ExecutionException.class)
        .hasCause(failure);
    assertThat(rest(sink)).containsExactly(1, 2);
    assertThat(sink.tryReceive()).isEqualTo(Received.closed(failure));

    Channel<Integer> next = Channel.buffered(9);
    assertThatThrownBy(() -> Pipeline.<Integer>from(sink).buffer(1).into(next)).hasCause(failure);
    assertThat(next.tryReceive()).as("no layer more").isEqualTo(Received.closed(failure));
  }

  @Test
  void emptyInputClosesTheSink() throws Exception {
    Channel<Integer> sink = Channel.unbuffered();
    Pipeline.<Integer>from(List.of()).into(sink);
    assertThat(sink.tryReceive()).isEqualTo(Received.closed(null));
  }

  /** The sink is full, so the run waits below: what was sent was sent, the rest is above. */
  @Test
  void cancelledIntoClosesWithTheError() {
    Stop stop = new Stop();
    CancellationException error = new CancellationException("enough");
    AtomicInteger taken = new AtomicInteger();
    Channel<Integer> sink = Channel.buffered(2);
    try (Workers workers = new Workers()) {
      Worker<Void> run =
          workers.virtual(
              "run",
              () ->
                  Pipeline.<Integer>from(Given.endless(taken)).buffer(1).on(host).into(sink, stop));
      workers.until(() -> sink.waitingSenders() == 1, "full");
      host.awaitQuiet();
      stop.end(error);
      assertThat(run.failure()).isSameAs(error);
    }
    host.assertNobodyLeft();
    assertThat(rest(sink)).containsExactly(1, 2);
    assertThat(sink.tryReceive()).isEqualTo(Received.closed(error));
    assertThat(taken).as("two sent, one that waited, two ahead").hasValue(5);
  }

  @Test
  void endedCancellationStartsNothing() {
    Stop stop = new Stop();
    CancellationException error = new CancellationException("enough");
    stop.end(error);
    AtomicInteger taken = new AtomicInteger();
    Channel<Integer> sink = Channel.buffered(2);
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(Given.endless(taken)).buffer(1).on(host);
    assertThatThrownBy(() -> pipeline.into(sink, stop)).isSameAs(error);
    assertThatThrownBy(() -> pipeline.forEach(v -> {}, stop)).isSameAs(error);
    assertThatThrownBy(() -> pipeline.collect(Collectors.toList(), stop)).isSameAs(error);
    assertThatThrownBy(() -> pipeline.partition(v -> true, sink, sink, stop)).isSameAs(error);
    assertThat(taken).hasValue(0);
    assertThat(host.started()).isZero();
    assertThat(sink.tryReceive()).isEqualTo(Received.closed(error));
  }

  @Test
  void interruptedIntoClosesWithTheInterrupt() {
    Channel<Integer> sink = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      Worker<Void> run = workers.virtual("run", () -> Pipeline.from(Given.upTo(3)).into(sink));
      workers.until(() -> sink.waitingSenders() == 1, "sends");
      run.interruptAndJoin();
    }
    assertThatThrownBy(sink::receive)
        .isInstanceOf(ChannelClosedException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void sinkThatIsClosedByOthersEndsTheRun() {
    Channel<Integer> sink = Channel.unbuffered();
    AtomicInteger taken = new AtomicInteger();
    try (Workers workers = new Workers()) {
      Worker<Void> run =
          workers.virtual(
              "run",
              () -> Pipeline.<Integer>from(Given.endless(taken)).buffer(1).on(host).into(sink));
      workers.until(() -> sink.waitingSenders() == 1, "sends");
      sink.close();
      assertThat(run.failure())
          .isInstanceOf(ExecutionException.class)
          .hasMessage("into failed: csp.ChannelClosedException: send on closed channel")
          .hasCauseInstanceOf(ChannelClosedException.class);
    }
    host.assertNobodyLeft();
  }

  @Test
  void partitionSendsEachElementToOneOfTwo() throws Exception {
    Channel<Integer> even = Channel.buffered(9);
    Channel<Object> odd = Channel.buffered(9);
    Pipeline.from(Given.upTo(5)).partition(v -> v % 2 == 0, even, odd);
    assertThat(rest(even)).containsExactly(2, 4);
    assertThat(rest(odd)).containsExactly(1, 3, 5);
    assertThat(even.isDrained() && odd.isDrained()).isTrue();
  }

  @Test
  void partitionClosesBothWithItsFailure() {
    Channel<Integer> even = Channel.buffered(9);
    Channel<Integer> odd = Channel.buffered(9);
    assertThatThrownBy(
            () -> Pipeline.from(Given.upTo(5)).partition(v -> Given.boom(v, v == 2), even, odd))
        .hasMessage("partition failed: java.io.IOException: boom");
    assertThat(rest(even)).containsExactly(2);
    assertThat(rest(odd)).containsExactly(1);
    assertThatThrownBy(even::receive).hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(odd::receive).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void partitionWaitsForTheFullOne() {
    Channel<Integer> even = Channel.unbuffered();
    Channel<Integer> odd = Channel.buffered(9);
    AtomicInteger taken = new AtomicInteger();
    Stop stop = new Stop();
    try (Workers workers = new Workers()) {
      Worker<Void> run =
          workers.virtual(
              "run",
              () ->
                  Pipeline.<Integer>from(Given.endless(taken))
                      .partition(v -> v % 2 == 0, even, odd, stop));
      workers.until(() -> even.waitingSenders() == 1, "sends 2");
      run.awaitParked();
      assertThat(taken).hasValue(2);
      stop.end(new CancellationException());
      assertThat(run.failure()).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void failureOfTheActionAndOfTheCollectorIsOfTheirs() {
    AtomicInteger taken = new AtomicInteger();
    Pipeline<Integer> pipeline = Pipeline.<Integer>from(Given.endless(taken)).buffer(0).on(host);
    assertThatThrownBy(() ->
            pipeline.forEach(v -> {
              Object unused = Given.boom(v, v);
            }))
        .hasMessage("forEach failed: java.io.IOException: boom");
    assertThat(taken.get()).isBetween(3, 4);
    RuntimeException broken = new RuntimeException("collector");
    assertThatThrownBy(() ->
            pipeline.collect(
                Collector.<Integer, List<Integer>, Integer>of(
                    ArrayList::new,
                    (list, v) -> {
                      throw broken;
                    },
                    (a, b) -> a,
                    List::size)))
        .hasMessage("collect failed: java.lang.RuntimeException: collector")
        .hasCause(broken);
    assertThatThrownBy(() ->
            Pipeline.from(Given.upTo(2))
                .collect(Collectors.collectingAndThen(Collectors.toList(), list -> null)))
        .hasCauseInstanceOf(NullPointerException.class);
    host.assertNobodyLeft();
  }

  @Test
  void sourceThatGivesNullOrThrowsFails() {
    List<Integer> withNull = new ArrayList<>();
    withNull.add(null);
    assertThatThrownBy(() -> Pipeline.from(withNull).forEach(v -> {}))
        .cause()
        .isInstanceOf(NullPointerException.class)
        .hasMessage("from returned null");
    Iterable<Integer> broken =
        () -> {
          throw new IllegalStateException("no iterator");
        };
    assertThatThrownBy(() -> Pipeline.from(broken).forEach(v -> {}))
        .isInstanceOf(ExecutionException.class)
        .hasMessage("from failed: java.lang.IllegalStateException: no iterator");
  }

  @Test
  void takeLeavesTheRestInTheSource() throws Exception {
    Channel<Integer> source = Given.closed(5);
    assertThat(Pipeline.<Integer>from(source).take(2).collect(Collectors.toList()))
        .containsExactly(1, 2);
    assertThat(Pipeline.<Integer>from(source).take(0).collect(Collectors.toList())).isEmpty();
    assertThat(rest(source)).containsExactly(3, 4, 5);
  }

  /** Who has the last element need not ask again to be rid of who is above. */
  @Test
  void takeEndsWhatIsAboveWithTheLastElement() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    Pipeline<Integer> above = Pipeline.<Integer>from(Given.endless(taken)).buffer(1);
    List<Pipeline<Integer>> pipelines =
        List.of(
            above,
            above.map(v -> v),
            above.timeout(Operators.HOUR),
            above.zip(above, (a, b) -> a),
            above.flatMap(v -> above),
            above.gather(Gatherers.scan(() -> 0, Integer::sum)));
    int[] goroutines = {1, 1, 2, 2, 2, 1};
    for (int i = 0; i < goroutines.length; i++) {
      HandHost host = HandHost.still();
      int count = goroutines[i];
      List<Integer> seen = new ArrayList<>();
      pipelines
          .get(i)
          .on(host)
          .take(2)
          .forEach(v -> {
            seen.add(v);
            if (seen.size() == 2) {
              host.awaitEnded(count);
            }
          });
      assertThat(seen).hasSize(2);
      assertThat(host.started()).isEqualTo(count);
    }
  }

  /** A gatherer that has enough ends what is above, too. */
  @Test
  void gathererWithEnoughEndsWhatIsAbove() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    Gatherer<Integer, ?, Integer> one =
        Gatherer.ofSequential((nothing, v, below) -> below.push(v) && false);
    Pipeline.<Integer>from(Given.endless(taken))
        .buffer(1)
        .gather(one)
        .on(host)
        .forEach(v -> {
          assertThat(v).isEqualTo(1);
          host.awaitEnded(1);
        });
  }
}
