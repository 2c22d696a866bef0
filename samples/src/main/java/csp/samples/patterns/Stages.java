// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import static csp.Go.go;
import static java.nio.charset.StandardCharsets.UTF_8;

import csp.Channel;
import csp.ReceiveChannel;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.pipeline.Pipeline;
import csp.sync.WaitGroup;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** Stages with channels between them. */
final class Stages {
  private Stages() {}

  /**
   * Source: Pipelines and cancellation, "Squaring numbers". Same: a stage receives, does something
   * and sends, and closes when what it receives from is closed. Shorter: a stage is a {@code map}.
   */
  static void pipeline(PrintWriter out) throws Exception {
    out.println("by hand:  " + squares(squares(Generators.count(1, 4))).stream().toList());
    List<Integer> squares =
        Pipeline.from(List.of(1, 2, 3, 4))
            .map(n -> n * n)
            .map(n -> n * n)
            .collect(Collectors.toList());
    out.println("pipeline: " + squares);
  }

  /** The squares of {@code numbers}. */
  static ReceiveChannel<Integer> squares(ReceiveChannel<Integer> numbers) {
    Channel<Integer> squares = Channel.unbuffered();
    go(() -> {
      try (squares) {
        for (int number : numbers) {
          squares.send(number * number);
        }
      }
    });
    return squares;
  }

  /**
   * Source: Pipelines and cancellation, "Stopping short" and "Explicit cancellation". Same: who
   * stops receiving leaves those above waiting for ever, and they must be told. Shorter: leaving
   * the try block tells them, whatever the way out; {@code take} does it by itself.
   */
  static void brokenPipeline(PrintWriter out) throws Exception {
    Channel<Integer> numbers = Channel.unbuffered();
    Thread leaks = abandoned(numbers);
    out.println("nobody is told:  the producer has ended: " + !leaks.isAlive());
    leaks.interrupt(); // it would be there to the end of the process
    leaks.join();

    ReceiveChannel<Integer> mended;
    try (CancellableContext context = Context.withCancel(Context.background())) {
      mended = Generators.countFrom(1, context);
      mended.receive();
    }
    while (mended.receive() != null) {} // one that was on its way
    out.println("with a context:  the producer has ended: " + mended.isClosed());

    int sum =
        Pipeline.from(List.of(1, 2, 3))
            .parallel(2, n -> n * n)
            .take(2)
            .collect(Collectors.summingInt(n -> n));
    out.println("with a pipeline: " + sum);
  }

  /** One that sends to {@code numbers}, of which one is received and no more. */
  static Thread abandoned(Channel<Integer> numbers) throws InterruptedException {
    Thread producer =
        go(() -> {
          for (int number = 1; ; number++) {
            numbers.send(number);
          }
        });
    numbers.receive();
    return producer;
  }

  /** What was found out about a document. */
  private record Sum(String name, long crc) {}

  /**
   * Source: Pipelines and cancellation, "Bounded parallelism", which digests the files of a tree.
   * Same: one lists, some digest, and the results are closed when these have ended. Shorter: {@code
   * parallel}, which also keeps the order, and stops all when one fails.
   */
  static void bounded(PrintWriter out) throws Exception {
    Map<String, String> documents = new TreeMap<>(Map.of("a", "alpha", "b", "beta", "c", "gamma"));
    Map<String, Long> byHand = new TreeMap<>();
    for (Sum sum : digestAll(documents, 2)) {
      byHand.put(sum.name(), sum.crc());
    }
    out.println("by hand:  " + byHand);
    List<Sum> inOrder =
        Pipeline.from(documents.keySet())
            .parallel(2, name -> new Sum(name, crc(documents, name)))
            .collect(Collectors.toList());
    out.println("pipeline: " + inOrder.stream().map(s -> s.name() + "=" + s.crc()).toList());
    try {
      Pipeline.from(List.of("a", "missing", "c"))
          .parallel(2, n -> crc(documents, n))
          .forEach(_ -> {});
    } catch (ExecutionException e) {
      out.println("failed:   " + e.getCause());
    }
  }

  private static ReceiveChannel<Sum> digestAll(Map<String, String> documents, int digesters) {
    Channel<Sum> sums = Channel.unbuffered();
    Channel<String> names = Channel.unbuffered();
    WaitGroup digesting = new WaitGroup();
    go(() -> {
      try (names) {
        names.sendAll(documents.keySet());
      }
    });
    for (int i = 0; i < digesters; i++) {
      digesting.go(() -> {
        for (String name : names) {
          sums.send(new Sum(name, crc(documents, name)));
        }
      });
    }
    go(() -> {
      try (sums) {
        digesting.await();
      }
    });
    return sums;
  }

  private static long crc(Map<String, String> documents, String name) {
    String document = documents.get(name);
    if (document == null) {
      throw new IllegalArgumentException("no such document: " + name);
    }
    CRC32 crc = new CRC32();
    crc.update(document.getBytes(UTF_8));
    return crc.getValue();
  }
}
