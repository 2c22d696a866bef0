// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static csp.Go.go;

import csp.Channel;
import csp.ReceiveChannel;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * How do goroutines make a chain, and how does a chain end? The sieve that every Go course has: a
 * goroutine counts, and one for each prime passes on what that prime does not divide. So the first
 * number that comes through is the next prime.
 *
 * <p>Go's version just exits. Here the source is stopped: it closes its channel, so the loop of the
 * next goroutine ends, which closes its own, and so on down the chain.
 */
@Command(name = "sieve", description = "How do goroutines make a chain, and how does a chain end?")
final class Sieve implements Callable<Integer> {
  private final PrintWriter out;

  @Parameters(
      arity = "0..1",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many primes; ${DEFAULT-VALUE} if not said.")
  private int primes = 25;

  Sieve(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    Channel<Integer> numbers = Channel.unbuffered();
    Thread source = go(() -> count(numbers));
    List<Thread> filters = new ArrayList<>();
    ReceiveChannel<Integer> last = numbers;
    for (int found = 0; found < primes; found++) {
      int prime = Objects.requireNonNull(last.receive(), "the source does not end by itself");
      out.println(prime);
      ReceiveChannel<Integer> from = last;
      Channel<Integer> to = Channel.unbuffered();
      filters.add(go(() -> filter(prime, from, to)));
      last = to;
    }
    source.interrupt();
    last.forEach(rest -> {}); // what is on its way keeps nobody waiting
    source.join();
    for (Thread filter : filters) {
      filter.join();
    }
    return 0;
  }

  private static void count(Channel<Integer> numbers) throws InterruptedException {
    try (numbers) {
      for (int number = 2; ; number++) {
        numbers.send(number);
      }
    }
  }

  private static void filter(int prime, ReceiveChannel<Integer> from, Channel<Integer> to)
      throws InterruptedException {
    try (to) {
      for (int number : from) {
        if (number % prime != 0) {
          to.send(number);
        }
      }
    }
  }
}
