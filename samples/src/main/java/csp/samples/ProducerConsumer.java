// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static csp.Go.go;

import csp.Channel;
import csp.ReceiveChannel;
import csp.SendChannel;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Who closes, when several send? Not the first one to finish: the others would send on a closed
 * channel. So each says on a second channel that it is through, and whoever has heard it from all
 * of them closes. Consumers need to know nothing of this: their loops just end.
 */
@Command(name = "producer-consumer", description = "Who closes, when several send?")
final class ProducerConsumer implements Callable<Integer> {
  /** What one goroutine did. */
  private record Total(String who, long count, long sum) {
    Total plus(long number) {
      return new Total(who, count + 1, sum + number);
    }

    Total plus(Total other) {
      return new Total(who, count + other.count, sum + other.sum);
    }
  }

  private final PrintWriter out;

  @Option(
      names = "--producers",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many goroutines send; ${DEFAULT-VALUE} if not said.")
  private int producers = 3;

  @Option(
      names = "--consumers",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many goroutines receive; ${DEFAULT-VALUE} if not said.")
  private int consumers = 2;

  @Option(
      names = "--each",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many numbers each producer sends; ${DEFAULT-VALUE} if not said.")
  private int each = 10_000;

  ProducerConsumer(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    Channel<Integer> numbers = Channel.buffered(16); // a producer that is ahead waits
    Channel<Total> sent = Channel.unbuffered();
    Channel<Total> received = Channel.unbuffered();
    for (int i = 1; i <= producers; i++) {
      Total nothing = new Total("producer " + i, 0, 0);
      go(() -> sent.send(produce(nothing, numbers)));
    }
    for (int i = 1; i <= consumers; i++) {
      Total nothing = new Total("consumer " + i, 0, 0);
      go(() -> received.send(consume(nothing, numbers)));
    }
    Total allSent = add("sent", producers, sent);
    numbers.close(); // the last producer has finished
    Total allReceived = add("received", consumers, received);
    return allSent.count() == allReceived.count() && allSent.sum() == allReceived.sum() ? 0 : 1;
  }

  private Total produce(Total total, SendChannel<Integer> numbers) throws InterruptedException {
    for (int number = 1; number <= each; number++) {
      numbers.send(number);
      total = total.plus(number);
    }
    return total;
  }

  private static Total consume(Total total, ReceiveChannel<Integer> numbers) {
    for (int number : numbers) {
      total = total.plus(number);
    }
    return total;
  }

  /** Receives and prints {@code parts} totals, and their total. */
  private Total add(String what, int parts, ReceiveChannel<Total> totals)
      throws InterruptedException {
    Total all = new Total(what, 0, 0);
    for (int i = 0; i < parts; i++) {
      Total part = Objects.requireNonNull(totals.receive(), "nobody closes this channel");
      print(part);
      all = all.plus(part);
    }
    print(all);
    return all;
  }

  private void print(Total total) {
    out.printf("%-12s %,9d numbers, sum %,15d%n", total.who(), total.count(), total.sum());
  }
}
