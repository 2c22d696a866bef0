// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import csp.Channel;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was found, and how far each page is: the state of a crawl. It belongs to one goroutine, so
 * it needs no lock.
 *
 * <p>Pages are fetched in the order in which they were found, and completed in the same order,
 * however the answers come in. So what is found is what one who fetches page by page would find, in
 * the same order, at the same depths: the queue of a breadth-first search.
 */
final class Frontier {
  /** A page to fetch, and where the answer goes. */
  record Job(URI address, Channel<Fetched> reply) {}

  /** A page that was found and is not complete. */
  record Found(Job job, int depth) {}

  private final Queue<Found> incomplete = new ArrayDeque<>();
  private final Queue<Job> unasked = new ArrayDeque<>();
  private final Set<URI> known = new HashSet<>();
  private final int deepest;
  private final int most;

  /**
   * With the page {@code start} alone; finds at most {@code most}, and none below {@code deepest}.
   */
  Frontier(URI start, int deepest, int most) {
    this.deepest = deepest;
    this.most = most;
    find(start, 0);
  }

  /** The oldest page that is not complete; null when all are, and then no other can be found. */
  @Nullable Found oldest() {
    return incomplete.peek();
  }

  /** The next page to fetch; null if there is none now. */
  @Nullable Job next() {
    return unasked.peek();
  }

  /** The next page is being fetched. */
  void asked() {
    unasked.remove();
  }

  /** Completes the oldest page, and finds those that it leads to. */
  Page complete(Fetched fetched) {
    Found page = incomplete.remove();
    for (URI link : fetched.links()) {
      find(link, page.depth() + 1);
    }
    return new Page(page.job().address(), page.depth(), fetched, incomplete.size());
  }

  private void find(URI address, int depth) {
    if (depth <= deepest && known.size() < most && known.add(address)) {
      Job job = new Job(address, Channel.buffered(1)); // so that who fetches never waits
      incomplete.add(new Found(job, depth));
      unasked.add(job);
    }
  }
}
