// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import static csp.Go.go;
import static csp.select.Select.onReceive;
import static csp.select.Select.onSend;
import static csp.select.Select.onTimeout;
import static csp.select.Select.select;

import csp.Channel;
import csp.SendChannel;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.context.ContextException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** When to stop listening, and how to say so. */
final class Stops {
  private Stops() {}

  /**
   * Source: Go Concurrency Patterns, "Timeout using select". Same: the time begins anew with each
   * message. Shorter: the clause has the duration; no channel and no timer is made.
   */
  static void timeoutEach(PrintWriter out) throws InterruptedException {
    Channel<String> said = Channel.buffered(2);
    said.sendAll(List.of("one", "two"));
    boolean goOn = true;
    while (goOn) {
      goOn =
          Boolean.TRUE.equals(
              select(
                  onReceive(
                      said,
                      word -> {
                        out.println(word);
                        return true;
                      }),
                  onTimeout(
                      Duration.ofMillis(50),
                      () -> {
                        out.println("nothing for 50 ms");
                        return false;
                      })));
    }
  }

  /**
   * Source: Go Concurrency Patterns, "Timeout for whole conversation using select". Same: one time
   * for all messages together. Shorter: a context with a time-out ends the loop, and the speaker
   * too, who has the same one.
   */
  static void timeoutAll(PrintWriter out) {
    int expected = 0;
    try (CancellableContext context =
        Context.withTimeout(Context.background(), Duration.ofMillis(50))) {
      try {
        for (int heard : Generators.countFrom(0, context).until(context)) {
          if (heard != expected++) {
            throw new AssertionError("heard " + heard);
          }
        }
      } catch (ContextException timeIsUp) {
        // or the speaker was the first to notice, and the channel has ended
      }
      ContextException end = Objects.requireNonNull(context.error());
      out.println("0, 1, 2 and so on, in order, until: " + end.getMessage());
    }
  }

  /**
   * Source: Go Concurrency Patterns, "Quit channel" and "Receive on quit channel". Same: the
   * speaker is told to stop, cleans up, and answers on the same channel that it has. Shorter: the
   * thread itself can be joined, so that a context and {@code join} do both, and a finally block
   * cleans up on every way out.
   */
  static void quit(PrintWriter out) throws InterruptedException {
    Channel<String> said = Channel.unbuffered();
    Channel<String> quit = Channel.unbuffered();
    go(() -> speak(said, quit));
    out.println(said.receive());
    out.println(said.receive());
    quit.send("bye");
    out.println("quit channel: " + quit.receive());

    Channel<String> cleaned = Channel.buffered(1);
    Channel<Integer> numbers = Channel.unbuffered();
    Thread speaker;
    try (CancellableContext context = Context.withCancel(Context.background())) {
      speaker =
          GoUntil.goUntil(
              context,
              () -> {
                try {
                  for (int number = 1; ; number++) {
                    numbers.send(number, context);
                  }
                } finally {
                  cleaned.trySend("cleaned up");
                }
              });
      out.println(numbers.receive());
    }
    speaker.join();
    out.println("context: " + cleaned.receive());
  }

  private static void speak(SendChannel<String> said, Channel<String> quit)
      throws InterruptedException {
    boolean speaking = true;
    for (int number = 1; speaking; number++) {
      speaking =
          Boolean.TRUE.equals(
              select(onSend(said, "message " + number, () -> true), onReceive(quit, _ -> false)));
    }
    quit.send("cleaned up");
  }
}
