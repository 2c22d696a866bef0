// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static csp.Go.go;

import csp.Channel;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How does a hand-over work, and what does it cost? A channel without a buffer passes an element
 * from one goroutine's hand into the other's: {@code send} returns when it has been received. So
 * with two of them two goroutines take turns, and no lock or flag says whose turn it is.
 */
@Command(name = "pingpong", description = "How does a hand-over work, and what does it cost?")
final class PingPong implements Callable<Integer> {
  private final PrintWriter out;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How often the ball goes there and back; ${DEFAULT-VALUE} if not said.")
  private int rounds = 200_000;

  PingPong(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    Channel<Integer> there = Channel.unbuffered();
    Channel<Integer> back = Channel.unbuffered();
    go(() -> {
      try (there) {
        for (int ball = 1; ball <= rounds; ball++) {
          there.send(ball);
          back.receive();
        }
      }
    });
    Thread pong =
        go(() -> {
          for (int ball : there) {
            back.send(ball);
          }
        });
    long start = System.nanoTime();
    pong.join();
    long nanos = System.nanoTime() - start;
    out.printf("%d rounds, %d ns per round trip%n", rounds, nanos / rounds);
    return 0;
  }
}
