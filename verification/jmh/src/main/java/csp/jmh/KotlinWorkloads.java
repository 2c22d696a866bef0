// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import csp.kotlin.Channels;
import csp.kotlin.Contexts;
import csp.kotlin.Syncs;
import java.util.concurrent.TimeUnit;
import kotlinx.coroutines.Job;
import kotlinx.coroutines.channels.Channel;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The same workloads with coroutines in place of threads, written in Kotlin. Each method has the
 * name of its twin in {@link Workloads}, {@link SyncWorkloads} or {@link ContextWorkloads}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KotlinWorkloads {
  /** See {@link Cell}. */
  @Param("0")
  public int capacity;

  /** See {@link Cell}. */
  @Param("1")
  public int threads;

  /** See {@link Cell}. */
  @Param("1")
  public int elements;

  private Channel<Integer> channel;
  private Job parent;

  /** Makes what lasts. */
  @Setup
  public void make() {
    channel = Channels.make(capacity);
    parent = Contexts.root();
  }

  /** Producers and consumers share one channel. */
  @Benchmark
  public void pc() {
    Channels.pc(capacity, threads, elements);
  }

  /** One producer feeds the channels of several consumers in turn. */
  @Benchmark
  public void bcast() {
    Channels.bcast(capacity, threads, elements);
  }

  /** Two coroutines send an element to and fro. */
  @Benchmark
  public void pp() {
    Channels.pp(elements);
  }

  /** Many pairs of a producer and a consumer. */
  @Benchmark
  public void par() {
    Channels.par(capacity, Workloads.PAIRS, elements);
  }

  /** A line of stages. */
  @Benchmark
  public void chain() {
    Channels.chain(Workloads.STAGES, elements);
  }

  /** One coroutine fills the channel, then empties it. */
  @Benchmark
  public @Nullable Object unc() {
    return Channels.unc(channel, elements);
  }

  /** One coroutine looks for an element in an empty channel. */
  @Benchmark
  public @Nullable Object tryTake() {
    return Channels.tryTake(channel);
  }

  /** One coroutine selects among channels that each have a producer. */
  @Benchmark
  public void sel() {
    Channels.sel(capacity, threads, elements);
  }

  /** One coroutine sends, another receives with a limit. */
  @Benchmark
  public void seltmo() {
    Channels.seltmo(capacity, elements, TimeUnit.SECONDS.toMillis(Workloads.LIMIT_SECONDS));
  }

  /** Coroutines take one mutex in turn. */
  @Benchmark
  public void mu() {
    Syncs.mu(threads, elements);
  }

  /** Coroutines take and return a permit each. */
  @Benchmark
  public void sem() {
    Syncs.sem(threads, capacity, elements);
  }

  /** One coroutine starts others and waits for their end. */
  @Benchmark
  public void spawn() {
    Syncs.spawn(threads, elements);
  }

  /** Derives a job from another and cancels it. */
  @Benchmark
  public Object ctx() {
    return Contexts.deriveAndCancel(parent);
  }

  /** Makes a job and cancels it. */
  @Benchmark
  public Object ctxbg() {
    return Contexts.deriveAndCancel(null);
  }

  /** Cancels a job that has many children. */
  @Benchmark
  public void ctxwide(Wide wide) {
    Contexts.cancel(wide.parent);
  }

  /** Looks up the value that is found last. */
  @Benchmark
  public @Nullable Object ctxval(Valued valued) {
    return valued.values.find();
  }

  /** A job with many children. */
  @State(Scope.Benchmark)
  public static class Wide {
    private Job parent;

    /** Makes it anew for each run, which does not count. */
    @Setup(Level.Invocation)
    public void make(KotlinWorkloads sizes) {
      parent = Contexts.wide(sizes.threads);
    }
  }

  /** A context with many values. */
  @State(Scope.Benchmark)
  public static class Valued {
    private Contexts.Values values;

    /** Makes it. */
    @Setup
    public void make(KotlinWorkloads sizes) {
      values = new Contexts.Values(sizes.threads);
    }
  }
}
