// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static csp.Go.go;

import csp.Channel;
import csp.ReceiveChannel;
import csp.SendChannel;
import csp.Timers;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.context.ContextException;
import csp.context.Key;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How does a cancellation reach all who work for it, and nobody else? Each node of a tree is a
 * goroutine with a context, which is derived from that of its parent. All of them are given is that
 * context: they wait with it, and have their name from it. When a node is cancelled, or runs out of
 * time, so is all below it, and each learns the cause; the rest works on until the root is
 * cancelled. Who has ended stays ended for the first cause.
 */
@Command(
    name = "cancel-tree",
    description = "How does a cancellation reach all who work for it, and nobody else?")
final class CancelTree implements Callable<Integer> {
  private static final Key<String> NAME = Key.named("node");
  private static final Duration LONG = Duration.ofDays(1);
  private static final int MOST = 1000;

  /** A goroutine of the tree, as this thread sees it. */
  private record Node(String name, CancellableContext context) {
    boolean isBelowOrAt(String top) {
      return name.equals(top) || name.startsWith(top + ".");
    }
  }

  /** What a goroutine says at its end. */
  private record Ended(String name, String why) {}

  private final PrintWriter out;
  private final List<Node> nodes = new ArrayList<>(); // each before those below it
  private final Map<String, String> ends = new HashMap<>(); // why, by name

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--depth",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many levels there are below the root; ${DEFAULT-VALUE} if not said.")
  private int depth = 2;

  @Option(
      names = "--width",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many nodes there are below each node; ${DEFAULT-VALUE} if not said.")
  private int width = 2;

  @Option(
      names = "--cancel",
      paramLabel = "NODE",
      description = "Which node is cancelled; ${DEFAULT-VALUE} if not said. The root is 1.")
  private String chosen = "1.1";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Time.class,
      description = "Gives that node so much time instead, such as 500ms or 10s.")
  private @Nullable Duration timeout;

  CancelTree(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    checkSize();
    grow("1", Context.background(), depth);
    Node root = nodes.getFirst();
    try (CancellableContext _ = root.context()) { // whatever happens, it ends
      Node top = find(chosen);
      Channel<Ended> ended = Channel.buffered(nodes.size()); // nobody waits to say that it ends
      List<Thread> goroutines = new ArrayList<>();
      for (Node node : nodes) {
        goroutines.add(go(node.name(), () -> work(node.context(), ended)));
      }
      out.println(top.name() + " has the context " + top.context());
      long below = nodes.stream().filter(node -> node.isBelowOrAt(chosen)).count();
      if (timeout == null) {
        top.context().cancel(new CancellationException("nobody needs " + chosen));
      }
      hear(ended, below);
      print(chosen + (timeout == null ? " is cancelled" : " has had its time"));

      root.context().cancel(new CancellationException("the program is over"));
      hear(ended, nodes.size() - below);
      print("the root is cancelled");
      for (Thread goroutine : goroutines) {
        goroutine.join();
      }
    }
    return 0;
  }

  /** Makes the contexts of a node and of all below it. */
  private void grow(String name, Context parent, int levels) {
    Context named = Context.withValue(parent, NAME, name);
    CancellableContext context =
        timeout != null && name.equals(chosen)
            ? Context.withTimeout(named, timeout, new TimeoutException(name + " is too slow"))
            : Context.withCancel(named);
    nodes.add(new Node(name, context));
    for (int i = 1; levels > 0 && i <= width; i++) {
      grow(name + "." + i, context, levels - 1);
    }
  }

  private static void work(Context context, SendChannel<Ended> ended) throws InterruptedException {
    String name = Objects.requireNonNull(context.value(NAME), "each node has a name");
    try {
      Timers.sleep(LONG, context); // stands for whatever waits
    } catch (ContextException e) {
      ended.send(new Ended(name, e.getMessage() + ": " + context.cause()));
    }
  }

  /** Waits until so many more have said that they end. */
  private void hear(ReceiveChannel<Ended> ended, long count) throws InterruptedException {
    for (long i = 0; i < count; i++) {
      Ended one = Objects.requireNonNull(ended.receive(), "nobody closes it");
      ends.put(one.name(), one.why());
    }
  }

  private void print(String title) {
    out.println(title);
    for (Node node : nodes) {
      out.printf("  %-8s %s%n", node.name(), ends.getOrDefault(node.name(), "at work"));
    }
  }

  private Node find(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> refused("no such node: " + name));
  }

  private void checkSize() {
    long size = 1;
    long level = 1;
    for (int i = 0; i < depth; i++) {
      level *= width;
      size += level;
      if (size > MOST) {
        throw refused("must be " + MOST + " nodes at most, was more");
      }
    }
  }

  private ParameterException refused(String why) {
    return new ParameterException(
        Objects.requireNonNull(spec, "picocli sets it").commandLine(), why);
  }
}
