// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import csp.context.CancellableContext;
import csp.context.Context;
import csp.context.Key;
import java.util.concurrent.TimeUnit;
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

/** The workloads of contexts: calls on the benchmark's own thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContextWorkloads {
  /** How many contexts. */
  @Param("1")
  public int threads;

  private final CancellableContext parent = Context.withCancel(Context.background());

  /** Derives a context from one that can be cancelled, and cancels it. */
  @Benchmark
  public Object ctx() {
    return deriveAndCancel(parent);
  }

  /** Derives a context from the one that never ends, and cancels it. */
  @Benchmark
  public Object ctxbg() {
    return deriveAndCancel(Context.background());
  }

  /** Cancels the first of a line of contexts. */
  @Benchmark
  public void ctxdeep(Deep deep) {
    deep.root.cancel();
  }

  /** Cancels a context from which many were derived. */
  @Benchmark
  public void ctxwide(Wide wide) {
    wide.root.cancel();
  }

  /** Looks a value up that is many contexts above. */
  @Benchmark
  public @Nullable Object ctxval(Valued valued) {
    return valued.last.value(valued.wanted);
  }

  /** A line of contexts, each derived from the one before. */
  @State(Scope.Benchmark)
  public static class Deep {
    private CancellableContext root;

    /** Makes it anew for each run, which does not count. */
    @Setup(Level.Invocation)
    public void make(ContextWorkloads sizes) {
      root = Context.withCancel(Context.background());
      Context last = root;
      for (int i = 1; i < sizes.threads; i++) {
        last = Context.withCancel(last);
      }
    }
  }

  /** A context from which many are derived. */
  @State(Scope.Benchmark)
  public static class Wide {
    private CancellableContext root;

    /** Makes it anew for each run, which does not count. */
    @Setup(Level.Invocation)
    public void make(ContextWorkloads sizes) {
      root = Context.withCancel(Context.background());
      for (int i = 0; i < sizes.threads; i++) {
        Context.withCancel(root);
      }
    }
  }

  /** A line of contexts with a value each, of which the first is wanted. */
  @State(Scope.Benchmark)
  public static class Valued {
    private final Key<String> wanted = Key.named("wanted");
    private Context last;

    /** Makes it. */
    @Setup
    public void make(ContextWorkloads sizes) {
      last = Context.withValue(Context.background(), wanted, "value");
      for (int i = 1; i < sizes.threads; i++) {
        last = Context.withValue(last, Key.named("other"), "other");
      }
    }
  }

  private static CancellableContext deriveAndCancel(Context parent) {
    CancellableContext child = Context.withCancel(parent);
    child.cancel();
    return child;
  }
}
