// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static csp.context.Contexts.links;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * What a million contexts leave behind under a parent that lives on, and what they cost while they
 * are there. Used heap is what is left after a collection; other tests of the JVM are part of it,
 * so the bounds are for the difference and have room.
 */
class ContextHeapTest {
  private static final int MILLION = 1_000_000;
  private static final int DEADLINES =
      Long.getLong("csp.stress.seconds") == null ? MILLION / 5 : MILLION;
  private static final int FEW = 64; // links that a set may leave behind
  private static final long MEGABYTE = 1_000_000;
  private final CancellableContext parent = Context.withCancel(Context.background());

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least =
          Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return least;
  }

  @Test
  void aMillionDerivedAndCancelledOneByOneLeaveNothing() {
    long before = used();
    for (int i = 0; i < MILLION; i++) {
      Context.withCancel(parent).cancel();
    }
    assertThat(links(parent)).isLessThanOrEqualTo(FEW);
    assertThat(used() - before).isLessThan(2 * MEGABYTE);
    Reference.reachabilityFence(parent);
  }

  /** Links that are never unlinked would be 24 MB. */
  @Test
  void aMillionAtATimeLeaveNothingWhenTheyAreCancelled() {
    long before = used();
    CancellableContext[] all = new CancellableContext[MILLION];
    Arrays.setAll(all, i -> Context.withCancel(parent));
    long each = (used() - before) / MILLION;
    System.out.println("bytes of a context, with its place in the array: " + each);
    assertThat(each).isLessThan(160);
    for (CancellableContext context : all) {
      context.cancel();
    }
    Arrays.fill(all, null);
    assertThat(links(parent)).isLessThanOrEqualTo(FEW);
    assertThat(used() - before).isLessThan(4 * MEGABYTE + 4L * MILLION);
    Reference.reachabilityFence(all);
    Reference.reachabilityFence(parent);
  }

  /** A million with {@code csp.stress.seconds}; 200,000 in the build. */
  @Test
  void manyPendingDeadlinesAreFine() {
    long before = used();
    CancellableContext[] all = new CancellableContext[DEADLINES];
    long start = System.nanoTime();
    Arrays.setAll(all, i -> Context.withTimeout(parent, Duration.ofHours(1).plusMillis(i % 1_000)));
    long made = System.nanoTime();
    long each = (used() - before) / DEADLINES;
    System.out.printf(
        "bytes of a context with a deadline: %d; made in %d ms%n",
        each, (made - start) / 1_000_000);
    assertThat(each).isLessThan(400);
    parent.cancel();
    assertThat(all[DEADLINES / 2].done().isClosed()).isTrue();
    Arrays.fill(all, null);
    assertThat(used() - before).isLessThan(8 * MEGABYTE);
    Reference.reachabilityFence(all);
    Reference.reachabilityFence(parent);
  }

  @Test
  void aMillionStoppedTasksLeaveNothing() {
    long before = used();
    AfterFunc[] all = new AfterFunc[MILLION];
    Arrays.setAll(all, i -> Context.afterFunc(parent, () -> {}));
    for (AfterFunc registration : all) {
      assertThat(registration.stop()).isTrue();
    }
    Arrays.fill(all, null);
    assertThat(links(parent)).isLessThanOrEqualTo(FEW);
    assertThat(used() - before).isLessThan(4 * MEGABYTE + 4L * MILLION);
    Reference.reachabilityFence(all);
  }

  /** An ended context that somebody holds keeps its siblings alive through no link. */
  @Test
  void endedContextKeepsNoSiblings() {
    long before = used();
    CancellableContext root = Context.withCancel(Context.background());
    CancellableContext first = Context.withCancel(root);
    CancellableContext[] all = new CancellableContext[MILLION / 4];
    Arrays.setAll(all, i -> Context.withCancel(root));
    CancellableContext last = Context.withCancel(root);
    root.cancel();
    Arrays.fill(all, null);
    assertThat(used() - before).isLessThan(4 * MEGABYTE);
    Reference.reachabilityFence(first);
    Reference.reachabilityFence(last);
  }
}
