// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import static csp.Go.go;
import static csp.select.Select.doOnReceive;
import static csp.select.Select.onSendOf;

import csp.Channel;
import csp.ReceiveChannel;
import csp.SendChannel;
import csp.pipeline.Pipeline;
import csp.select.Selector;
import csp.sync.WaitGroup;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;

/** Several channels into one, and one into one with room between. */
final class FanIns {
  private FanIns() {}

  /**
   * Source: Go Concurrency Patterns, "Fan-in"; the counting is of Pipelines and cancellation. Same:
   * a goroutine for each input, and one that closes when all have ended. Shorter: {@code merge} of
   * csp.pipeline, which also passes failures on and stops its inputs.
   */
  static void fanIn(PrintWriter out) throws Exception {
    List<Integer> byHand =
        merge(List.of(Generators.count(1, 3), Generators.count(11, 13))).stream().sorted().toList();
    out.println("by hand:  " + byHand);
    List<Integer> merged =
        Pipeline.from(Generators.count(1, 3))
            .merge(Pipeline.from(Generators.count(11, 13)))
            .collect(Collectors.toList());
    out.println("pipeline: " + merged.stream().sorted().toList());
  }

  /** All that {@code inputs} deliver; closed when all of them are. */
  static <T> ReceiveChannel<T> merge(List<? extends ReceiveChannel<T>> inputs) {
    Channel<T> merged = Channel.unbuffered();
    WaitGroup copying = new WaitGroup();
    for (ReceiveChannel<T> input : inputs) {
      copying.go(() -> {
        for (T value : input) {
          merged.send(value);
        }
      });
    }
    go(() -> {
      try (merged) {
        copying.await();
      }
    });
    return merged;
  }

  /**
   * Source: Advanced Go Concurrency Patterns, "Nil channels in select". Same: a case that must not
   * be chosen now is switched off, here a receive while the buffer is full and a send while it is
   * empty. Shorter: a guard says when, and nobody sets a variable to nil and back; a receive whose
   * channel is closed and drained switches itself off.
   */
  static void nilChannel(PrintWriter out) throws InterruptedException {
    Channel<Integer> input = Channel.unbuffered();
    Channel<Integer> output = Channel.unbuffered();
    Thread buffer = go(() -> buffer(input, output, 3));
    for (int number = 1; number <= 3; number++) {
      input.send(number); // nobody receives, and it does not wait
    }
    out.println("a fourth can be sent: " + input.trySend(4));
    out.println("received: " + output.receive());
    input.send(4);
    input.close();
    out.println("received: " + output.stream().toList());
    buffer.join();
  }

  /** Passes all on, and is {@code most} elements behind at most. */
  static <T> void buffer(ReceiveChannel<T> input, SendChannel<T> output, int most)
      throws InterruptedException {
    Queue<T> waiting = new ArrayDeque<>();
    try (output;
        Selector selector =
            Selector.random(
                doOnReceive(input, waiting::add)
                    .onClosed(() -> {})
                    .when(() -> waiting.size() < most),
                onSendOf(
                        output,
                        waiting::element,
                        () -> {
                          waiting.remove();
                        })
                    .when(() -> !waiting.isEmpty()))) {
      while (!(input.isDrained() && waiting.isEmpty()) && selector.select()) {}
    }
  }
}
