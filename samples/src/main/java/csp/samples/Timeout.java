// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static csp.Go.go;
import static csp.select.Select.onReceive;
import static csp.select.Select.onTimeout;
import static csp.select.Select.select;

import csp.Channel;
import csp.ReceiveChannel;
import csp.Timers;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * How do I stop waiting? {@code onTimeout} limits one select: its time begins anew with each
 * question. The channel of {@code Timers.after} is made once, and so limits them all together. To
 * give up is cheap for who asks; that the other side stops, too, it must be told.
 */
@Command(
    name = "timeout",
    description = {
      "How do I stop waiting?",
      "",
      "Asks a question for each MS, which is answered after so many milliseconds.",
      ""
    })
final class Timeout implements Callable<Integer> {
  private static final String NO_TIME_LEFT = "no time is left";

  private final PrintWriter out;

  @Parameters(
      arity = "0..*",
      paramLabel = "MS",
      converter = AtLeastOne.class,
      description = "How long each answer takes; 10, 1000, 10 if not said.")
  private List<Integer> answersTake = List.of(10, 1000, 10);

  @Option(
      names = "--each",
      paramLabel = "MS",
      converter = AtLeastOne.class,
      description = "How long to wait for one answer at most; ${DEFAULT-VALUE} if not said.")
  private int eachMillis = 200;

  @Option(
      names = "--all",
      paramLabel = "MS",
      converter = AtLeastOne.class,
      description = "How long to wait for all answers at most; ${DEFAULT-VALUE} if not said.")
  private int allMillis = 2000;

  Timeout(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    Duration each = Duration.ofMillis(eachMillis);
    ReceiveChannel<Instant> allOver = Timers.after(Duration.ofMillis(allMillis));
    int question = 0;
    for (int millis : answersTake) {
      Channel<String> reply = Channel.buffered(1); // an answer that comes too late finds room
      Thread asked = go(() -> reply.send(answer(Duration.ofMillis(millis))));
      String heard =
          select(
              onReceive(reply, answer -> "the answer is " + answer),
              onTimeout(each, () -> "it takes too long"),
              onReceive(allOver, _ -> NO_TIME_LEFT));
      asked.interrupt(); // nobody waits for it now
      asked.join();
      out.println("question " + ++question + ": " + heard);
      if (NO_TIME_LEFT.equals(heard)) {
        break;
      }
    }
    return 0;
  }

  /** Stands for something on the other side of a network. */
  private static String answer(Duration takes) throws InterruptedException {
    Timers.sleep(takes);
    return "42";
  }
}
