// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.ThreadKind;
import csp.testkit.Workers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A token goes round a ring of threads and is one less at each; who gets it as 0 is known. After
 * the "thread-ring" of the Computer Language Benchmarks Game (2008), whose answer for 1000 is 498.
 */
class ThreadRingTest {
  @ParameterizedTest
  @CsvSource({"VIRTUAL, 503, 1000, 498", "VIRTUAL, 503, 50000, 204", "PLATFORM, 53, 1000, 47"})
  void tokenEndsWhereArithmeticSays(ThreadKind kind, int threads, int token, int last)
      throws InterruptedException {
    Channel<Integer> winner = Channel.buffered(1);
    List<Channel<Integer>> ring =
        Stream.generate(Channel::<Integer>unbuffered).limit(threads).toList();
    try (Workers workers = new Workers()) {
      for (int i = 0; i < threads; i++) {
        int number = i + 1;
        Channel<Integer> from = ring.get(i);
        Channel<Integer> to = ring.get(number % threads);
        workers.start(
            kind,
            "thread " + number,
            () -> {
              for (int value : from) {
                if (value == 0) {
                  winner.send(number);
                } else {
                  to.send(value - 1);
                }
              }
            });
      }
      ring.getFirst().send(token);
      assertThat(winner.receive()).isEqualTo(last);
      ring.forEach(Channel::close);
    }
  }
}
