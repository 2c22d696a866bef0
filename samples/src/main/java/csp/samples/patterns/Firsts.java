// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import static csp.Go.go;
import static csp.select.Select.onReceive;
import static csp.select.Select.select;

import csp.Channel;
import csp.ReceiveChannel;
import csp.Timers;
import csp.context.Context;
import csp.context.ContextException;
import csp.sync.ContextTask;
import csp.sync.ErrGroup;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The first of many. */
final class Firsts {
  private Firsts() {}

  /** Answers, or waits until its context ends. */
  @FunctionalInterface
  interface Replica {
    String answer(Context context) throws InterruptedException;
  }

  /**
   * Source: Go Concurrency Patterns, "Google Search 3.0", avoiding slow servers by replicas. Same:
   * all are asked, the first answer counts. Shorter: the others do not go on for nobody; their
   * context ends, and the group waits until they have, too.
   */
  static void firstWins(PrintWriter out) throws Exception {
    AtomicInteger givenUp = new AtomicInteger();
    Replica slow =
        context -> {
          try {
            Timers.sleep(Duration.ofDays(1), context);
            return "too late";
          } catch (ContextException e) {
            givenUp.incrementAndGet();
            throw e;
          }
        };
    out.println(first(Context.background(), List.of(slow, _ -> "the second answers", slow)));
    out.println("given up: " + givenUp);
  }

  /** The first answer. When it returns, no replica is at work. */
  static String first(Context parent, List<Replica> replicas)
      throws ExecutionException, InterruptedException {
    Channel<String> answers = Channel.buffered(replicas.size()); // nobody waits to answer
    ErrGroup group = ErrGroup.withContext(parent);
    for (Replica replica : replicas) {
      ContextTask ask =
          context -> {
            answers.send(replica.answer(context));
            throw new Answered(); // ends the others
          };
      group.go(ask);
    }
    try {
      group.await();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof Answered)) {
        throw e;
      }
    }
    return Objects.requireNonNull(answers.receive(), "nobody closes it");
  }

  /** Is no failure: the first one ends a group. */
  private static final class Answered extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * Source: Concurrency in Go, "The or-channel". Same: a channel that closes as soon as one of many
   * does. Shorter: a select takes a list of clauses, so there is one goroutine instead of a tree of
   * them; and who waits in place needs none at all.
   */
  static void anyOf(PrintWriter out) throws InterruptedException {
    List<Channel<Void>> channels = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      channels.add(Channel.unbuffered());
    }
    ReceiveChannel<Void> any = any(channels);
    out.println("closed: " + any.isClosed());
    channels.get(3).close();
    any.receive();
    out.println("closed: " + any.isClosed());
  }

  /** Closes as soon as one of {@code channels} is closed, or delivers. */
  static ReceiveChannel<Void> any(List<? extends ReceiveChannel<Void>> channels) {
    Channel<Void> any = Channel.unbuffered();
    go(() -> {
      try (any) {
        select(
            channels.stream()
                .map(channel -> onReceive(channel, _ -> true))
                .collect(Collectors.toList()));
      }
    });
    return any;
  }
}
