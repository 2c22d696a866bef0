// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.testkit.Workers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * An actor for each call of a recursion. After "fib" in S. Imam and V. Sarkar, "Savina" (2014); the
 * tree has 2 F(n+1) - 1 actors.
 */
class FibonacciTest {
  private final AtomicInteger actors = new AtomicInteger();

  private ReceiveChannel<Long> fibonacci(Workers workers, int n) {
    Channel<Long> answer = Channel.unbuffered();
    workers.virtual(
        "fibonacci " + n,
        () -> {
          actors.incrementAndGet();
          if (n < 2) {
            answer.send((long) n);
          } else {
            ReceiveChannel<Long> one = fibonacci(workers, n - 1);
            ReceiveChannel<Long> other = fibonacci(workers, n - 2);
            answer.send(one.receive() + other.receive());
          }
        });
    return answer;
  }

  @Test
  void sixteenthNumberIsKnown() throws InterruptedException {
    try (Workers workers = new Workers()) {
      assertThat(fibonacci(workers, 16).receive()).isEqualTo(987);
    }
    assertThat(actors).hasValue(2 * 1597 - 1);
  }
}
