// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.ThreadKind;
import csp.testkit.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An actor counts what it is told to, and is asked for the result. After "count" in S. Imam and V.
 * Sarkar, "Savina" (2014), where it comes from A. Sharma's comparison with Theron.
 */
class CountingActorTest {
  private sealed interface Order {
    /** Count one more. */
    record Increment() implements Order {}

    /** Tell how many. */
    record Tell(Channel<Integer> to) implements Order {}
  }

  private static void count(Channel<Order> orders) throws InterruptedException {
    int count = 0;
    for (Order order : orders) {
      switch (order) {
        case Order.Increment() -> count++;
        case Order.Tell(Channel<Integer> to) -> to.send(count);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answerComesAfterAllThatWasOrderedBefore(ThreadKind kind) throws InterruptedException {
    int orders = Scale.of(20_000);
    Channel<Order> actor = Channel.buffered(64);
    Channel<Integer> answer = Channel.unbuffered();
    try (Workers workers = new Workers();
        actor) {
      workers.start(kind, "counting", () -> count(actor));
      for (int i = 1; i <= orders; i++) {
        actor.send(new Order.Increment());
        if (i % (orders / 4) == 0) {
          actor.send(new Order.Tell(answer));
          assertThat(answer.receive()).isEqualTo(i);
        }
      }
    }
  }
}
