// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static csp.Go.go;

import csp.Cancellation;
import csp.internal.channel.CancellableWait;
import csp.internal.channel.MeteredChannel;
import java.util.Objects;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a publisher sees of a channel: it fills the channel's buffer, as far as that has room. */
final class ChannelSubscriber<T> implements Subscriber<T> {
  /*
   * A signal never waits and never calls the subscription: it changes the channel. The goroutine calls the
   * subscription, so that its calls are serial (rule 2.7) and no receiver runs the publisher's code. It
   * waits for slots that were received from, for the end of the cancellation and for the end of the stream.
   *
   *                onSubscribe                       the goroutine, as it ends
   *    null  ------------------->  subscription  -------------------------->  OVER
   *      |             the goroutine, as it ends                                ^
   *      +----------------------------------------------------------------------+
   *
   * S1  Who finds onSubscribe's subscription refused, because there is one or it is OVER, cancels it.
   * S2  The channel is closed before the goroutine ends, whatever for; then nothing more is taken (M1).
   * S3  The goroutine cancels unless the publisher has ended the stream (rule 2.4).
   *
   * An endless publisher that ignores the demand inside `request` would never let the goroutine come to S3:
   * then the signal that finds this out is in the goroutine, and cancels there.
   */

  private static final Subscription OVER =
      new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
      };

  private final MeteredChannel<T> channel;
  private final Cancellation cancellation;
  private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();
  private volatile @Nullable Thread requester; // the goroutine, when it may call the subscription
  private volatile boolean ended; // by the publisher; written before the channel is closed

  ChannelSubscriber(MeteredChannel<T> channel, Cancellation cancellation) {
    this.channel = channel;
    this.cancellation = cancellation;
  }

  void start() {
    go("request", this::run);
  }

  @Override
  public void onSubscribe(Subscription offered) {
    Objects.requireNonNull(offered, "subscription must not be null");
    if (subscription.compareAndSet(null, offered)) {
      channel.start();
    } else {
      offered.cancel(); // S1, rule 2.5
    }
  }

  @Override
  public void onNext(T item) {
    Objects.requireNonNull(item, "item must not be null");
    if (channel.offer(item) != MeteredChannel.Offer.NOT_GRANTED) {
      return;
    }
    channel.end(new IllegalStateException("rule 1.1: the publisher sent more than was requested"));
    if (Thread.currentThread() == requester) {
      cancel();
    }
  }

  @Override
  public void onError(Throwable failure) {
    Objects.requireNonNull(failure, "failure must not be null");
    ended = true;
    channel.end(failure);
  }

  @Override
  public void onComplete() {
    ended = true;
    channel.end(null);
  }

  private void run() throws InterruptedException {
    requester = Thread.currentThread();
    try {
      request(new CancellableWait(cancellation));
    } catch (InterruptedException | RuntimeException | Error thrown) {
      // From the publisher's code, an interrupt too: nobody else knows this thread.
      if (!channel.end(thrown)) { // S2
        throw thrown; // no receiver will come to learn of it
      }
    } finally {
      cancel();
    }
  }

  private void request(CancellableWait mode) throws InterruptedException {
    while (true) {
      int slots;
      try {
        slots = channel.grant(mode);
      } catch (RuntimeException cancelled) {
        channel.end(null); // S2
        return;
      }
      if (slots == 0) {
        return;
      }
      Objects.requireNonNull(subscription.get()).request(slots);
    }
  }

  private void cancel() {
    Subscription last = subscription.getAndSet(OVER);
    if (last != null && !ended) {
      last.cancel(); // S3
    }
  }
}
