// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ChannelClosedException;
import csp.Received;
import csp.select.Select;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Channels and selects, under all schedules with at most two preemptions. Seen to fail: a close
 * that forgets the senders (a leak); a select that does not look again under all its locks (a
 * leak), or locks in the order of its clauses (a livelock); a receive that takes the head before it
 * refills.
 */
class ChannelScenarioTest {
  /** A send succeeds exactly when its element is there to be received. send | send | close. */
  @Test
  void closeRefusesASendOrFollowsIt() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          AtomicInteger sent = new AtomicInteger();
          AtomicInteger refused = new AtomicInteger();
          for (int i = 1; i <= 2; i++) {
            int value = i;
            go(() -> {
              try {
                channel.send(value);
                sent.incrementAndGet();
              } catch (ChannelClosedException e) {
                refused.incrementAndGet();
              }
            });
          }
          go(channel::close);
          return () -> {
            assertThat(sent.get() + refused.get()).isEqualTo(2);
            assertThat(channel.length()).isEqualTo(sent.get());
          };
        });
  }

  /** Two selects that could pair up on either channel agree on one. */
  @Test
  void crossingSelectsAgree() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> a = Channel.unbuffered();
          Channel<Integer> b = Channel.unbuffered();
          AtomicInteger onA = new AtomicInteger();
          AtomicInteger onB = new AtomicInteger();
          go(() ->
              Select.select(
                  Select.onSend(a, 5, onA::incrementAndGet),
                  Select.onReceive(b, _ -> onB.incrementAndGet())));
          go(() ->
              Select.select(
                  Select.onSend(b, 6, onB::incrementAndGet),
                  Select.onReceive(a, _ -> onA.incrementAndGet())));
          return () -> assertThat(onA.get() + 10 * onB.get()).isIn(2, 20);
        });
  }

  /** Full; send, tryReceive | receive: of two elements there is always one left for the second. */
  @Test
  void elementOfAFinishedSendIsThere() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          channel.send(1);
          AtomicBoolean found = new AtomicBoolean();
          go(() -> {
            channel.send(2);
            found.set(channel.tryReceive() instanceof Received.Value<Integer>);
          });
          go(channel::receive);
          return () -> assertThat(found).isTrue();
        });
  }

  /** Full, and drops the oldest; send | tryReceive: it is never empty. */
  @Test
  void channelThatDropsTheOldestIsNeverEmptyMeanwhile() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.named("dropping").dropOldest(1);
          channel.send(1);
          AtomicBoolean found = new AtomicBoolean();
          go(() -> channel.send(2));
          go(() -> found.set(channel.tryReceive() instanceof Received.Value<Integer>));
          return () -> assertThat(found).isTrue();
        });
  }
}
