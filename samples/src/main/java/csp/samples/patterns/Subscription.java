// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import static csp.select.Select.doOnReceive;
import static csp.select.Select.onSendOf;

import csp.Channel;
import csp.ReceiveChannel;
import csp.Timer;
import csp.Timers;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.select.Selector;
import csp.sync.ErrGroup;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a feed has, again and again, each item once.
 *
 * <p>Source: Advanced Go Concurrency Patterns, its feed reader. Same: one loop owns all state; in
 * each round it may be time to fetch, or a fetch may be done, or somebody may take an item, or it
 * is to end; a fetch has a goroutine of its own, so that the loop never waits for it; an item that
 * was seen is dropped; nothing is fetched while enough items wait. Shorter: guards instead of nil
 * channels; closing is a context, which the fetch gets too, and so need not be one of the cases.
 */
final class Subscription implements AutoCloseable {
  /** Where items come from. */
  @FunctionalInterface
  interface Feed {
    List<String> fetch(Context context) throws InterruptedException;
  }

  /** How many items may wait; then nothing is fetched. */
  static final int ENOUGH = 10;

  private final Channel<String> updates = Channel.unbuffered();
  private final CancellableContext context = Context.withCancel(Context.background());
  private final ErrGroup group = ErrGroup.withContext(context);

  /** Fetches from {@code feed} at once, and then {@code pause} after each fetch. */
  Subscription(Feed feed, Duration pause) throws InterruptedException {
    group.go(ofGroup -> loop(feed, pause, ofGroup));
  }

  /** The items; closed with the subscription. */
  ReceiveChannel<String> updates() {
    return updates;
  }

  /** Ends it, a fetch too, and waits until nothing of it is at work. An interrupt ends the wait. */
  @Override
  public void close() {
    context.cancel();
    try {
      group.await();
    } catch (ExecutionException e) {
      // It says that it was cancelled, or the feed failed: then the updates have ended before.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop(Feed feed, Duration pause, Context context) throws InterruptedException {
    Queue<String> pending = new ArrayDeque<>();
    Set<String> seen = new HashSet<>();
    Channel<List<String>> fetched = Channel.buffered(1);
    Timer next = Timers.timer(Duration.ZERO);
    try (updates;
        Selector selector =
            Selector.random(
                doOnReceive(next.channel(), _ -> group.go(of -> fetched.send(feed.fetch(of), of)))
                    .when(() -> pending.size() < ENOUGH),
                doOnReceive(
                    fetched,
                    items -> {
                      Objects.requireNonNull(items).stream()
                          .filter(seen::add)
                          .forEach(pending::add);
                      next.reset(pause);
                    }),
                onSendOf(
                        updates,
                        pending::element,
                        () -> {
                          pending.remove();
                        })
                    .when(() -> !pending.isEmpty()))) {
      while (selector.select(context)) {}
    } finally {
      next.stop();
    }
  }

  /** Two feeds, merged: they overlap in time, and each repeats itself. */
  static void demo(PrintWriter out) throws InterruptedException {
    AtomicInteger fetches = new AtomicInteger();
    Feed news = _ -> List.of("news 1", "news " + (1 + fetches.incrementAndGet()));
    Feed blog = _ -> List.of("blog 1", "blog 2", "blog 1");
    ReceiveChannel<String> merged;
    try (Subscription one = new Subscription(news, Duration.ofMillis(1));
        Subscription other = new Subscription(blog, Duration.ofMillis(1))) {
      merged = FanIns.merge(List.of(one.updates(), other.updates()));
      Set<String> wanted = new HashSet<>(Set.of("news 1", "news 2", "news 5", "blog 1", "blog 2"));
      while (!wanted.isEmpty()) {
        wanted.remove(merged.receive());
      }
      out.println("all items of both have come");
    }
    List<String> rest = merged.stream().toList(); // what was on its way
    out.println("closed; twice: " + rest.stream().filter(item -> item.startsWith("blog")).count());
  }
}
