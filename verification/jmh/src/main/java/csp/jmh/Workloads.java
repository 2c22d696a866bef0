// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The workloads. One invocation is one whole run: threads started, all elements passed, threads
 * ended; only {@link #unc}, {@link #tryTake} and {@link #selwide} are calls on the benchmark's own
 * thread. {@link Runs} sets the parameters and the number of operations from a {@link Cell}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Workloads {
  static final int PAIRS = 10_000;
  static final int STAGES = 10_000;
  static final int BURST = 100;
  static final int READY = 4;
  static final int LIMIT_SECONDS = 1;

  /** Made beforehand, so that an element allocates nothing. */
  static final Integer[] ELEMENTS = IntStream.range(0, 128).boxed().toArray(Integer[]::new);

  /** Whose channels. */
  @Param("CSP")
  public Channels library;

  /** See {@link Cell}. */
  @Param("0")
  public int capacity;

  /** See {@link Cell}. */
  @Param("1")
  public int threads;

  /** See {@link Cell}. */
  @Param("1")
  public int elements;

  private Conduit conduit; // of those workloads that start no threads

  /** Makes the channel that lasts. */
  @Setup
  public void makeConduit() {
    conduit = library.conduit(capacity);
  }

  /** Producers and as many consumers share one channel. */
  @Benchmark
  public void pc() throws InterruptedException {
    Conduit shared = library.conduit(capacity);
    int share = elements / threads;
    Crew crew = new Crew(2 * threads);
    for (int i = 0; i < threads; i++) {
      crew.start(() -> produce(shared, share));
      crew.start(() -> consume(shared, share));
    }
    crew.await();
  }

  /** One producer, and consumers that all see each element: as {@link Channels#fan} has it. */
  @Benchmark
  public void bcast() throws InterruptedException {
    int count = elements;
    int consumers = threads;
    Crew crew = new Crew(consumers + 1);
    List<Conduit> ends = new ArrayList<>();
    Conduit fan = library.fan(capacity, consumers, ends);
    for (Conduit end : ends) {
      crew.start(() -> consume(end, count));
    }
    crew.start(() -> consumers * produce(fan, count));
    crew.await();
  }

  /** Two threads send an element to and fro; one operation is one round trip. */
  @Benchmark
  public void pp() throws InterruptedException {
    Conduit there = library.conduit(capacity);
    Conduit back = library.conduit(capacity);
    int rounds = elements;
    Crew crew = new Crew(2);
    crew.start(() -> serve(there, back, rounds));
    crew.start(() -> forward(there, back, rounds));
    crew.await();
  }

  /** Many pairs of a producer and a consumer, each with a channel of its own. */
  @Benchmark
  public void par() throws InterruptedException {
    int each = elements;
    Crew crew = new Crew(2 * PAIRS);
    for (int i = 0; i < PAIRS; i++) {
      Conduit own = library.conduit(capacity);
      crew.start(() -> produce(own, each));
      crew.start(() -> consume(own, each));
    }
    crew.await();
  }

  /** A line of stages hands every element on; one operation is one hop. */
  @Benchmark
  public void chain() throws InterruptedException {
    int each = elements;
    Crew crew = new Crew(STAGES + 2);
    Conduit first = library.conduit(capacity);
    crew.start(() -> produce(first, each));
    Conduit last = first;
    for (int i = 0; i < STAGES; i++) {
      Conduit in = last;
      Conduit out = library.conduit(capacity);
      crew.start(() -> forward(in, out, each));
      last = out;
    }
    Conduit end = last;
    crew.start(() -> consume(end, each));
    crew.await();
  }

  /** One thread fills the channel, then empties it; one operation is a send and a receive. */
  @Benchmark
  public long unc() throws InterruptedException {
    produce(conduit, BURST);
    return consume(conduit, BURST);
  }

  /** One thread looks for an element in an empty channel. */
  @Benchmark
  public @Nullable Object tryTake() throws InterruptedException {
    return conduit.tryTake();
  }

  /** One thread selects among channels that each have a producer. */
  @Benchmark
  public void sel() throws InterruptedException {
    int each = elements;
    Crew crew = new Crew(threads + 1);
    List<Conduit> ways = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Conduit way = library.conduit(capacity);
      ways.add(way);
      crew.start(() -> produce(way, each));
    }
    Choice choice = library.choice(ways);
    crew.start(() -> consume(choice, each * ways.size()));
    crew.await();
  }

  /** One thread sends, another receives with a limit that is never reached. */
  @Benchmark
  public void seltmo() throws InterruptedException {
    Conduit way = library.conduit(capacity);
    Choice choice = library.choiceWithin(way);
    int count = elements;
    Crew crew = new Crew(2);
    crew.start(() -> produce(way, count));
    crew.start(() -> consume(choice, count));
    crew.await();
  }

  /** One thread fills a few of the channels, then selects until they are empty. */
  @Benchmark
  public long selwide(Wide wide) throws InterruptedException {
    for (int i = 0; i < READY; i++) {
      wide.ways.get(i * wide.step).put(ELEMENTS[i]);
    }
    return consume(wide.choice, READY);
  }

  /** Many channels that last, of which few are used. */
  @State(Scope.Benchmark)
  public static class Wide {
    private List<Conduit> ways;
    private Choice choice;
    private int step; // between those that are used

    /** Makes the channels and the selector. */
    @Setup
    public void make(Workloads sizes) {
      ways =
          Stream.generate(() -> sizes.library.conduit(sizes.capacity))
              .limit(sizes.threads)
              .toList();
      choice = sizes.library.choice(ways);
      step = sizes.threads / READY;
    }
  }

  private static long consume(Choice in, int count) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += in.take();
    }
    return sum;
  }

  private static long produce(Conduit out, int count) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      Integer element = ELEMENTS[i & 127];
      out.put(element);
      sum += element;
    }
    return -sum;
  }

  private static long consume(Conduit in, int count) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += in.take();
    }
    return sum;
  }

  private static long forward(Conduit in, Conduit out, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      out.put(in.take());
    }
    return 0;
  }

  private static long serve(Conduit out, Conduit in, int count) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      Integer element = ELEMENTS[i & 127];
      out.put(element);
      sum += in.take() - element;
    }
    return sum;
  }
}
