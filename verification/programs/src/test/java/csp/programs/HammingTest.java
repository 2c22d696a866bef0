// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.context.CanceledException;
import csp.context.Context;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * All numbers without prime factors other than 2, 3 and 5, in order: the stream is merged from its
 * own multiples. After E. W. Dijkstra, "A discipline of programming" (1976), who has it from R. W.
 * Hamming. The loops need channels without a bound, as a stream grows faster than its multiples are
 * used.
 */
class HammingTest {
  private static void multiply(
      ReceiveChannel<Long> from, long factor, Channel<Long> to, Context context)
      throws InterruptedException {
    for (long value : from.until(context)) {
      to.send(value * factor, context);
    }
  }

  private static void merge(
      List<Channel<Long>> multiples, List<Channel<Long>> copies, Channel<Long> out, Context context)
      throws InterruptedException {
    List<Long> heads = new ArrayList<>();
    for (long next = 1; ; ) {
      out.send(next, context);
      for (Channel<Long> copy : copies) {
        copy.send(next);
      }
      for (int i = 0; i < multiples.size(); i++) {
        if (heads.size() == i) {
          heads.add(next);
        }
        if (heads.get(i) == next) {
          heads.set(i, multiples.get(i).receive(context));
        }
      }
      next = heads.stream().mapToLong(Long::longValue).min().orElseThrow();
    }
  }

  private interface Process {
    void run() throws InterruptedException;
  }

  private static void start(Workers workers, String name, Process process) {
    workers.virtual(
        name,
        () -> {
          try {
            process.run();
          } catch (CanceledException enough) {
            // nobody wants more
          }
        });
  }

  @Test
  void numbersComeInOrder() throws InterruptedException {
    List<Long> found = new ArrayList<>();
    try (Workers workers = new Workers();
        var context = Context.withCancel(Context.background())) {
      Channel<Long> out = Channel.unbuffered();
      List<Channel<Long>> multiples = new ArrayList<>();
      List<Channel<Long>> copies = new ArrayList<>();
      for (long factor : List.of(2L, 3L, 5L)) {
        Channel<Long> multiple = Channel.unbuffered();
        Channel<Long> copy = Channel.named("copy for " + factor).unbounded();
        multiples.add(multiple);
        copies.add(copy);
        start(workers, "times " + factor, () -> multiply(copy, factor, multiple, context));
      }
      start(workers, "merge", () -> merge(multiples, copies, out, context));
      for (int i = 0; i < 1691; i++) {
        found.add(out.receive());
      }
    }
    assertThat(found.subList(0, 20))
        .containsExactly(
            1L, 2L, 3L, 4L, 5L, 6L, 8L, 9L, 10L, 12L, 15L, 16L, 18L, 20L, 24L, 25L, 27L, 30L, 32L,
            36L);
    assertThat(found.getLast()).isEqualTo(2_125_764_000L); // the last one below 2^31
  }
}
