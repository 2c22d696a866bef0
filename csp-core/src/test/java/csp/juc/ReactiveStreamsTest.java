// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static csp.Go.go;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Cancellation;
import csp.Channel;
import csp.ChannelClosedException;
import csp.ReceiveChannel;
import csp.internal.channel.MeteredChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.SubscriberPuppet;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;
import org.testng.ITestNGListener;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/**
 * The tests of Reactive Streams 1.0.4. What they skip is listed: rules that cannot be tested, which
 * they call {@code untested}, and what the specification leaves open.
 */
@Timeout(180)
class ReactiveStreamsTest {
  private static final long TIMEOUT_MILLIS = 2_000; // for a loaded machine
  private static final long NO_SIGNAL_MILLIS = 40;

  private static TestEnvironment environment() {
    return new TestEnvironment(TIMEOUT_MILLIS, NO_SIGNAL_MILLIS, NO_SIGNAL_MILLIS);
  }

  /** A channel of {@code count} elements, closed after them. */
  public static class PublisherTck extends FlowPublisherVerification<Long> {
    public PublisherTck() {
      super(environment(), 1_000);
    }

    @Override
    public Flow.Publisher<Long> createFlowPublisher(long count) {
      Channel<Long> channel = Channel.unbuffered();
      go(() -> {
        for (long sent = 0; sent < count; sent++) {
          channel.send(sent);
        }
        channel.close();
      });
      return Flows.toPublisher(channel);
    }

    @Override
    public Flow.Publisher<Long> createFailedFlowPublisher() {
      Channel<Long> channel = Channel.unbuffered();
      channel.close(new IllegalStateException("failed"));
      return Flows.toPublisher(channel);
    }
  }

  /** What ends each subscriber; whoever is left is ended after the tests. */
  private static final Queue<Ending> ENDINGS = new ConcurrentLinkedQueue<>();

  private static final class Ending implements Cancellation {
    private final Channel<Void> done = Channel.unbuffered();

    Ending() {
      ENDINGS.add(this);
    }

    @Override
    public ReceiveChannel<?> done() {
      return done;
    }

    @Override
    public RuntimeException error() {
      return done.isClosed() ? new IllegalStateException("ended") : null;
    }
  }

  /** The subscriber of a channel from which everything is received. */
  public static class BlackboxTck extends FlowSubscriberBlackboxVerification<Integer> {
    public BlackboxTck() {
      super(environment());
    }

    @Override
    public Flow.Subscriber<Integer> createFlowSubscriber() {
      MeteredChannel<Integer> channel = new MeteredChannel<>("tck", 3);
      ChannelSubscriber<Integer> subscriber = new ChannelSubscriber<>(channel, new Ending());
      subscriber.start();
      go(() -> receive(channel, Long.MAX_VALUE));
      return subscriber;
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }
  }

  /** The same, with a probe around it; a request is to receive. */
  public static class WhiteboxTck extends FlowSubscriberWhiteboxVerification<Integer> {
    public WhiteboxTck() {
      super(environment());
    }

    @Override
    public Flow.Subscriber<Integer> createFlowSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
      MeteredChannel<Integer> channel = new MeteredChannel<>("tck", 4);
      Ending ending = new Ending();
      ChannelSubscriber<Integer> subscriber = new ChannelSubscriber<>(channel, ending);
      subscriber.start();
      SubscriberPuppet puppet =
          new SubscriberPuppet() {
            @Override
            public void triggerRequest(long elements) {
              go(() -> receive(channel, elements));
            }

            @Override
            public void signalCancel() {
              ending.done.tryClose();
            }
          };
      return new Probed(subscriber, probe, puppet);
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }
  }

  private static void receive(ReceiveChannel<?> channel, long most) throws InterruptedException {
    try {
      for (long received = 0; received < most && channel.receive() != null; received++) {}
    } catch (ChannelClosedException failed) {
      // as some of the tests mean it
    }
  }

  private static final class Probed implements Flow.Subscriber<Integer> {
    private final Flow.Subscriber<Integer> probed;
    private final WhiteboxSubscriberProbe<Integer> probe;
    private final SubscriberPuppet puppet;
    private boolean subscribed;

    Probed(
        Flow.Subscriber<Integer> probed,
        WhiteboxSubscriberProbe<Integer> probe,
        SubscriberPuppet puppet) {
      this.probed = probed;
      this.probe = probe;
      this.puppet = puppet;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      probed.onSubscribe(subscription);
      if (!subscribed) {
        subscribed = true;
        probe.registerOnSubscribe(puppet);
      }
    }

    @Override
    public void onNext(Integer item) {
      probed.onNext(item);
      probe.registerOnNext(item);
    }

    @Override
    public void onError(Throwable failure) {
      probed.onError(failure);
      probe.registerOnError(failure);
    }

    @Override
    public void onComplete() {
      probed.onComplete();
      probe.registerOnComplete();
    }
  }

  /** Skipped is what is for publishers that send every element to all: here subscribers compete. */
  @Test
  void aChannelIsAPublisher() {
    TestListenerAdapter results = run(PublisherTck.class);
    String multicast =
        "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequence"
            + "ToAllOfItsSubscribersWhenRequesting";
    assertThat(skipped(results))
        .containsExactly(
            multicast + "ManyUpfront",
            multicast + "ManyUpfrontAndCompleteAsExpected",
            multicast + "OneByOne");
    assertThat(results.getPassedTests()).hasSize(28);
  }

  @Test
  void itsSubscriberKeepsTheRulesSeenFromOutside() {
    TestListenerAdapter results = run(BlackboxTck.class);
    assertThat(skipped(results)).isEmpty();
    assertThat(results.getPassedTests()).hasSize(11);
  }

  @Test
  void itsSubscriberKeepsTheRulesSeenFromInside() {
    TestListenerAdapter results = run(WhiteboxTck.class);
    assertThat(skipped(results)).isEmpty();
    assertThat(results.getPassedTests()).hasSize(14);
  }

  private static TestListenerAdapter run(Class<?> tests) {
    TestListenerAdapter results = new TestListenerAdapter();
    TestNG runner = new TestNG(false);
    runner.setVerbose(0);
    runner.setTestClasses(new Class<?>[] {tests});
    runner.addListener((ITestNGListener) results);
    runner.run();
    ENDINGS.forEach(ending -> ending.done.tryClose());
    ENDINGS.clear();
    TreeMap<String, Throwable> failed = new TreeMap<>();
    results.getFailedTests().forEach(test -> failed.put(test.getName(), test.getThrowable()));
    results
        .getConfigurationFailures()
        .forEach(test -> failed.put(test.getName(), test.getThrowable()));
    assertThat(failed).isEmpty();
    return results;
  }

  private static List<String> skipped(TestListenerAdapter results) {
    List<String> names = new ArrayList<>();
    results
        .getSkippedTests()
        .forEach(test -> {
          if (!test.getName().startsWith("untested_")) {
            names.add(test.getName());
          }
        });
    return names.stream().sorted().toList();
  }
}
