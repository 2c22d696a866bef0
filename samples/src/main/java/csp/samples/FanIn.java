// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static csp.Go.go;
import static csp.select.Select.doOnReceive;

import csp.Channel;
import csp.ReceiveChannel;
import csp.select.Clause;
import csp.select.Selector;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How do I merge channels whose number is known only at run time? With a clause for each in a
 * selector: each round receives from one that has something. A clause switches itself off when its
 * channel is closed and drained, so the loop ends with the last of them, and needs no counting.
 */
@Command(
    name = "fan-in",
    description = "How do I merge channels whose number is known only at run time?")
final class FanIn implements Callable<Integer> {
  private final PrintWriter out;

  @Option(
      names = "--producers",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many goroutines send; ${DEFAULT-VALUE} if not said.")
  private int producers = 3;

  @Option(
      names = "--each",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many numbers each producer sends; ${DEFAULT-VALUE} if not said.")
  private int each = 4;

  FanIn(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<Clause<?>> clauses = new ArrayList<>();
    for (int i = 1; i <= producers; i++) {
      String name = "producer " + i;
      clauses.add(
          doOnReceive(produce(), number -> out.println(name + ": " + number))
              .onClosed(() -> out.println(name + ": closed")));
    }
    try (Selector selector = Selector.random(clauses.toArray(Clause<?>[]::new))) {
      while (selector.select()) {} // false when all are closed
    }
    return 0;
  }

  private ReceiveChannel<Integer> produce() {
    Channel<Integer> numbers = Channel.unbuffered();
    go(() -> {
      try (numbers) {
        for (int number = 1; number <= each; number++) {
          numbers.send(number);
        }
      }
    });
    return numbers;
  }
}
