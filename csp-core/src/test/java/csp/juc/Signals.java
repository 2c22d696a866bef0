// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import csp.testkit.Await;
import csp.testkit.Threads;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/** A subscriber that notes the signals, from which threads they come, and whether they overlap. */
class Signals<T> implements Flow.Subscriber<T> {
  final List<T> items = new CopyOnWriteArrayList<>();
  final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  final AtomicInteger inside = new AtomicInteger();
  volatile boolean overlapped;
  volatile Flow.Subscription subscription;
  volatile boolean completed;
  volatile Throwable failure;

  void request(long n) {
    subscription.request(n);
  }

  Signals<T> to(Flow.Publisher<T> publisher) {
    publisher.subscribe(this);
    Await.until(() -> subscription != null, "subscribed");
    return this;
  }

  void awaitItems(int count) {
    Await.until(() -> items.size() >= count, count + " items");
  }

  void awaitEnd() {
    Await.until(() -> completed || failure != null, "the last signal");
  }

  /** All goroutines that have signalled so far end. */
  void awaitIdle() {
    for (Thread thread : threads) {
      Await.until(
          () -> thread.getState() == Thread.State.TERMINATED,
          "ended: " + Threads.stacks(List.of(thread)));
    }
  }

  @Override
  public final void onSubscribe(Flow.Subscription offered) {
    enter();
    subscription = offered;
    subscribed();
    leave();
  }

  @Override
  public final void onNext(T item) {
    enter();
    items.add(item);
    next(item);
    leave();
  }

  @Override
  public final void onError(Throwable thrown) {
    enter();
    failure = thrown;
    ended();
    leave();
  }

  @Override
  public final void onComplete() {
    enter();
    completed = true;
    ended();
    leave();
  }

  void subscribed() {}

  void next(T item) {}

  void ended() {}

  private void enter() {
    if (inside.getAndIncrement() != 0) {
      overlapped = true;
    }
    if (!threads.contains(Thread.currentThread())) {
      threads.add(Thread.currentThread());
    }
  }

  private void leave() {
    inside.decrementAndGet();
  }
}
