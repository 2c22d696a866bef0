// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import static csp.select.Select.doOnReceive;
import static csp.select.Select.onSend;
import static csp.select.Select.select;

import csp.Channel;
import csp.Ticker;
import csp.Timers;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.context.ContextException;
import csp.select.Selector;
import csp.sync.ErrGroup;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The goroutines of a crawl: one that coordinates, and some that fetch. All wait with the context
 * of the group, so they end when it does; when one fails it does, too.
 *
 * <p>The coordinator owns the {@link Frontier}. It hands a page to whoever fetches next, or gets
 * the answer for the oldest page, whichever comes first. Nobody who fetches can keep it waiting,
 * nor does it keep them, except while nobody takes the pages that are complete.
 *
 * <p>The crawl is over when no page is incomplete: pages are found only when one is completed. Then
 * the coordinator closes both channels that it sends to, and the others end.
 */
final class Crawler implements AutoCloseable {
  private final Channel<Frontier.Job> work = Channel.named("work").unbuffered();
  private final Channel<Page> pages = Channel.named("pages").buffered(64);
  private final Fetcher fetcher;
  private final CancellableContext context;
  private final ErrGroup group;

  /** One that stops when {@code parent} ends. */
  Crawler(Fetcher fetcher, Context parent) {
    this.fetcher = fetcher;
    context = Context.withCancel(parent);
    group = ErrGroup.withContext(context);
  }

  /**
   * Crawls, with so many requests at a time. Passes all pages to {@code report}, and tells it when
   * to show how far it is.
   *
   * @throws ContextException if the context ends first
   * @throws ExecutionException if a goroutine fails
   */
  void crawl(Frontier frontier, int concurrency, Report report)
      throws ExecutionException, InterruptedException {
    group.go(ofGroup -> coordinate(frontier, ofGroup));
    for (int i = 0; i < concurrency; i++) {
      group.go(this::fetch);
    }
    try (Ticker ticker = Timers.ticker(Report.TICK);
        Selector selector =
            Selector.random(
                doOnReceive(
                        pages, page -> report.add(Objects.requireNonNull(page, "never at the end")))
                    .onClosed(() -> {}),
                doOnReceive(ticker.channel(), _ -> report.show()))) {
      while (!pages.isDrained()) {
        selector.select(context);
      }
    }
    try {
      group.await();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ContextException ended) {
        throw ended; // the coordinator has heard of it before us
      }
      throw e;
    }
  }

  /** Stops the goroutines that still run, and waits for their end. An interrupt ends the wait. */
  @Override
  public void close() {
    context.cancel();
    try {
      group.await();
    } catch (ExecutionException e) {
      // They say that they were cancelled; or crawl has thrown it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void coordinate(Frontier frontier, Context context) throws InterruptedException {
    try (pages;
        work) {
      for (Frontier.Found oldest = frontier.oldest(); oldest != null; oldest = frontier.oldest()) {
        Frontier.Job next = frontier.next();
        select(
            context,
            doOnReceive(oldest.job().reply(), fetched -> complete(frontier, fetched, context)),
            next == null ? null : onSend(work, next, frontier::asked));
      }
    }
  }

  private void complete(Frontier frontier, @Nullable Fetched fetched, Context context)
      throws InterruptedException {
    pages.send(frontier.complete(Objects.requireNonNull(fetched, "nobody closes it")), context);
  }

  private void fetch(Context context) throws InterruptedException {
    for (Frontier.Job job : work.until(context)) {
      job.reply().send(fetcher.fetch(job.address(), context));
    }
  }
}
