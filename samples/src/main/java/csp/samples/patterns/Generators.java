// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import static csp.Go.go;

import csp.Channel;
import csp.ReceiveChannel;
import csp.context.Context;
import java.io.PrintWriter;

/** Functions that return a channel, and the goroutine that feeds it is their own affair. */
final class Generators {
  private Generators() {}

  /**
   * Source: Go Concurrency Patterns, "Generator: function that returns a channel". Same: the caller
   * sees a channel, not a goroutine. Shorter: try-with-resources closes the channel on every way
   * out, and {@code for} receives until then.
   */
  static void generator(PrintWriter out) {
    for (int number : count(1, 3)) {
      out.println(number);
    }
  }

  /** The numbers from {@code first} to {@code last}. Who stops before the end leaves it waiting. */
  static ReceiveChannel<Integer> count(int first, int last) {
    Channel<Integer> numbers = Channel.unbuffered();
    go(() -> {
      try (numbers) {
        for (int number = first; number <= last; number++) {
          numbers.send(number);
        }
      }
    });
    return numbers;
  }

  /** The numbers from {@code first} on, until {@code context} ends. */
  static ReceiveChannel<Integer> countFrom(int first, Context context) {
    Channel<Integer> numbers = Channel.unbuffered();
    GoUntil.goUntil(
        context,
        () -> {
          try (numbers) {
            for (int number = first; ; number++) {
              numbers.send(number, context);
            }
          }
        });
    return numbers;
  }

  /**
   * Source: Go Concurrency Patterns, "Daisy-chain". Same: ten thousand goroutines in a row, each of
   * which adds one to what its right neighbour whispers. Shorter: nothing, but they are virtual
   * threads, with names and stacks in every thread dump.
   */
  static void daisyChain(PrintWriter out) throws InterruptedException {
    Channel<Integer> leftmost = Channel.unbuffered();
    Channel<Integer> right = leftmost;
    for (int i = 0; i < 10_000; i++) {
      Channel<Integer> left = right;
      Channel<Integer> next = Channel.unbuffered();
      go(() -> {
        for (int heard : next) {
          left.send(heard + 1);
        }
        left.close();
      });
      right = next;
    }
    try (Channel<Integer> rightmost = right) {
      rightmost.send(1);
      out.println("1 has become " + leftmost.receive());
    }
    leftmost.receive(); // the end has come all the way, too
  }
}
