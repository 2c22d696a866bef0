// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.Channel;
import csp.juc.Flows;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One subscription to a pipeline, between the subscriber and the subscription to the channel of a
 * run.
 *
 * @param <T> the type of the elements
 */
final class Published<T> implements Flow.Subscriber<T>, Flow.Subscription {
  /*
   * B1  The run begins with the first request: who subscribes and asks for nothing costs no goroutine.
   * B2  However the subscription ends, the run is stopped: by a cancel, with the last signal, or when the
   *     subscriber throws. It may begin just then: a crew that was stopped before it starts ends at once.
   * B3  Nothing waits for the run (rules 3.4, 3.5).
   *
   * All else is said by csp.juc: signals are serial, and nothing is passed on that was not requested.
   */

  private final Stage<T> stage;
  private final Flow.Subscriber<? super T> subscriber;
  private final Channel<T> channel = Channel.named("pipeline publisher").unbuffered();
  private final Crew crew;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile Flow.@Nullable Subscription subscription; // to the channel

  private Published(Stage<T> stage, Host host, Flow.Subscriber<? super T> subscriber) {
    this.stage = stage;
    this.subscriber = subscriber;
    this.crew = new Crew("publisher", host, null, failure -> Outlet.end(channel, failure));
  }

  static <T> Flow.Publisher<T> publisher(Stage<T> stage, Host host) {
    return subscriber -> {
      Published<T> one = new Published<>(stage, host, Calls.notNull(subscriber, "subscriber"));
      Flows.toPublisher(one.channel).subscribe(one);
    };
  }

  private Flow.Subscription subscription() {
    return Objects.requireNonNull(subscription);
  }

  // What the subscriber calls

  @Override
  public void request(long n) {
    if (n > 0 && begun.compareAndSet(false, true)) { // B1
      Pull<T> elements = stage.open(crew.scope());
      crew.start(List.of(elements), List.of(Link.pump(elements, crew.scope(), channel)));
    }
    subscription().request(n);
  }

  @Override
  public void cancel() {
    subscription().cancel();
    end();
  }

  private void end() {
    begun.set(true); // there is nothing to begin any more
    crew.stop(); // B2
  }

  // What the channel's publisher calls

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    orStop(() -> subscriber.onSubscribe(this));
  }

  @Override
  public void onNext(T item) {
    orStop(() -> subscriber.onNext(item));
  }

  @Override
  public void onError(Throwable failure) {
    end();
    subscriber.onError(failure);
  }

  @Override
  public void onComplete() {
    subscriber.onComplete();
  }

  private void orStop(Runnable signal) {
    try {
      signal.run();
    } catch (Throwable thrown) {
      end();
      throw thrown;
    }
  }
}
