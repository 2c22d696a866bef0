// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.onReceive;
import static csp.select.Select.onTimeout;
import static csp.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.juc.Flows;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A channel that a publisher fills is selected on as any other. */
class PublishedChannelTest {
  private final Channel<Integer> source = Channel.unbuffered();
  private final ReceiveChannel<Integer> published =
      Flows.fromPublisher(Flows.toPublisher(source), 2);

  /** Fails, by a time-out, when what a select frees is not requested again. */
  @Test
  void everyElementIsReceivedBySelects() throws Exception {
    int count = 50;
    List<Integer> received = new ArrayList<>();
    try (Workers workers = new Workers()) {
      Channel<Integer> never = Channel.unbuffered();
      Worker<Void> sender =
          workers.virtual(
              "sender",
              () -> {
                for (int i = 0; i < count; i++) {
                  source.send(i);
                }
                source.close();
              });
      Integer last = 0;
      while (last != null) {
        last = select(onReceive(never, value -> value), onReceive(published, value -> value));
        if (last != null) {
          received.add(last);
        }
      }
      sender.result();
    }
    assertThat(received).hasSize(count).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void selectThatLosesTakesNothing() throws Exception {
    String outcome =
        select(
            onReceive(published, value -> "received " + value),
            onTimeout(Duration.ofMillis(1), () -> "too late"));
    assertThat(outcome).isEqualTo("too late");
    assertThat(published.waitingReceivers()).isZero();
    source.send(7);
    assertThat(published.receive()).isEqualTo(7);
    source.close();
    assertThat(published.receive()).isNull();
  }
}
