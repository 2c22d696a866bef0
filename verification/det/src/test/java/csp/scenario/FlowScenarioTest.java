// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.juc.Flows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/**
 * Requests, cancels and ends of a subscription to a channel. The fields of the subscriber are
 * plain: signals that overlap are a data race.
 *
 * <p>Seen to fail: a subscription whose end is read, then written.
 */
class FlowScenarioTest {
  private static final class Signals implements Flow.Subscriber<Integer> {
    final List<Integer> items = new ArrayList<>();
    int ends;
    volatile Flow.Subscription subscription; // a goroutine brings it

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
    }

    @Override
    public void onNext(Integer item) {
      items.add(item);
    }

    @Override
    public void onError(Throwable failure) {
      ends++;
    }

    @Override
    public void onComplete() {
      ends++;
    }
  }

  /** A subscriber to {@code channel}, whose subscription has arrived. */
  private static Signals subscribed(Channel<Integer> channel) {
    Signals signals = new Signals();
    Flows.toPublisher(channel).subscribe(signals);
    while (signals.subscription == null) {
      Thread.onSpinWait();
    }
    return signals;
  }

  /** Two bad requests: one last signal. */
  @Test
  void thereIsOneLastSignal() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          Signals signals = subscribed(channel);
          go(() -> signals.subscription.request(0));
          signals.subscription.request(-1);
          return () -> {
            settled(channel);
            assertThat(signals.ends).isEqualTo(1);
          };
        });
  }

  /** request | request, of what is there: all of it comes, in order, and one signal at a time. */
  @Test
  void requestsFromTwoThreadsAddUp() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(2);
          channel.send(1);
          channel.send(2);
          Signals signals = subscribed(channel);
          go(() -> signals.subscription.request(1));
          signals.subscription.request(1);
          return () -> {
            settled(channel);
            assertThat(signals.items).containsExactly(1, 2);
            assertThat(signals.ends).isZero();
          };
        });
  }

  /** An open request; cancel | send: it is delivered, or stays the sender's. */
  @Test
  void cancelLosesNothing() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          Signals signals = subscribed(channel);
          signals.subscription.request(1);
          go(() -> signals.subscription.cancel());
          channel.send(1);
          return () -> {
            assertThat(signals.items.size() + channel.length()).isEqualTo(1);
            assertThat(channel.waitingReceivers()).isZero();
            assertThat(signals.ends).isZero();
          };
        });
  }
}
