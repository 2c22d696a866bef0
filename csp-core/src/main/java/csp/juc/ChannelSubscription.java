// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static csp.Go.go;

import csp.Cancellation;
import csp.Channel;
import csp.ChannelClosedException;
import csp.ReceiveChannel;
import java.io.Serial;
import java.util.Objects;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A subscriber's claim on what a channel gives: it receives what was requested. */
final class ChannelSubscription<T> implements Subscription, Cancellation {
  /*
   * One word says what is open, and who may signal:
   *
   *             request: 0 -> n, and starts a goroutine        request: n -> n + m
   *    IDLE 0  ---------------------------------------->  n > 0  ----+
   *       |   <----------------------------------------    |  ^      |
   *       |     the goroutine, after a signal: 1 -> 0      |  +------+
   *       |                                                |   the goroutine, after a signal: n -> n - 1
   *       +---------------------->  OVER  <----------------+
   *            cancel, a bad request, the end of the channel, a subscriber that throws
   *
   * A new subscription is at 1, for onSubscribe: so a request made there is served after it.
   *
   * D1  A goroutine signals exactly while the word is positive, or until it has seen OVER. So signals are
   *     serial (rule 1.3), and a request inside a signal only counts (rule 3.3).
   * D2  A receive is begun only while the word is positive, and OVER ends its wait: `over` is closed after
   *     the word is OVER, and `error` is asked before each receive. What it got is passed on in any case.
   * D3  Who takes the word from positive to OVER leaves the last signal and the forgetting of the
   *     subscriber (rule 3.13) to the goroutine; who takes it from 0 does it, in a goroutine if it signals.
   * D4  ENDLESS is never counted down (rule 3.17).
   *
   * HB-word: the goroutine's 1 -> 0 -> request's 0 -> n -> the start of the next goroutine.
   */

  private static final long OVER = -1;
  private static final long ENDLESS = Long.MAX_VALUE;

  /** How a cancel comes out of a receive; seen by nobody else. */
  private static final class Cancelled extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private Cancelled() {
      super("cancelled", null, false, false); // without a stack
    }
  }

  private final ReceiveChannel<T> channel;
  private final AtomicLong open = new AtomicLong(1);
  private final Channel<Void> over = Channel.unbuffered();
  private final AtomicReference<@Nullable Throwable> refused = new AtomicReference<>(); // rule 3.9
  private @Nullable Subscriber<? super T> subscriber; // owned by whom D1 and D3 name

  ChannelSubscription(ReceiveChannel<T> channel, Subscriber<? super T> subscriber) {
    this.channel = channel;
    this.subscriber = subscriber;
  }

  void start() {
    go("publish", () -> signal(true));
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      refuse(n);
      return;
    }
    long before = open.getAndUpdate(now -> now == OVER ? OVER : plus(now, n));
    if (before == 0) {
      go("publish", () -> signal(false));
    }
  }

  private static long plus(long now, long n) {
    long sum = now + n;
    return sum < 0 ? ENDLESS : sum;
  }

  private void refuse(long n) {
    if (open.get() == OVER) {
      return; // rule 3.6
    }
    refused.compareAndSet(
        null, new IllegalArgumentException("rule 3.9: request must be >= 1, was " + n));
    if (endedFrom() == 0) {
      go("publish", this::refuse); // D3
    }
  }

  private void refuse() {
    Subscriber<? super T> subscriber = Objects.requireNonNull(this.subscriber);
    this.subscriber = null;
    end(subscriber, null);
  }

  @Override
  public void cancel() {
    if (endedFrom() == 0) {
      subscriber = null; // D3
    }
  }

  /** Makes it OVER and ends the wait of a receive. Returns what the word was. */
  private long endedFrom() {
    long before = open.getAndSet(OVER);
    if (before > 0) {
      over.tryClose(); // D2
    }
    return before;
  }

  @Override
  public ReceiveChannel<?> done() {
    return over;
  }

  @Override
  public @Nullable RuntimeException error() {
    return open.get() == OVER ? new Cancelled() : null;
  }

  /** The goroutine. */
  private void signal(boolean fresh) {
    Subscriber<? super T> subscriber = Objects.requireNonNull(this.subscriber);
    boolean idle = false;
    try {
      idle = serve(subscriber, fresh);
    } finally {
      if (!idle) { // otherwise the next goroutine may be at work
        open.set(OVER); // rule 2.13: what the subscriber has thrown is on its way to the handler
        this.subscriber = null; // D3
      }
    }
  }

  /** Signals while something is open. True if nothing is; false if it is over. */
  private boolean serve(Subscriber<? super T> subscriber, boolean fresh) {
    if (fresh) {
      subscriber.onSubscribe(this);
    } else if (!pass(subscriber)) {
      return false;
    }
    while (!isLastServed()) {
      if (!pass(subscriber)) {
        return false;
      }
    }
    return true;
  }

  /** Counts down after a signal. True if nothing is open any more: then this is not ours (D1). */
  private boolean isLastServed() {
    while (true) {
      long now = open.get();
      if (now == OVER || now == ENDLESS) { // D4
        return false;
      }
      if (now == 1 && channel.isDrained()) {
        return false; // the end needs no request (rule 1.5), and the receive no waiting
      }
      if (open.compareAndSet(now, now - 1)) {
        return now == 1;
      }
    }
  }

  /** Receives and passes on. False if there is no more: then the last signal was sent. */
  private boolean pass(Subscriber<? super T> subscriber) {
    @Nullable T value;
    try {
      value = channel.receive(this); // D2
    } catch (Cancelled cancelled) {
      end(subscriber, null);
      return false;
    } catch (ChannelClosedException failed) {
      end(subscriber, failed.getCause());
      return false;
    } catch (InterruptedException interrupted) {
      end(subscriber, interrupted);
      return false;
    }
    if (value == null) {
      end(subscriber, null);
      return false;
    }
    subscriber.onNext(value);
    return true;
  }

  /** The last signal; none after a cancel. The word is OVER before, as rule 1.6 has it. */
  private void end(Subscriber<? super T> subscriber, @Nullable Throwable failure) {
    boolean first = open.getAndSet(OVER) != OVER;
    Throwable reason = first ? failure : refused.get();
    if (reason != null) {
      subscriber.onError(reason);
    } else if (first) {
      subscriber.onComplete();
    }
  }
}
